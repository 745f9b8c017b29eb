// SPDX-License-Identifier: GPL-2.0
/*
 * A table has a slot for each channel.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct table {
#ifdef MISUSE
	DEED_SLOT(word_box) words[4]; /* error: [deed-array] */
#else
	DEED_SLOT(word_box) first, second;
#endif
};

static __used bool table_full(const struct table *t)
{
#ifdef MISUSE
	return word_box_slot_full(&t->words[3]);
#else
	return word_box_slot_full(&t->first) && word_box_slot_full(&t->second);
#endif
}

MODULE_DESCRIPTION("misuse: array of slots");
MODULE_LICENSE("GPL");
