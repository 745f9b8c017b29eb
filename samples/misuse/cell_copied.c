// SPDX-License-Identifier: GPL-2.0
/*
 * A cell is copied, with the lock that somebody may hold.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, u32);

struct thing {
	struct count_cell count;
};

static __used void thing_set_up(struct thing *t, const struct thing *model)
{
#ifdef MISUSE
	t->count = model->count; /* error: [deed-copy] */
#else
	deed_lock(mutex, count, &model->count);
	*deed_cell_init(&t->count) = *count;
#endif
}

MODULE_DESCRIPTION("misuse: cell copied");
MODULE_LICENSE("GPL");
