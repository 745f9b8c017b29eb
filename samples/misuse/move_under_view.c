// SPDX-License-Identifier: GPL-2.0
/*
 * A box is moved on while a struct still points into it.
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

static void config_send(struct config_box box)
{
	deed_own(config_box, mine) = deed_move(box);
}

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	struct view v = {};

	v.of = config_box_borrow(&box);
	v.scale = 2;
#ifdef MISUSE
	config_send(deed_move(box));
	return v.of->rate; /* error: [deed-borrow-dead] */
#else
	u32 rate = v.of->rate;

	config_send(deed_move(box));
	return rate;
#endif
}

MODULE_DESCRIPTION("misuse: move under view");
MODULE_LICENSE("GPL");
