// SPDX-License-Identifier: GPL-2.0
/*
 * A driver makes a place of its own, from which nobody takes the hardware.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

#ifdef MISUSE
struct __deed_place board_place {
	struct board_hw hw; /* error: [deed-raw-member] */
};
#else
DEED_DEVICE_TYPE(board_place, struct board_hw);
#endif

struct board {
	struct board_place dev;
};

MODULE_DESCRIPTION("misuse: place made by hand");
MODULE_LICENSE("GPL");
