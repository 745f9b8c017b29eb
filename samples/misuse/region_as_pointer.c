// SPDX-License-Identifier: GPL-2.0
/*
 * A helper takes the address of the registers, and with it leaves all checks.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

#ifdef MISUSE
static __used const void __iomem *where(const struct board_hw *hw)
{
	return hw->regs.__map.__base; /* error: [deed-raw-member] */
}
#else
static __used const struct board_regs *where(const struct board_hw *hw)
{
	return &hw->regs;
}
#endif

MODULE_DESCRIPTION("misuse: region as pointer");
MODULE_LICENSE("GPL");
