// SPDX-License-Identifier: GPL-2.0
/*
 * What a slot held before is lost when it is filled again.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct state {
	DEED_SLOT(word_box) spare;
};

static __used void keep(struct state *s, struct word_box box)
{
#ifdef MISUSE
	word_box_slot_put(&s->spare, deed_move(box)); /* error: ignoring return value */
#else
	deed_own(word_box, old) = word_box_slot_put(&s->spare, deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: ignored old handle");
MODULE_LICENSE("GPL");
