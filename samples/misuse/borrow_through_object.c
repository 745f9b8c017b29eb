// SPDX-License-Identifier: GPL-2.0
/*
 * A helper finds a field of an object; its result lives no longer than the object.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 id;
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static u32 *config_rate(struct config *c)
{
	return &c->rate;
}

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	u32 *rate = config_rate(config_box_excl(&box));
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return *rate; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow through object");
MODULE_LICENSE("GPL");
