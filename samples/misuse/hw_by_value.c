// SPDX-License-Identifier: GPL-2.0
/*
 * A function wants the registers by value, and is a second owner of the mapping.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

#ifdef MISUSE
static __used u32 board_status(struct board_regs regs) /* error: [deed-context] */
{
	return deed_reg_read(&regs, BOARD_STATUS);
}
#else
static __used u32 board_status(const struct board_regs *regs)
{
	return deed_reg_read(regs, BOARD_STATUS);
}
#endif

MODULE_DESCRIPTION("misuse: hw by value");
MODULE_LICENSE("GPL");
