// SPDX-License-Identifier: GPL-2.0
/*
 * A borrow is stored through the address of the pointer that is used later.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	static const struct config usual = { .rate = 1 };
	const struct config *c = &usual;
	const struct config **at = &c;

	*at = config_box_borrow(&box);
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return c->rate; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow through pointer");
MODULE_LICENSE("GPL");
