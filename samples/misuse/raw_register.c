// SPDX-License-Identifier: GPL-2.0
/*
 * A register is read as the kernel does it, at an address that may be anything.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

#ifdef MISUSE
static __used u32 status(const void __iomem *base)
{
	return readl(base + 0x04); /* error: [deed-raw-call] */
}
#else
static __used u32 status(const struct board_regs *regs)
{
	return deed_reg_read(regs, BOARD_STATUS);
}
#endif

MODULE_DESCRIPTION("misuse: raw register");
MODULE_LICENSE("GPL");
