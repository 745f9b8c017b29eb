// SPDX-License-Identifier: GPL-2.0
/*
 * A handle is moved, and nobody takes it: whoever wants it gone must drop it.
 */
#include <linux/module.h>

#include <deed/box.h>

struct event {
	u32 type;
};

DEED_BOX(event_box, struct event, deed_plain);

static __used void event_discard(u32 type)
{
	deed_own(event_box, e) = event_box_alloc();

	if (!deed_ok(e))
		return;
	event_box_excl(&e)->type = type;
#ifdef MISUSE
	deed_move(e); /* error: [deed-leak] */
#else
	event_box_drop(&e);
#endif
}

MODULE_DESCRIPTION("misuse: moved to nobody");
MODULE_LICENSE("GPL");
