// SPDX-License-Identifier: GPL-2.0
/*
 * A register of 32 bits stands where one of 16 bits may.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
#ifdef MISUSE
DEED_REG(board_regs, BOARD_COUNT, 0x06, rw, u32); /* error: BOARD_COUNT: the register is not */
#else
DEED_REG(board_regs, BOARD_COUNT, 0x06, rw, u16);
#endif

MODULE_DESCRIPTION("misuse: register not aligned");
MODULE_LICENSE("GPL");
