// SPDX-License-Identifier: GPL-2.0
/*
 * The place in a cell is remembered from call to call.
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

static __used u32 thing_entry(const struct thing *t)
{
#ifdef MISUSE
	static u32 *last;
#endif
	deed_lock(mutex, table, &t->table);

#ifdef MISUSE
	last = &table->entries[1]; /* error: [deed-borrow-escape] */
	return *last;
#else
	return table->entries[1];
#endif
}

MODULE_DESCRIPTION("misuse: cell pointer in static");
MODULE_LICENSE("GPL");
