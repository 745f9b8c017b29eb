// SPDX-License-Identifier: GPL-2.0
/*
 * A helper that was lent a box frees it; the owner will free it again.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

static __used void config_reset(struct config_box *box)
{
#ifdef MISUSE
	config_box_drop(box); /* error: [deed-drop-borrowed] */
#else
	config_box_excl(box)->rate = 0;
#endif
}

MODULE_DESCRIPTION("misuse: drop lent box");
MODULE_LICENSE("GPL");
