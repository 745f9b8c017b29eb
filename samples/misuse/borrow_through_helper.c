// SPDX-License-Identifier: GPL-2.0
/*
 * A helper finds the name in a box, and its result is as short-lived as the box.
 */
#include <linux/module.h>

#include <deed/box.h>

struct label {
	char text[16];
};

DEED_BOX(label_box, struct label, deed_plain);

static const char *label_text(const struct label_box *box)
{
	return label_box_borrow(box)->text;
}

static __used char label_first(struct label_box label)
{
	deed_own(label_box, mine) = deed_move(label);
	const char *text = label_text(&mine);
#ifdef MISUSE
	label_box_drop(&mine);
#endif
	return text[0]; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow through helper");
MODULE_LICENSE("GPL");
