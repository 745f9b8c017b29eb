// SPDX-License-Identifier: GPL-2.0
/*
 * A helper returns a struct with a borrow in it.
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

static struct view view_of(const struct config *c)
{
	return (struct view){ .of = c, .scale = 2 };
}

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	struct view v = view_of(config_box_borrow(&box));
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return v.of->rate * v.scale; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow in result");
MODULE_LICENSE("GPL");
