// SPDX-License-Identifier: GPL-2.0
/*
 * A command register is read, which gives whatever the device likes.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_COMMAND, 0x04, wo, u32);
DEED_REG(board_regs, BOARD_STATUS, 0x08, ro, u32);

struct board_hw {
	struct board_regs regs;
};

static __used u32 status(const struct board_hw *hw)
{
#ifdef MISUSE
	return deed_reg_read(&hw->regs, BOARD_COMMAND); /* error: the register is write-only */
#else
	return deed_reg_read(&hw->regs, BOARD_STATUS);
#endif
}

MODULE_DESCRIPTION("misuse: register read write only");
MODULE_LICENSE("GPL");
