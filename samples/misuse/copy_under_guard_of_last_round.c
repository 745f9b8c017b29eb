// SPDX-License-Identifier: GPL-2.0
/*
 * The device is entered once, at the end of the first round of the loop.
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

static __used int board_read(const struct board *b, struct deed_writer *to)
{
#ifdef MISUSE
	deed_own(board_place_live, live) = {};
#endif
	u32 status = 0;

	while (deed_writer_left(to)) {
		int err = deed_write(to, status); /* error: [deed-waits-live] */

		if (err)
			return err;
#ifdef MISUSE
		if (!deed_ok(live))
			live = board_place_enter(&b->dev);
#else
		deed_own(board_place_live, live) = board_place_enter(&b->dev);
#endif
		if (!deed_ok(live))
			return deed_err(live);
		status = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);
	}
	return 0;
}

MODULE_DESCRIPTION("misuse: copy under guard of last round");
MODULE_LICENSE("GPL");
