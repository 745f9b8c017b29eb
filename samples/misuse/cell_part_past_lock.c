// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer to a part of what the lock protects is followed without the lock.
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

static __used u32 thing_entry(const struct thing *t, bool second)
{
	u32 *entry;

	{
		deed_lock(mutex, table, &t->table);

		entry = &table->entries[second ? 1 : 0];
#ifndef MISUSE
		return *entry;
#endif
	}
#ifdef MISUSE
	return *entry; /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: cell part past lock");
MODULE_LICENSE("GPL");
