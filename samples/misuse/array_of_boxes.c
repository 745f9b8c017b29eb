// SPDX-License-Identifier: GPL-2.0
/*
 * A function keeps its boxes in an array on the stack: nobody drops the elements.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used int word_pair(void)
{
#ifdef MISUSE
	struct word_box words[2] = { word_box_alloc(), word_box_alloc() }; /* error: [deed-array] */

	return deed_ok(words[0]) && deed_ok(words[1]) ? 0 : -ENOMEM;
#else
	deed_own(word_box, first) = word_box_alloc();
	deed_own(word_box, second) = word_box_alloc();

	return deed_ok(first) && deed_ok(second) ? 0 : -ENOMEM;
#endif
}

MODULE_DESCRIPTION("misuse: array of boxes");
MODULE_LICENSE("GPL");
