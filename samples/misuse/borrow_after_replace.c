// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer into a configuration outlives its replacement by the next one.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used u32 config_next(struct config_box *now, struct config_box next)
{
	const struct config *c = config_box_borrow(now);
#ifdef MISUSE
	{
		deed_own(config_box, old) = config_box_replace(now, deed_move(next));
	}
	return c->rate; /* error: [deed-borrow-dead] */
#else
	u32 rate = c->rate;

	deed_own(config_box, old) = config_box_replace(now, deed_move(next));

	return rate;
#endif
}

MODULE_DESCRIPTION("misuse: borrow after replace");
MODULE_LICENSE("GPL");
