// SPDX-License-Identifier: GPL-2.0
/*
 * A struct whose borrow has ended is passed by value, and only its address is named.
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

static noinline u32 view_rate(struct view v)
{
	return v.of->rate * v.scale;
}

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	struct view v = { .of = config_box_borrow(&box), .scale = 2 }, *at = &v;

#ifdef MISUSE
	config_box_drop(&box);
#endif
	return view_rate(*at); /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: view passed by value");
MODULE_LICENSE("GPL");
