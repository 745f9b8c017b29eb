// SPDX-License-Identifier: GPL-2.0
/*
 * An interrupt handler changes a field that others may be changing.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_BITS(board_events, u32);
DEED_FIELD(board_events, EVENTS_DONE, BIT(0));

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_MASK, 0x10, rw, struct board_events);

struct board_hw {
	struct board_regs regs;
};

#ifdef MISUSE
static __used void silence(const struct board_hw *hw)
{
	deed_reg_modify(&hw->regs, BOARD_MASK, EVENTS_DONE, 0); /* error: the region is shared */
}
#else
static __used void silence(struct board_hw *hw)
{
	deed_reg_modify(&hw->regs, BOARD_MASK, EVENTS_DONE, 0);
}
#endif

MODULE_DESCRIPTION("misuse: register modified while shared");
MODULE_LICENSE("GPL");
