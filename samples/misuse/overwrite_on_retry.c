// SPDX-License-Identifier: GPL-2.0
/*
 * A second try overwrites what the first one got.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_ARRAY(word_array, u32);

static __used int table_make(size_t count, bool twice)
{
	deed_own(word_array, table) = word_array_alloc(count);

#ifdef MISUSE
	if (!deed_ok(table) || twice)
		table = word_array_alloc(count / 2); /* error: [deed-overwrite] */
#else
	if (!deed_ok(table))
		table = word_array_alloc(count / 2);
#endif
	return deed_ok(table) ? 0 : deed_err(table);
}

MODULE_DESCRIPTION("misuse: overwrite on retry");
MODULE_LICENSE("GPL");
