// SPDX-License-Identifier: GPL-2.0
/*
 * The state of a device has a count of its own, beside that of its device place: who
 * drops the last reference looks at one, and the bus at the other.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/platform.h>
#include <deed/ref.h>

DEED_DEVICE_TYPE(board_place, struct deed_no_hw);

struct board {
#ifdef MISUSE
	struct deed_refcount refs;
#endif
	struct board_place dev;
};

#ifdef MISUSE
DEED_REF(board_ref, struct board, refs, deed_plain);
#else
DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);
#endif

static int board_probe(struct deed_platform *dev, struct board *b,
		       struct deed_no_hw *hw)
{
	return 0;
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, /* error: DEED_DEVICE_REF() */
		     board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: driver with own count");
MODULE_LICENSE("GPL");
