// SPDX-License-Identifier: GPL-2.0
/*
 * An allocation with other flags is had from a function that deed keeps for itself.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used struct word_box word_now(void)
{
#ifdef MISUSE
	return __word_box_alloc(GFP_NOWAIT); /* error: [deed-raw-member] */
#else
	return word_box_alloc_atomic();
#endif
}

MODULE_DESCRIPTION("misuse: inner function");
MODULE_LICENSE("GPL");
