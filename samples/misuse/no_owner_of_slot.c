// SPDX-License-Identifier: GPL-2.0
/*
 * A slot stands on the stack, and what was put into it stays there.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used void word_end(struct word_box word)
{
#ifdef MISUSE
	DEED_SLOT(word_box) spare = {}; /* error: [deed-no-owner] */
	deed_own(word_box, old) = word_box_slot_put(&spare, deed_move(word));
#else
	deed_own(word_box, mine) = deed_move(word);
#endif
}

MODULE_DESCRIPTION("misuse: no owner of slot");
MODULE_LICENSE("GPL");
