// SPDX-License-Identifier: GPL-2.0
/*
 * Which operation is called under the guard is not known, but one of them waits.
 */
#include <linux/module.h>

#include <deed/pci.h>
#include <deed/wait.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	struct deed_completion done;
};

static int board_poke(const struct board *b)
{
	return 0;
}

static int board_finish(const struct board *b)
{
	return deed_completion_wait_killable(&b->done);
}

static int (*const board_steps[])(const struct board *b) = {
	board_poke, board_finish,
};

static __used int board_step(const struct board *b, bool last)
{
	{
		deed_own(board_place_live, live) = board_place_enter(&b->dev);
		if (!deed_ok(live))
			return deed_err(live);
#ifdef MISUSE
		return board_steps[last](b); /* error: [deed-waits-live] */
#endif
	}
	return board_steps[last](b);
}

MODULE_DESCRIPTION("misuse: wait through pointer");
MODULE_LICENSE("GPL");
