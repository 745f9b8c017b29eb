// SPDX-License-Identifier: GPL-2.0
/*
 * A second variable is made from the first: both drop the same box.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used u32 word_get(struct word_box word)
{
	deed_own(word_box, mine) = deed_move(word);
#ifdef MISUSE
	deed_own(word_box, same) = mine; /* error: [deed-copy] */
#else
	deed_own(word_box, same) = deed_move(mine);
#endif

	return *word_box_borrow(&same);
}

MODULE_DESCRIPTION("misuse: copy by assignment");
MODULE_LICENSE("GPL");
