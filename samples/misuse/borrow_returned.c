// SPDX-License-Identifier: GPL-2.0
/*
 * A function returns a pointer into a box that it drops on the way out.
 */
#include <linux/module.h>

#include <deed/box.h>

struct table {
	u32 size;
};

DEED_BOX(table_box, struct table, deed_plain);

#ifdef MISUSE
static __used struct table *table_make(u32 size)
{
	deed_own(table_box, box) = table_box_alloc();

	if (!deed_ok(box))
		return NULL;

	struct table *t = table_box_excl(&box);

	t->size = size;
	return t; /* error: [deed-borrow-escape] */
}
#else
static __used struct table_box table_make(u32 size)
{
	deed_own(table_box, box) = table_box_alloc();

	if (deed_ok(box))
		table_box_excl(&box)->size = size;
	return deed_move(box);
}
#endif

MODULE_DESCRIPTION("misuse: borrow returned");
MODULE_LICENSE("GPL");
