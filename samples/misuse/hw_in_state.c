// SPDX-License-Identifier: GPL-2.0
/*
 * The hardware stands in the state itself, which open files keep after unbind.
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
	u32 opened;
#ifdef MISUSE
	struct board_hw hw; /* error: [deed-context] */
#else
	struct board_place dev;
#endif
};

static __used u32 board_opened(const struct board *b)
{
	return b->opened;
}

MODULE_DESCRIPTION("misuse: hw in state");
MODULE_LICENSE("GPL");
