// SPDX-License-Identifier: GPL-2.0
/*
 * A function gets an object to itself, and beside it what a box in the object owns.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water;
};

DEED_BOX(level_box, struct level, deed_plain);

struct tank {
	struct level_box level;
	u32 sum;
};

static void tank_add(struct tank *t, const struct level *more)
{
	t->sum += more->water;
}

static __used void tank_double(struct tank *t)
{
#ifdef MISUSE
	tank_add(t, level_box_borrow(&t->level)); /* error: [deed-borrow-alias] */
#else
	struct level copy = *level_box_borrow(&t->level);

	tank_add(t, &copy);
#endif
}

MODULE_DESCRIPTION("misuse: object beside its box");
MODULE_LICENSE("GPL");
