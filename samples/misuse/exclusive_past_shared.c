// SPDX-License-Identifier: GPL-2.0
/*
 * Something is written through an exclusive borrow after a shared one was taken.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water, salt;
};

DEED_BOX(level_box, struct level, deed_plain);

static __used u32 level_fill(struct level_box *box)
{
	struct level *l = level_box_excl(box);
#ifdef MISUSE
	const struct level *seen = level_box_borrow(box);
#else
	const struct level *seen = l;
#endif
	l->water = 0; /* error: [deed-borrow-alias] */
	return seen->salt;
}

MODULE_DESCRIPTION("misuse: exclusive past shared");
MODULE_LICENSE("GPL");
