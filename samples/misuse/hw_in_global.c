// SPDX-License-Identifier: GPL-2.0
/*
 * There is one board, so its registers are static. Until it is unplugged.
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
static struct board_hw the_board; /* error: [deed-context] */
#endif

static __used u32 board_status(const struct board_hw *hw)
{
#ifdef MISUSE
	hw = &the_board;
#endif
	return deed_reg_read(&hw->regs, BOARD_STATUS);
}

MODULE_DESCRIPTION("misuse: hw in global");
MODULE_LICENSE("GPL");
