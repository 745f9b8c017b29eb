// SPDX-License-Identifier: GPL-2.0
/*
 * Two states have device places of one type, at different offsets: the handler of
 * one is requested with the scope of the other, and finds the wrong object.
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

#ifndef MISUSE
DEED_DEVICE_TYPE(panel_place, struct board_hw);
#endif

struct panel {
	u32 lines;
#ifdef MISUSE
	struct board_place dev; /* error: [deed-context] */
#else
	struct panel_place dev;
#endif
};

DEED_DEVICE_REF(panel_ref, struct panel, dev, deed_plain);

static irqreturn_t panel_thread(const struct panel *p, const struct board_hw *hw)
{
	return p->lines ? IRQ_HANDLED : IRQ_NONE;
}

DEED_IRQ(panel_irq, panel_ref, dev, irq, thread, panel_thread);

static int board_probe(struct deed_platform *dev, struct board *b, struct board_hw *hw)
{
	return deed_platform_irq(dev, 0, &hw->irq);
}

static int board_start(const struct board *b, const struct board_hw *hw,
		       struct board_place_scope *scope)
{
#ifdef MISUSE
	return panel_irq_request(scope);
#else
	return 0;
#endif
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe, start, board_start);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: place in two states");
MODULE_LICENSE("GPL");
