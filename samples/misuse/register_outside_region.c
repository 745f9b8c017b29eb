// SPDX-License-Identifier: GPL-2.0
/*
 * A register is declared behind the end of its region: the datasheet has more.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
#ifdef MISUSE
DEED_REG(board_regs, BOARD_LAST, 0x100, ro, u32); /* error: BOARD_LAST: the register lies */
#else
DEED_REG(board_regs, BOARD_LAST, 0xfc, ro, u32);
#endif

MODULE_DESCRIPTION("misuse: register outside region");
MODULE_LICENSE("GPL");
