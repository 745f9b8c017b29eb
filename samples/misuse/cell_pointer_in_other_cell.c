// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer into one cell is kept under the lock of another.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct table {
	u32 entries[16];
	u32 used;
};

DEED_CELL_TYPE(table_cell, mutex, struct table);

struct cursor {
	const u32 *at;
	u32 index;
};

DEED_CELL_TYPE(cursor_cell, mutex, struct cursor);

struct thing {
	struct table_cell table;
	struct cursor_cell cursor;
};

static __used void thing_seek(const struct thing *t)
{
	deed_lock(mutex, cursor, &t->cursor);
	deed_lock(mutex, table, &t->table);

#ifdef MISUSE
	cursor->at = &table->entries[1]; /* error: [deed-borrow-escape] */
#else
	cursor->index = 1;
#endif
}

MODULE_DESCRIPTION("misuse: cell pointer in other cell");
MODULE_LICENSE("GPL");
