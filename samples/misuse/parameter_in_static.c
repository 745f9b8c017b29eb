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

#ifdef MISUSE
static __used bool thing_is_new(const struct thing *t)
{
	static const struct thing *before;
	bool is_new = before != t;

	before = t; /* error: [deed-borrow-escape] */
	return is_new;
}
#else
static __used bool thing_is_new(const struct thing *t, u32 *before)
{
	bool is_new = *before != t->id;

	*before = t->id;
	return is_new;
}
#endif

MODULE_DESCRIPTION("misuse: parameter in static");
MODULE_LICENSE("GPL");
