// SPDX-License-Identifier: GPL-2.0
/*
 * The device is used as if it were ready, after it was waited for in vain.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x08, ro, u32);

struct board_hw {
	struct board_regs regs;
};

static __used int reset(const struct board_hw *hw)
{
	u32 status;

#ifdef MISUSE
	deed_reg_poll(&hw->regs, BOARD_STATUS, status, !status, 9, 90); /* error: ignoring return */
	return 0;
#else
	return deed_reg_poll(&hw->regs, BOARD_STATUS, status, !status, 10, 1000);
#endif
}

MODULE_DESCRIPTION("misuse: poll result ignored");
MODULE_LICENSE("GPL");
