// SPDX-License-Identifier: GPL-2.0
/*
 * A helper of probe tells the other devices of the new one. Nobody counts references
 * to it yet; and if probe fails, it is freed whoever knows it.
 */
#include <linux/module.h>

#include <deed/lock.h>
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

static struct board_ref board_found(const struct board *b)
{
	return board_ref_get(b);
}

static int board_probe(struct deed_platform *dev, struct board *b, struct board_hw *hw)
{
#ifdef MISUSE
	deed_own(board_ref, known) = board_found(b); /* error: [deed-contract] */
#endif

	return deed_platform_irq(dev, 0, &hw->irq);
}

static int board_start(const struct board *b, const struct board_hw *hw,
		       struct board_place_scope *scope)
{
	deed_own(board_ref, known) = board_found(b);

	return 0;
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe, start, board_start);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: reference in probe");
MODULE_LICENSE("GPL");
