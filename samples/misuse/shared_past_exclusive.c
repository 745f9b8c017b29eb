// SPDX-License-Identifier: GPL-2.0
/*
 * What was lent to be looked at is looked at after the box was lent to be changed.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water, salt;
};

DEED_BOX(level_box, struct level, deed_plain);

static __used u32 level_fill(struct level_box *box)
{
	const struct level *before = level_box_borrow(box);
#ifdef MISUSE
	level_box_excl(box)->water = 0;
	return before->water; /* error: [deed-borrow-alias] */
#else
	u32 water = before->water;

	level_box_excl(box)->water = 0;
	return water;
#endif
}

MODULE_DESCRIPTION("misuse: shared past exclusive");
MODULE_LICENSE("GPL");
