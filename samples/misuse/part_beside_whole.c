// SPDX-License-Identifier: GPL-2.0
/*
 * A function gets an object, and a part of it beside.
 */
#include <linux/module.h>

struct level {
	u32 water, salt;
};

struct tank {
	struct level now, before;
	u32 pours;
};

static void tank_pour(struct tank *t, const struct level *what)
{
	t->now.water += what->water;
	t->before.water = what->water;
	t->pours++;
}

static void __maybe_unused level_add(struct level *to, const struct level *what)
{
	to->water += what->water;
}

static __used void tank_double(struct tank *t)
{
#ifdef MISUSE
	tank_pour(t, &t->before); /* error: [deed-borrow-alias] */
#else
	struct level before = t->before;

	level_add(&t->now, &t->before); /* two parts are two things */
	tank_pour(t, &before);
#endif
}

MODULE_DESCRIPTION("misuse: part beside whole");
MODULE_LICENSE("GPL");
