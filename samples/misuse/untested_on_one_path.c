// SPDX-License-Identifier: GPL-2.0
/*
 * Only the path for a new table tests what both paths use.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_ARRAY(word_array, u32);

struct store {
	DEED_SLOT(word_array) table;
};

static __used int store_init(struct store *s, bool fresh)
{
	deed_own(word_array, t) = word_array_slot_take(&s->table);

	if (fresh) {
		word_array_drop(&t);
		t = word_array_alloc(16);
		if (!deed_ok(t))
			return deed_err(t);
	}
#ifndef MISUSE
	if (!deed_ok(t))
		return -ENOENT;
#endif
	*word_array_at(&t, 0) = 0; /* error: [deed-untested] */

	deed_own(word_array, old) = word_array_slot_put(&s->table, deed_move(t));

	return 0;
}

MODULE_DESCRIPTION("misuse: untested on one path");
MODULE_LICENSE("GPL");
