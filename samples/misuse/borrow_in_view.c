// SPDX-License-Identifier: GPL-2.0
/*
 * A view of a configuration is used after the configuration was dropped.
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
	struct view v = { .of = config_box_borrow(&box), .scale = 2 };
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return v.of->rate * v.scale; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow in view");
MODULE_LICENSE("GPL");
