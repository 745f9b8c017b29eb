// SPDX-License-Identifier: GPL-2.0
/*
 * The status is written in place of the command.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_COMMAND, 0x04, wo, u32);
DEED_REG(board_regs, BOARD_STATUS, 0x08, ro, u32);

struct board_hw {
	struct board_regs regs;
};

static __used void start(const struct board_hw *hw)
{
#ifdef MISUSE
	deed_reg_write(&hw->regs, BOARD_STATUS, 1); /* error: the register is read-only */
#else
	deed_reg_write(&hw->regs, BOARD_COMMAND, 1);
#endif
}

MODULE_DESCRIPTION("misuse: register write read only");
MODULE_LICENSE("GPL");
