// SPDX-License-Identifier: GPL-2.0
/*
 * The hardware goes to a helper inside of a struct, which the helper may keep.
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
struct board_try {
	const struct board_hw *hw;
	unsigned int left;
};

static bool board_busy(const struct board_try *t)
{
	return t->left && deed_reg_read(&t->hw->regs, BOARD_STATUS);
}
#else
static bool board_busy(const struct board_hw *hw, unsigned int left)
{
	return left && deed_reg_read(&hw->regs, BOARD_STATUS);
}
#endif

static __used bool board_settles(const struct board_hw *hw)
{
#ifdef MISUSE
	struct board_try t = { .hw = hw, .left = 10 }; /* error: [deed-borrow-escape] */

	return !board_busy(&t);
#else
	return !board_busy(hw, 10);
#endif
}

MODULE_DESCRIPTION("misuse: hw kept in context");
MODULE_LICENSE("GPL");
