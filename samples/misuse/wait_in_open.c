// SPDX-License-Identifier: GPL-2.0
/*
 * Who opens the device waits for somebody, as with a FIFO. The kernel holds the lock
 * of all misc devices meanwhile: none is opened, none goes, and nor does ours.
 */
#include <linux/module.h>

#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/platform.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(board_place, struct deed_no_hw);

struct board {
	struct board_place dev;
	struct deed_misc misc;
	struct deed_completion ready;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static struct board_ref board_open(const struct board *b, struct deed_open how)
{
#ifdef MISUSE
	int err = deed_completion_wait_killable(&b->ready); /* error: [deed-waits-live] */

	if (err)
		return deed_fail(board_ref, err);
#endif
	return board_ref_get(b);
}

static int board_wait(const struct board *b, struct deed_ioctl *call)
{
	return deed_completion_wait_interruptible(&b->ready);
}

DEED_BOUND_CHRDEV(board_node, board_ref, dev, misc, board_ref, board_open, ioctl, board_wait);

static int board_probe(struct deed_platform *dev, struct board *b,
		       struct deed_no_hw *hw)
{
	deed_completion_init(&b->ready);
	return 0;
}

static int board_start(const struct board *b, const struct deed_no_hw *hw,
		       struct board_place_scope *scope)
{
	return board_node_register(scope, "board");
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe, start, board_start);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: wait in open");
MODULE_LICENSE("GPL");
