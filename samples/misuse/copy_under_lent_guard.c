// SPDX-License-Identifier: GPL-2.0
/*
 * A helper that is lent the guard copies; its caller still holds the device.
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

#ifdef MISUSE
static __used int board_put(const struct board_place_live *live, struct deed_writer *to)
{
	return deed_write(to, /* error: [deed-waits-live] */
			  deed_reg_read(&board_place_hw(live)->regs, BOARD_STATUS));
}
#else
static __used int board_put(struct board_place_live guard, struct deed_writer *to)
{
	u32 status;

	{
		deed_own(board_place_live, live) = deed_move(guard);
		status = deed_reg_read(&board_place_hw(&live)->regs, BOARD_STATUS);
	}
	return deed_write(to, status);
}
#endif

MODULE_DESCRIPTION("misuse: copy under lent guard");
MODULE_LICENSE("GPL");
