// SPDX-License-Identifier: GPL-2.0
/*
 * The last register of several ends behind the region; the first does not.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
#ifdef MISUSE
DEED_REG_ARRAY(board_regs, BOARD_LANE, 0x90, 16, 8, rw, u32); /* error: outside of board_regs */
#else
DEED_REG_ARRAY(board_regs, BOARD_LANE, 0x80, 16, 8, rw, u32);
#endif

MODULE_DESCRIPTION("misuse: register array outside region");
MODULE_LICENSE("GPL");
