// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer to an element is used after its array was exchanged for a larger one.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_ARRAY(word_array, u32);

static __used int grow(size_t count)
{
	deed_own(word_array, table) = word_array_alloc(count);

	if (!deed_ok(table))
		return deed_err(table);

	u32 *last = word_array_at(&table, count - 1);

	word_array_drop(&table);
	table = word_array_alloc(2 * count);
	if (!deed_ok(table))
		return deed_err(table);
#ifndef MISUSE
	last = word_array_at(&table, count - 1);
#endif
	*last = 1; /* error: [deed-borrow-dead] */
	return 0;
}

MODULE_DESCRIPTION("misuse: element after drop");
MODULE_LICENSE("GPL");
