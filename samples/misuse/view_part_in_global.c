// SPDX-License-Identifier: GPL-2.0
/*
 * What is in a struct that was passed by its address was lent, too.
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
static const struct sensor *latest;

static __used void view_note(const struct view *v)
{
	latest = v->of; /* error: [deed-borrow-escape] */
}
#else
static __used void view_note(const struct view *v, u32 *latest)
{
	*latest = v->of->value * v->scale;
}
#endif

MODULE_DESCRIPTION("misuse: view part in global");
MODULE_LICENSE("GPL");
