// SPDX-License-Identifier: GPL-2.0
/*
 * An object keeps a pointer to what a lock protects, past the end of the lock.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct limits {
	u32 low, high;
};

DEED_CELL_TYPE(range_cell, rwsem, struct limits);

struct view {
#ifdef MISUSE
	const struct limits *limits;
#else
	struct limits limits;
#endif
	bool valid;
};

static __used void view_set(struct view *view, const struct range_cell *cell)
{
	deed_lock(rwsem_read, r, cell);
#ifdef MISUSE
	view->limits = r; /* error: [deed-borrow-escape] */
#else
	view->limits = *r;
#endif
	view->valid = true;
}

MODULE_DESCRIPTION("misuse: borrow in object");
MODULE_LICENSE("GPL");
