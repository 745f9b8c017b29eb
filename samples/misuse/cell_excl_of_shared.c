// SPDX-License-Identifier: GPL-2.0
/*
 * A callback takes the short way into a cell, without its lock.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, u32);

struct thing {
	struct count_cell count;
};

static __used u32 thing_next(const struct thing *t)
{
#ifdef MISUSE
	return ++*deed_cell_excl(&t->count); /* error: discards 'const' qualifier */
#else
	deed_lock(mutex, count, &t->count);
	return ++*count;
#endif
}

MODULE_DESCRIPTION("misuse: cell excl of shared");
MODULE_LICENSE("GPL");
