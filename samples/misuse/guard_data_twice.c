// SPDX-License-Identifier: GPL-2.0
/*
 * The data of a lock is taken exclusively twice from one guard.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct level {
	u32 water, salt;
};

DEED_CELL_TYPE(level_cell, mutex, struct level);

static void level_pour(struct level *to, struct level *from)
{
	to->water += from->water;
	from->water = 0;
}

static __used void level_double(const struct level_cell *cell)
{
	deed_own(level_cell_guard, g) = level_cell_lock(cell);
	struct level *l = level_cell_data(&g);
#ifdef MISUSE
	level_pour(l, level_cell_data(&g)); /* error: [deed-borrow-alias] */
#else
	struct level none = {};

	level_pour(l, &none);
#endif
}

MODULE_DESCRIPTION("misuse: guard data twice");
MODULE_LICENSE("GPL");
