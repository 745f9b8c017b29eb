// SPDX-License-Identifier: GPL-2.0
/*
 * One of two boxes is chosen with a question mark.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used struct word_box word_larger(struct word_box left, struct word_box right)
{
	deed_own(word_box, a) = deed_move(left);
	deed_own(word_box, b) = deed_move(right);

#ifdef MISUSE
	return *word_box_borrow(&a) > *word_box_borrow(&b) ? a : b; /* error: [deed-copy] */
#else
	if (*word_box_borrow(&a) > *word_box_borrow(&b))
		return deed_move(a);
	return deed_move(b);
#endif
}

MODULE_DESCRIPTION("misuse: copy in conditional");
MODULE_LICENSE("GPL");
