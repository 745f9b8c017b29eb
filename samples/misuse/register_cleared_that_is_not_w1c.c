// SPDX-License-Identifier: GPL-2.0
/*
 * A mask is cleared as if it were the events.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_BITS(board_events, u32);
DEED_FIELD(board_events, EVENTS_DONE, BIT(0));

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_EVENTS, 0x0c, w1c, struct board_events);
DEED_REG(board_regs, BOARD_MASK, 0x10, rw, struct board_events);

struct board_hw {
	struct board_regs regs;
};

static __used void forget(const struct board_hw *hw)
{
	struct board_events done = deed_field_prep(EVENTS_DONE, 1);

#ifdef MISUSE
	deed_reg_clear(&hw->regs, BOARD_MASK, done); /* error: BOARD_MASK: ones clear nothing */
#else
	deed_reg_clear(&hw->regs, BOARD_EVENTS, done);
#endif
}

MODULE_DESCRIPTION("misuse: register cleared that is not w1c");
MODULE_LICENSE("GPL");
