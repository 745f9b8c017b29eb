// SPDX-License-Identifier: GPL-2.0
/*
 * A lock around the registers keeps others out, but not unbind.
 */
#include <linux/module.h>

#include <deed/pci.h>
#include <deed/lock.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

#ifdef MISUSE
DEED_CELL_TYPE(board_cell, mutex, struct board_regs); /* error: [deed-context] */
#else
DEED_CELL_TYPE(board_cell, mutex, u32);
#endif

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
#ifndef MISUSE
	struct board_cell last; /* who has it may use the registers */
#endif
};

static __used u32 board_next(const struct board *b, const struct board_hw *hw)
{
#ifndef MISUSE
	deed_lock(mutex, last, &b->last);
	*last = deed_reg_read(&hw->regs, BOARD_STATUS);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: hw in cell");
MODULE_LICENSE("GPL");
