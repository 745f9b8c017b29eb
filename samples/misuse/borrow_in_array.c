// SPDX-License-Identifier: GPL-2.0
/*
 * A borrow stands in an array when its owner is dropped.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used u32 config_end(struct config_box gone, u32 n)
{
	deed_own(config_box, box) = deed_move(gone);
	static const struct config usual = { .rate = 1 };
	const struct config *all[2] = { &usual, config_box_borrow(&box) };
#ifdef MISUSE
	config_box_drop(&box);
#endif
	return all[n & 1]->rate; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow in array");
MODULE_LICENSE("GPL");
