// SPDX-License-Identifier: GPL-2.0
/*
 * A box is moved in the call that also gets a struct which points into it.
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

static u32 config_send(struct config_box box, const struct view *v)
{
	deed_own(config_box, mine) = deed_move(box);

	return v->scale;
}

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	u32 rate = config_box_borrow(&box)->rate;
#ifdef MISUSE
	struct view v = { config_box_borrow(&box), 2 };

	return config_send(deed_move(box), &v) + rate; /* error: [deed-borrow-dead] */
#else
	struct view v = { NULL, 2 };

	return config_send(deed_move(box), &v) + rate;
#endif
}

MODULE_DESCRIPTION("misuse: move under literal argument");
MODULE_LICENSE("GPL");
