// SPDX-License-Identifier: GPL-2.0
/*
 * Two arguments, through which the function writes, are the same object.
 */
#include <linux/module.h>

struct level {
	u32 water, salt;
};

static void level_pour(struct level *to, struct level *from)
{
	to->water += from->water;
	from->water = 0;
}

static __used void level_double(struct level *l, struct level *other)
{
#ifdef MISUSE
	level_pour(l, l); /* error: [deed-borrow-alias] */
#else
	level_pour(l, other);
#endif
}

MODULE_DESCRIPTION("misuse: exclusive twice in call");
MODULE_LICENSE("GPL");
