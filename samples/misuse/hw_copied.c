// SPDX-License-Identifier: GPL-2.0
/*
 * A copy of the mapping is made for a loop; it would outlive the device as well.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

static __used bool board_settles(const struct board_hw *hw)
{
#ifdef MISUSE
	struct board_regs regs = hw->regs; /* error: [deed-context] */
	const struct board_regs *at = &regs;
#else
	const struct board_regs *at = &hw->regs;
#endif
	int tries = 10;

	while (deed_reg_read(at, BOARD_STATUS) && --tries)
		;
	return tries;
}

MODULE_DESCRIPTION("misuse: hw copied");
MODULE_LICENSE("GPL");
