// SPDX-License-Identifier: GPL-2.0
/*
 * An allocation is used without a look at whether it is there.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used struct config_box config_make(u32 rate)
{
	deed_own(config_box, c) = config_box_alloc();

#ifndef MISUSE
	if (!deed_ok(c))
		return deed_move(c);
#endif
	config_box_excl(&c)->rate = rate; /* error: [deed-untested] */
	return deed_move(c);
}

MODULE_DESCRIPTION("misuse: untested");
MODULE_LICENSE("GPL");
