// SPDX-License-Identifier: GPL-2.0
/*
 * Of two borrows in a struct the one is gone, and the other is not.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

struct pair {
	const struct config *old, *new;
};

static __used u32 config_switch(struct config_box from, struct config_box to)
{
	deed_own(config_box, a) = deed_move(from);
	deed_own(config_box, b) = deed_move(to);
	struct pair p = { config_box_borrow(&a), config_box_borrow(&b) };

	config_box_drop(&a);
#ifdef MISUSE
	return p.old->rate; /* error: [deed-borrow-dead] */
#else
	return p.new->rate;
#endif
}

MODULE_DESCRIPTION("misuse: fields told apart");
MODULE_LICENSE("GPL");
