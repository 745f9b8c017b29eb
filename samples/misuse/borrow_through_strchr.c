// SPDX-License-Identifier: GPL-2.0
/*
 * A function of the kernel finds a place in a text, which goes with the text.
 */
#include <linux/module.h>

#include <deed/box.h>

struct label {
	char text[16];
};

DEED_BOX(label_box, struct label, deed_plain);

static __used char label_unit(struct label_box gone)
{
	deed_own(label_box, box) = deed_move(gone);
	const char *dot = strchr(label_box_borrow(&box)->text, '.');

	if (!dot)
		return 0;
#ifdef MISUSE
	label_box_drop(&box);
#endif
	return dot[1]; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow through strchr");
MODULE_LICENSE("GPL");
