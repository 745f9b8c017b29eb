// SPDX-License-Identifier: GPL-2.0
/*
 * One event is to be cleared, and all that were seen are.
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

static __used void forget_done(struct board_hw *hw)
{
#ifdef MISUSE
	deed_reg_modify(&hw->regs, BOARD_EVENTS, EVENTS_DONE, 1); /* error: it is not rw */
#else
	deed_reg_clear(&hw->regs, BOARD_EVENTS, deed_field_prep(EVENTS_DONE, 1));
#endif
}

MODULE_DESCRIPTION("misuse: register modified that clears");
MODULE_LICENSE("GPL");
