// SPDX-License-Identifier: GPL-2.0
/*
 * A spare box waits in a global slot for whoever needs one.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct pool {
	DEED_SLOT(word_box) spare;
};

#ifdef MISUSE
static DEED_SLOT(word_box) spare; /* error: [deed-global] */

static __used struct word_box word_get(void)
{
	return word_box_slot_take(&spare);
}
#else
static __used struct word_box word_get(struct pool *pool)
{
	return word_box_slot_take(&pool->spare);
}
#endif

MODULE_DESCRIPTION("misuse: global slot");
MODULE_LICENSE("GPL");
