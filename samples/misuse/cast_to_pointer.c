// SPDX-License-Identifier: GPL-2.0
/*
 * A box is as small as its pointer, and is read as one.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used u32 word_read(const struct word_box *box)
{
#ifdef MISUSE
	return **(u32 *const *)box; /* error: [deed-pun] */
#else
	return *word_box_borrow(box);
#endif
}

MODULE_DESCRIPTION("misuse: cast to pointer");
MODULE_LICENSE("GPL");
