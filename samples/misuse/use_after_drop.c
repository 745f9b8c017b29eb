// SPDX-License-Identifier: GPL-2.0
/*
 * A table is dropped by hand, to have the memory back early, and read once more.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_ARRAY(word_array, u32);

static __used int sum(unsigned int n, u32 *total)
{
	deed_own(word_array, table) = word_array_alloc(n);

	if (!deed_ok(table))
		return deed_err(table);
	*word_array_at(&table, 0) = 1;
#ifdef MISUSE
	word_array_drop(&table);
	*total = *word_array_peek(&table, 0); /* error: [deed-use-after-drop] */
#else
	*total = *word_array_peek(&table, 0);
	word_array_drop(&table);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: use after drop");
MODULE_LICENSE("GPL");
