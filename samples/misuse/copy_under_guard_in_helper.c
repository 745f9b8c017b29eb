// SPDX-License-Identifier: GPL-2.0
/*
 * The helper looks harmless, and the helper that it calls touches user memory.
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

static int put(struct deed_writer *to, u32 value)
{
	return deed_write(to, value);
}

static int put_if(struct deed_writer *to, u32 value)
{
	return value ? put(to, value) : -ENODATA;
}

static __used int board_read(const struct board *b, struct deed_writer *to)
{
	deed_own(board_place_live, live) = board_place_enter(&b->dev);
	if (!deed_ok(live))
		return deed_err(live);

	u32 status = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);

#ifndef MISUSE
	board_place_live_drop(&live);
#endif
	return put_if(to, status); /* error: [deed-waits-live] */
}

MODULE_DESCRIPTION("misuse: copy under guard in helper");
MODULE_LICENSE("GPL");
