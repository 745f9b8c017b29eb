// SPDX-License-Identifier: GPL-2.0
/*
 * A helper reads through a struct whose borrow has ended.
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

static u32 view_rate(const struct view *v)
{
	return v->of->rate * v->scale;
}

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	struct view v = { .of = config_box_borrow(&box), .scale = 2 };
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return view_rate(&v); /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: view read by helper");
MODULE_LICENSE("GPL");
