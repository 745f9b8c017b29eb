// SPDX-License-Identifier: GPL-2.0
/* What is closed when the device is suspended is never opened again. */
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
	return deed_platform_irq(dev, 0, &hw->irq);
}

static int board_suspend(const struct board *b, const struct board_hw *hw)
{
	return 0;
}

#ifdef MISUSE
DEED_PLATFORM_DRIVER(board_driver, "board", /* error: suspend and resume come together */
		     board_ref, dev, board_probe, suspend, board_suspend);
#else
static int board_resume(const struct board *b, const struct board_hw *hw)
{
	return 0;
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe,
		     suspend, board_suspend, resume, board_resume);
#endif
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: suspend without resume");
MODULE_LICENSE("GPL");
