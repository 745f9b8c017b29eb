// SPDX-License-Identifier: GPL-2.0
/*
 * A state is started anew by assigning it as a whole, and what was in its slot is
 * lost.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct state {
	DEED_SLOT(word_box) spare;
	u32 step;
};

static __used void state_restart(struct state *s)
{
#ifdef MISUSE
	*s = (struct state){ .step = 1 }; /* error: [deed-overwrite] */
#else
	word_box_slot_drop(&s->spare);
	s->step = 1;
#endif
}

MODULE_DESCRIPTION("misuse: slot lost with object");
MODULE_LICENSE("GPL");
