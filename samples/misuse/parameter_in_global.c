// SPDX-License-Identifier: GPL-2.0
/*
 * A function remembers the object that it was lent for one call.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 id;
};

#ifdef MISUSE
static const struct thing *last;

static __used void thing_note(const struct thing *t)
{
	last = t; /* error: [deed-borrow-escape] */
}
#else
static __used void thing_note(const struct thing *t, u32 *last)
{
	*last = t->id;
}
#endif

MODULE_DESCRIPTION("misuse: parameter in global");
MODULE_LICENSE("GPL");
