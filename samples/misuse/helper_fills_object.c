// SPDX-License-Identifier: GPL-2.0
/*
 * A helper that fills a variable is given an object that lives on.
 */
#include <linux/module.h>

#include <deed/own.h>

struct table {
	u32 entries[8];
};

struct cursor {
	const struct table *table;
	u32 at;
};

struct session {
	struct cursor cursor;
};

static noinline void cursor_init(struct cursor *cursor, const struct table *table)
{
	*cursor = (struct cursor){ .table = table };
}

static u32 cursor_next(struct cursor *cursor)
{
	return cursor->at < 8 ? cursor->table->entries[cursor->at++] : 0;
}

static __used u32 session_start(struct session *session, const struct table *table)
{
	struct cursor cursor;

	cursor_init(&cursor, table);
#ifdef MISUSE
	cursor_init(&session->cursor, table); /* error: [deed-borrow-escape] */
#endif
	return cursor_next(&cursor);
}

MODULE_DESCRIPTION("misuse: helper fills object");
MODULE_LICENSE("GPL");
