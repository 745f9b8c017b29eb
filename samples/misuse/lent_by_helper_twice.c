// SPDX-License-Identifier: GPL-2.0
/*
 * A helper lends what a box owns, to be written through, beside a shared borrow.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water, salt;
};

DEED_BOX(level_box, struct level, deed_plain);

static struct level *level_in(struct level_box *box)
{
	return level_box_excl(box);
}

static __used u32 level_fill(struct level_box *box)
{
	struct level *l = level_in(box);
#ifdef MISUSE
	const struct level *seen = level_box_borrow(box);
#else
	const struct level *seen = l;
#endif
	l->water = 0; /* error: [deed-borrow-alias] */
	return seen->salt;
}

MODULE_DESCRIPTION("misuse: lent by helper twice");
MODULE_LICENSE("GPL");
