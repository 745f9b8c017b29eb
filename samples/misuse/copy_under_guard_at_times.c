// SPDX-License-Identifier: GPL-2.0
/*
 * Whoever asks for a fresh value holds the device while it is copied.
 */
#include <linux/module.h>

#include <deed/pci.h>
#include <deed/user.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

static __used int board_read(const struct board *b, struct deed_writer *to, bool fresh)
{
	deed_own(board_place_live, live) = {};
	u32 status = 0;

	if (fresh) {
		live = board_place_enter(&b->dev);
		if (!deed_ok(live))
			return deed_err(live);
		status = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);
	}
#ifndef MISUSE
	if (fresh)
		board_place_live_drop(&live);
#endif
	return deed_write(to, status); /* error: [deed-waits-live] */
}

MODULE_DESCRIPTION("misuse: copy under guard at times");
MODULE_LICENSE("GPL");
