// SPDX-License-Identifier: GPL-2.0
/*
 * The end of the array wraps around, and seems to lie inside of the region.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
#ifdef MISUSE
#define APART	0x10000008U
DEED_REG_ARRAY(board_regs, BOARD_LANE, 0x80, 16U, APART, rw, u32); /* error: outside */
#else
DEED_REG_ARRAY(board_regs, BOARD_LANE, 0x80, 16, 8, rw, u32);
#endif

MODULE_DESCRIPTION("misuse: register array wraps");
MODULE_LICENSE("GPL");
