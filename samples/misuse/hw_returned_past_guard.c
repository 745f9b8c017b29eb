// SPDX-License-Identifier: GPL-2.0
/*
 * A helper enters the device and returns its registers: the guard stays behind.
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
static const struct board_hw *board_enter(const struct board *b)
{
	deed_own(board_place_live, live) = board_place_enter(&b->dev);
	if (!deed_ok(live))
		return NULL;
	return board_place_hw(&live); /* error: [deed-borrow-escape] */
}
#else
static struct board_place_live board_enter(const struct board *b)
{
	return board_place_enter(&b->dev);
}
#endif

static __used u32 board_status(const struct board *b)
{
#ifdef MISUSE
	const struct board_hw *hw = board_enter(b);

	return hw ? deed_reg_read(&hw->regs, BOARD_STATUS) : 0;
#else
	deed_own(board_place_live, live) = board_enter(b);

	return deed_ok(live) ?
		       deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS) : 0;
#endif
}

MODULE_DESCRIPTION("misuse: hw returned past guard");
MODULE_LICENSE("GPL");
