// SPDX-License-Identifier: GPL-2.0
/*
 * An exclusive borrow ends where another is taken of the same box.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water, salt;
};

DEED_BOX(level_box, struct level, deed_plain);

static __used void level_fill(struct level_box *box)
{
	struct level *l = level_box_excl(box);

	l->water = 1;
#ifdef MISUSE
	struct level *again = level_box_excl(box);
#else
	struct level *again = l;
#endif
	again->salt = 1;
	l->water = 2; /* error: [deed-borrow-alias] */
}

MODULE_DESCRIPTION("misuse: exclusive taken twice");
MODULE_LICENSE("GPL");
