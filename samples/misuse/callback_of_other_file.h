/* SPDX-License-Identifier: GPL-2.0 */
/* What another file of the module has: see callback_of_other_file.c. */
#include <deed/contract.h>

struct board;
struct board_hw;

int board_suspend(const struct board *b, const struct board_hw *hw);
deed_waits int board_drain(const struct board *b, const struct board_hw *hw);
int board_resume(const struct board *b, const struct board_hw *hw);
