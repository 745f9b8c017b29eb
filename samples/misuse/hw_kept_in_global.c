// SPDX-License-Identifier: GPL-2.0
/*
 * The interrupt handler remembers the registers for a timer.
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

#ifdef MISUSE
static const struct board_regs *polled;
#endif

static __used irqreturn_t board_irq(const struct board *b, const struct board_hw *hw)
{
#ifdef MISUSE
	polled = &hw->regs; /* error: [deed-borrow-escape] */
#else
	if (!deed_reg_read(&hw->regs, BOARD_STATUS))
		return IRQ_NONE;
#endif
	return IRQ_HANDLED;
}

MODULE_DESCRIPTION("misuse: hw kept in global");
MODULE_LICENSE("GPL");
