// SPDX-License-Identifier: GPL-2.0
/*
 * A box is returned without a move: the caller gets what was dropped on the way.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used struct word_box word_make(u32 value)
{
	deed_own(word_box, box) = word_box_alloc();

	if (!deed_ok(box))
		return deed_move(box);
	*word_box_excl(&box) = value;
#ifdef MISUSE
	return box; /* error: [deed-copy] */
#else
	return deed_move(box);
#endif
}

MODULE_DESCRIPTION("misuse: copy in return");
MODULE_LICENSE("GPL");
