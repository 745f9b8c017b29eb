// SPDX-License-Identifier: GPL-2.0
/*
 * The registers are used after the live-guard has gone, perhaps after unbind.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

static __used int board_status(const struct board *b, u32 *status)
{
	const struct board_hw *hw;

	{
		deed_own(board_place_live, live) = board_place_enter(&b->dev);
		if (!deed_ok(live))
			return deed_err(live);
		hw = board_place_hw(&live);
		*status = deed_reg_read(&hw->regs, BOARD_STATUS);
	}
#ifdef MISUSE
	*status |= deed_reg_read(&hw->regs, BOARD_STATUS); /* error: [deed-borrow-dead] */
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: hw past guard");
MODULE_LICENSE("GPL");
