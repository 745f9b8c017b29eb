// SPDX-License-Identifier: GPL-2.0
/*
 * The callbacks of a driver are in another file, and one of them waits for a program,
 * as its declaration says.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/platform.h>

#include "callback_of_other_file.h"

struct board_hw {
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_probe(struct deed_platform *dev, struct board *b, struct board_hw *hw)
{
	return deed_platform_irq(dev, 0, &hw->irq);
}

#ifdef MISUSE
DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, /* error: [deed-waits-live] */
		     board_probe, suspend, board_drain, resume, board_resume);
#else
DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev,
		     board_probe, suspend, board_suspend, resume, board_resume);
#endif
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: callback of other file");
MODULE_LICENSE("GPL");
