// SPDX-License-Identifier: GPL-2.0
/*
 * A work in an object that is counted by itself, and is no state of a device: nobody
 * turns it off before its memory goes.
 */
#include <linux/module.h>

#include <deed/ref.h>
#include <deed/work.h>

DEED_DEVICE_TYPE(board_place, struct deed_no_hw);

struct board {
#ifdef MISUSE
	struct deed_refcount refs;
#endif
	struct board_place dev;
	struct deed_work report;
};

#ifdef MISUSE
DEED_REF(board_ref, struct board, refs, deed_plain);
#else
DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);
#endif

DEED_WORK(board_report, board_ref, dev, report, board_tell); /* error: DEED_DEVICE_REF() */

static void board_tell(const struct board *b, const struct deed_no_hw *hw)
{
	pr_info("board: there\n");
}

static __used void board_init(struct board *b)
{
	board_report_init(b);
}

MODULE_DESCRIPTION("misuse: work of a box");
MODULE_LICENSE("GPL");
