// SPDX-License-Identifier: GPL-2.0
/*
 * A box was given to a raw interface, and is made empty by hand.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used void word_forget(struct word_box *box)
{
#ifdef MISUSE
	box->__ptr = NULL; /* error: [deed-raw-member] */
#else
	*word_box_excl(box) = 0;
#endif
}

MODULE_DESCRIPTION("misuse: forget by hand");
MODULE_LICENSE("GPL");
