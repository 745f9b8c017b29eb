// SPDX-License-Identifier: GPL-2.0
/*
 * A table that all callbacks see is cleared by one of them.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct table {
	u32 entries[4];
};

#ifdef MISUSE
static struct table table;
#else
DEED_CELL_TYPE(table_cell, mutex, struct table);
#endif

static void table_clear(struct table *t)
{
	for (int i = 0; i < ARRAY_SIZE(t->entries); i++)
		t->entries[i] = 0;
}

#ifdef MISUSE
static __used void thing_call(void)
{
	table_clear(&table); /* error: [deed-global] */
}
#else
static __used void thing_call(const struct table_cell *table)
{
	deed_lock(mutex, t, table);
	table_clear(t);
}
#endif

MODULE_DESCRIPTION("misuse: global lent exclusively");
MODULE_LICENSE("GPL");
