// SPDX-License-Identifier: GPL-2.0
/*
 * What a slot holds is carried over by assigning the slot.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct state {
	DEED_SLOT(word_box) word;
};

static __used void state_take_over(struct state *to, struct state *from)
{
#ifdef MISUSE
	to->word = from->word; /* error: [deed-copy] */
#else
	deed_own(word_box, word) = word_box_slot_take(&from->word);
	deed_own(word_box, old) = word_box_slot_put(&to->word, deed_move(word));
#endif
}

MODULE_DESCRIPTION("misuse: copy of slot");
MODULE_LICENSE("GPL");
