// SPDX-License-Identifier: GPL-2.0
/*
 * memset_startat() overwrites the lock of a cell that others may hold.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, u32);

struct thing {
	u32 id;
	u32 least, most;
	struct count_cell count;
};

static __used void thing_reset(struct thing *thing)
{
#ifdef MISUSE
	memset_startat(thing, 0, least); /* error: [deed-copy] */
#else
	thing->least = 0;
	thing->most = 0;
#endif
}

MODULE_DESCRIPTION("misuse: cell cleared by part");
MODULE_LICENSE("GPL");
