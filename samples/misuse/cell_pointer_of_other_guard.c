// SPDX-License-Identifier: GPL-2.0
/*
 * The guard was renewed for another object, and the data is that of the first.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, u32);

struct thing {
	struct count_cell count;
};

static __used u32 thing_both(const struct thing *a, const struct thing *b)
{
	deed_own(count_cell_guard, g) = count_cell_lock(&a->count);
	u32 *count = count_cell_data(&g);
	u32 first = *count;

	count_cell_guard_drop(&g);
	g = count_cell_lock(&b->count);
#ifdef MISUSE
	return first + *count; /* error: [deed-borrow-dead] */
#else
	return first + *count_cell_data(&g);
#endif
}

MODULE_DESCRIPTION("misuse: cell pointer of other guard");
MODULE_LICENSE("GPL");
