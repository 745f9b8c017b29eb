// SPDX-License-Identifier: GPL-2.0
/*
 * Probe says what went wrong, and goes on; dev_err_probe() returns the error.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/platform.h>

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
	int err = deed_platform_irq(dev, 0, &hw->irq);

	if (err < 0) {
#ifdef MISUSE
		dev_err_probe(deed_dev(&b->dev), err, "no interrupt\n");
#else
		return dev_err_probe(deed_dev(&b->dev), err, "no interrupt\n");
#endif
	}
	return 0; /* error: [deed-contract] */
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: error told and lost");
MODULE_LICENSE("GPL");
