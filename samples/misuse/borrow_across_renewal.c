// SPDX-License-Identifier: GPL-2.0
/*
 * A helper that was lent a configuration puts another in its place; a pointer to the
 * first one is used after that.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static void config_renew(struct config_box *box)
{
	deed_own(config_box, fresh) = config_box_alloc();

	if (!deed_ok(fresh))
		return;

	deed_own(config_box, old) = config_box_replace(box, deed_move(fresh));
}

static __used u32 config_next(struct config_box *box)
{
	struct config *c = config_box_excl(box);

	config_renew(box);
#ifndef MISUSE
	c = config_box_excl(box);
#endif
	return c->rate; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow across renewal");
MODULE_LICENSE("GPL");
