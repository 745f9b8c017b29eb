// SPDX-License-Identifier: GPL-2.0
/*
 * The addresses of two handles, as numbers, say in which order to go.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used bool word_before(const struct word_box *a, const struct word_box *b)
{
#ifdef MISUSE
	return (unsigned long)a < (unsigned long)b; /* error: [deed-escape] */
#else
	return word_box_borrow(a) < word_box_borrow(b);
#endif
}

MODULE_DESCRIPTION("misuse: address as number");
MODULE_LICENSE("GPL");
