// SPDX-License-Identifier: GPL-2.0
/*
 * Events are cleared by writing zero, as in memory; but ones clear them.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_BITS(board_events, u32);
DEED_FIELD(board_events, EVENTS_DONE, BIT(0));

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_EVENTS, 0x0c, w1c, struct board_events);

struct board_hw {
	struct board_regs regs;
};

static __used void forget(const struct board_hw *hw)
{
	struct board_events seen = deed_reg_read(&hw->regs, BOARD_EVENTS);

#ifdef MISUSE
	deed_field_set(EVENTS_DONE, &seen, 0);
	deed_reg_write(&hw->regs, BOARD_EVENTS, seen); /* error: a write clears bits */
#else
	deed_reg_clear(&hw->regs, BOARD_EVENTS, seen);
#endif
}

MODULE_DESCRIPTION("misuse: register written to clear");
MODULE_LICENSE("GPL");
