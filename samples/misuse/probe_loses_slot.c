// SPDX-License-Identifier: GPL-2.0
/*
 * A helper of probe puts a spare buffer into a slot of the state; then the interrupt
 * is not there yet, probe fails with -EPROBE_DEFER, and is called again.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/module.h>
#include <deed/platform.h>

DEED_BOX(word_box, u32, deed_plain);

struct board_hw {
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	struct word_box_slot spare;
};

static void board_release(struct board *b)
{
	word_box_slot_drop(&b->spare);
}

DEED_DEVICE_REF(board_ref, struct board, dev, board_release);

static void board_keep(struct board *b, struct word_box word)
{
	deed_own(word_box, old) = word_box_slot_put(&b->spare, deed_move(word));
}

static int board_probe(struct deed_platform *dev, struct board *b, struct board_hw *hw)
{
	int err;

	deed_own(word_box, word) = word_box_alloc();
	if (!deed_ok(word))
		return deed_err(word);
#ifdef MISUSE
	board_keep(b, deed_move(word));
#endif
	err = deed_platform_irq(dev, 0, &hw->irq);
	if (err)
		return err; /* error: [deed-leak] */
#ifndef MISUSE
	board_keep(b, deed_move(word));
#endif
	return 0;
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: probe loses slot");
MODULE_LICENSE("GPL");
