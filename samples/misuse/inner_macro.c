// SPDX-License-Identifier: GPL-2.0
/*
 * A function lends the object of a box in the way that abstractions do it.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used struct config *config_of(struct config_box *box)
{
#ifdef MISUSE
	return __deed_borrow(box); /* error: [deed-raw-member] */
#else
	return config_box_excl(box);
#endif
}

MODULE_DESCRIPTION("misuse: inner macro");
MODULE_LICENSE("GPL");
