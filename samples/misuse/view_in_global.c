// SPDX-License-Identifier: GPL-2.0
/*
 * A struct that is passed by value carries what it was lent.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

struct view {
	const struct sensor *of;
	u32 scale;
};

#ifdef MISUSE
static struct view latest;

static __used void view_note(struct view v)
{
	latest = v; /* error: [deed-borrow-escape] */
}
#else
static __used void view_note(struct view v, u32 *latest)
{
	*latest = v.of->value * v.scale;
}
#endif

MODULE_DESCRIPTION("misuse: view in global");
MODULE_LICENSE("GPL");
