// SPDX-License-Identifier: GPL-2.0
/*
 * The hardware is allocated by itself, in a box that a file could own.
 */
#include <linux/module.h>

#include <deed/pci.h>
#include <deed/box.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

#ifdef MISUSE
DEED_BOX(board_box, struct board_hw, deed_plain); /* error: [deed-context] */
#else
DEED_DEVICE_TYPE(board_place, struct board_hw);
#endif

static __used u32 board_status(const struct board_hw *hw)
{
	return deed_reg_read(&hw->regs, BOARD_STATUS);
}

MODULE_DESCRIPTION("misuse: hw in box");
MODULE_LICENSE("GPL");
