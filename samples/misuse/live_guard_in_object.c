// SPDX-License-Identifier: GPL-2.0
/*
 * A file stays inside of the device from open to close, and unbind waits for it.
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

struct board_file {
	const struct board *board;
#ifdef MISUSE
	struct board_place_live live; /* error: [deed-context] */
#endif
};

static __used int board_read(const struct board_file *f, u32 *status)
{
#ifdef MISUSE
	const struct board_place_live *live = &f->live;

	*status = deed_reg_read(&board_place_hw(live)->regs, BOARD_STATUS);
#else
	deed_own(board_place_live, live) = board_place_enter(&f->board->dev);
	if (!deed_ok(live))
		return deed_err(live);
	*status = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: live guard in object");
MODULE_LICENSE("GPL");
