// SPDX-License-Identifier: GPL-2.0
/*
 * A struct that looks into the data is used after the lock was released.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct table {
	u32 entries[16];
	u32 used;
};

DEED_CELL_TYPE(table_cell, mutex, struct table);

struct thing {
	struct table_cell table;
};

struct view {
	const u32 *first;
	u32 count;
};

static __used u32 thing_first(const struct thing *t)
{
	struct view v;

	{
		deed_lock(mutex, table, &t->table);

		v = (struct view){ table->entries, table->used };
#ifndef MISUSE
		return *v.first;
#endif
	}
#ifdef MISUSE
	return *v.first; /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: cell in view past lock");
MODULE_LICENSE("GPL");
