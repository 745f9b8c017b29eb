// SPDX-License-Identifier: GPL-2.0
/*
 * A caller waits inside for what only an interrupt brings, and unbind for the caller.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

DEED_CELL_TYPE(board_cell, mutex, u32);

struct board {
	struct board_place dev;
	struct board_cell done;
	struct deed_bound_queue changed;
};

static __used int board_wait(const struct board *b)
{
	deed_own(board_cell_guard, g) = board_cell_lock(&b->done);
	u32 *done = board_cell_data(&g);

	{
		deed_own(board_place_live, live) = board_place_enter(&b->dev);
		if (!deed_ok(live))
			return deed_err(live);
		*done = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);
#ifdef MISUSE
		return deed_wait_interruptible(&b->changed, &g, /* error: [deed-waits-live] */
					       *done);
#else
		if (!*done)
			pr_debug("board: busy\n");
#endif
	}
	return deed_wait_interruptible(&b->changed, &g, *done);
}

MODULE_DESCRIPTION("misuse: wait under guard");
MODULE_LICENSE("GPL");
