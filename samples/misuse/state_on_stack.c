// SPDX-License-Identifier: GPL-2.0
/*
 * A state is made for a test of a helper, without a device and without a count.
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

static __used bool board_gone(const struct board *b)
{
#ifdef MISUSE
	struct board fake = {}; /* error: [deed-no-owner] */

	return deed_gone(&fake.dev);
#else
	return deed_gone(&b->dev);
#endif
}

MODULE_DESCRIPTION("misuse: state on stack");
MODULE_LICENSE("GPL");
