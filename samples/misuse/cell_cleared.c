// SPDX-License-Identifier: GPL-2.0
/*
 * A cell is set to zero while others may hold its lock.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct total {
	u32 bytes;
};

DEED_CELL_TYPE(total_cell, mutex, struct total);

static __used void thing_reset(struct total_cell *cell)
{
#ifdef MISUSE
	*cell = (struct total_cell){}; /* error: [deed-copy] */
#else
	deed_lock(mutex, total, cell);
	*total = (struct total){};
#endif
}

MODULE_DESCRIPTION("misuse: cell cleared");
MODULE_LICENSE("GPL");
