// SPDX-License-Identifier: GPL-2.0
/*
 * A struct without a name carries a borrow as well as one with a name.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

struct view {
	const struct config *of;
	u32 scale;
};

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	const struct view *v = &(struct view){ config_box_borrow(&box), 2 };
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return v->of->rate * v->scale; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow in literal");
MODULE_LICENSE("GPL");
