// SPDX-License-Identifier: GPL-2.0
/*
 * The pointer in a box is read without a borrow, to save a line.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used u32 config_rate(const struct config_box *box)
{
#ifdef MISUSE
	return box->__ptr->rate; /* error: [deed-raw-member] */
#else
	return config_box_borrow(box)->rate;
#endif
}

MODULE_DESCRIPTION("misuse: raw pointer of box");
MODULE_LICENSE("GPL");
