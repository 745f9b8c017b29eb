// SPDX-License-Identifier: GPL-2.0
/*
 * A box that was only lent is made empty, without a drop.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used void word_clear(struct word_box *box)
{
#ifdef MISUSE
	*box = (struct word_box){}; /* error: [deed-overwrite] */
#else
	*word_box_excl(box) = 0;
#endif
}

MODULE_DESCRIPTION("misuse: empty behind pointer");
MODULE_LICENSE("GPL");
