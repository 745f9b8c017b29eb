// SPDX-License-Identifier: GPL-2.0
/* A register of 32 bits is declared as one of two halves. */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x20);
#ifdef MISUSE
DEED_REG_SPLIT(board_regs, BOARD_TIME, 0x08, ro, u32); /* error: is split has 64 bits */
#else
DEED_REG_SPLIT(board_regs, BOARD_TIME, 0x08, ro, u64);
#endif

static __used u64 board_time(const struct board_regs *regs)
{
	return deed_reg_read(regs, BOARD_TIME);
}

MODULE_DESCRIPTION("misuse: register split too narrow");
MODULE_LICENSE("GPL");
