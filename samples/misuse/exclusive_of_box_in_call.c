// SPDX-License-Identifier: GPL-2.0
/*
 * The contents of a box are passed twice to a function that writes to them.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water, salt;
};

DEED_BOX(level_box, struct level, deed_plain);

static void level_pour(struct level *to, struct level *from)
{
	to->water += from->water;
	from->water = 0;
}

static __used void level_double(struct level_box *box, struct level_box *other)
{
#ifdef MISUSE
	level_pour(level_box_excl(box), level_box_excl(box)); /* error: [deed-borrow-alias] */
#else
	level_pour(level_box_excl(box), level_box_excl(other));
#endif
}

MODULE_DESCRIPTION("misuse: exclusive of box in call");
MODULE_LICENSE("GPL");
