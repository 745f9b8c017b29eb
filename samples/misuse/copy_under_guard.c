// SPDX-License-Identifier: GPL-2.0
/*
 * The status goes to the user while the device is held: his page may never come.
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

static __used int board_ioctl(const struct board *b, struct deed_ioctl *call)
{
	u32 status;

	{
		deed_own(board_place_live, live) = board_place_enter(&b->dev);
		if (!deed_ok(live))
			return deed_err(live);
		status = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);
#ifdef MISUSE
		return deed_ioctl_write(call, status); /* error: [deed-waits-live] */
#endif
	}
	return deed_ioctl_write(call, status);
}

MODULE_DESCRIPTION("misuse: copy under guard");
MODULE_LICENSE("GPL");
