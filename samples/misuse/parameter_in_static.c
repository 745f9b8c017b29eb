// SPDX-License-Identifier: GPL-2.0
/*
 * A static variable of a function outlives the call that lent the object.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 id;
};

static __used bool thing_is_new(const struct thing *t)
{
#ifdef MISUSE
	static const struct thing *before;
	bool is_new = before != t;

	before = t; /* error: [deed-borrow-escape] */
#else
	static u32 before;
	bool is_new = before != t->id;

	before = t->id;
#endif
	return is_new;
}

MODULE_DESCRIPTION("misuse: parameter in static");
MODULE_LICENSE("GPL");
