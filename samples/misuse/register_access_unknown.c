// SPDX-License-Identifier: GPL-2.0
/*
 * What may be done with a register is written in words of another bus.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
#ifdef MISUSE
DEED_REG(board_regs, BOARD_RING, 0x08, wr, u32); /* error: 'deed_access_wr' undeclared */
#else
DEED_REG(board_regs, BOARD_RING, 0x08, rw, u32);
#endif

MODULE_DESCRIPTION("misuse: register access unknown");
MODULE_LICENSE("GPL");
