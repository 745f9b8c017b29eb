// SPDX-License-Identifier: GPL-2.0
/*
 * One of several registers is read, and nothing says which.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG_ARRAY(board_regs, BOARD_LANE, 0x40, 8, 4, ro, u32);

struct board_hw {
	struct board_regs regs;
};

static __used int lane(const struct board_hw *hw, u32 *value)
{
#ifdef MISUSE
	*value = deed_reg_read(&hw->regs, BOARD_LANE); /* error: BOARD_LANE: there are several */
	return 0;
#else
	return deed_reg_read_at(&hw->regs, BOARD_LANE, 2, value);
#endif
}

MODULE_DESCRIPTION("misuse: register without index");
MODULE_LICENSE("GPL");
