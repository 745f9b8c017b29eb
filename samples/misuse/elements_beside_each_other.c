// SPDX-License-Identifier: GPL-2.0
/*
 * Two elements of an array may be the same one.
 */
#include <linux/module.h>

struct level {
	u32 water;
};

static void level_pour(struct level *to, struct level *from)
{
	to->water += from->water;
	from->water = 0;
}

static __used void levels_pour(struct level levels[4], u32 from, u32 to)
{
#ifdef MISUSE
	level_pour(&levels[to & 3], &levels[from & 3]); /* error: [deed-borrow-alias] */
#else
	struct level poured = levels[from & 3];

	levels[from & 3].water = 0;
	level_pour(&levels[to & 3], &poured);
#endif
}

MODULE_DESCRIPTION("misuse: elements beside each other");
MODULE_LICENSE("GPL");
