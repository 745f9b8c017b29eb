// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a member lives no longer than the object that was lent.
 */
#include <linux/module.h>

struct sensor {
	u32 id;
	u32 value;
};

#ifdef MISUSE
static const u32 *latest;

static __used void sensor_note(const struct sensor *s)
{
	latest = &s->value; /* error: [deed-borrow-escape] */
}
#else
static __used void sensor_note(const struct sensor *s, u32 *latest)
{
	*latest = s->value;
}
#endif

MODULE_DESCRIPTION("misuse: part in global");
MODULE_LICENSE("GPL");
