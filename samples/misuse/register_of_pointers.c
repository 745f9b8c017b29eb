// SPDX-License-Identifier: GPL-2.0
/*
 * A register is declared to hold an address of the kernel.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
#ifdef MISUSE
DEED_REG(board_regs, BOARD_RING, 0x08, rw, void *); /* error: BOARD_RING: a register is a u8 */
#else
DEED_REG(board_regs, BOARD_RING, 0x08, rw, u64);
#endif

MODULE_DESCRIPTION("misuse: register of pointers");
MODULE_LICENSE("GPL");
