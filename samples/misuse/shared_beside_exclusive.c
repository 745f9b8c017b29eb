// SPDX-License-Identifier: GPL-2.0
/*
 * A function writes through one argument what it reads through another.
 */
#include <linux/module.h>

struct level {
	u32 water, salt;
};

static void level_add(struct level *to, const struct level *what)
{
	to->water += what->water;
	to->salt += what->salt;
}

static __used void level_double(struct level *l)
{
#ifdef MISUSE
	level_add(l, l); /* error: [deed-borrow-alias] */
#else
	struct level copy = *l;

	level_add(l, &copy);
#endif
}

MODULE_DESCRIPTION("misuse: shared beside exclusive");
MODULE_LICENSE("GPL");
