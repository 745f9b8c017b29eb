// SPDX-License-Identifier: GPL-2.0
/*
 * What a channel of a device has stands in the state, with its interrupt.
 */
#include <linux/module.h>

#include <deed/pci.h>

struct channel_hw {
	struct deed_irq irq;
	u32 number;
};

struct board_hw {
	struct channel_hw rx;
#ifndef MISUSE
	struct channel_hw tx;
#endif
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
#ifdef MISUSE
	struct channel_hw tx; /* error: [deed-context] */
#endif
};

static __used const struct device *board_dev(const struct board *b)
{
	return deed_dev(&b->dev);
}

MODULE_DESCRIPTION("misuse: hw part in state");
MODULE_LICENSE("GPL");
