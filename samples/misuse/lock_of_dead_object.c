// SPDX-License-Identifier: GPL-2.0
/*
 * An object is dropped while its own lock is held, and the lock is let go of later.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

struct counter {
	struct count_cell count;
};

DEED_BOX(counter_box, struct counter, deed_plain);

static __used void counter_end(struct counter_box gone)
{
	deed_own(counter_box, box) = deed_move(gone);
	deed_own(count_cell_guard, g) = count_cell_lock(&counter_box_excl(&box)->count);

	pr_debug("count %u\n", *count_cell_data(&g));
#ifdef MISUSE
	counter_box_drop(&box); /* error: [deed-borrow-dead] */
#endif
	count_cell_guard_drop(&g);
}

MODULE_DESCRIPTION("misuse: lock of dead object");
MODULE_LICENSE("GPL");
