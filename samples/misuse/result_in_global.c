// SPDX-License-Identifier: GPL-2.0
/*
 * What a helper finds in an object was lent with it.
 */
#include <linux/module.h>

struct sensor {
	u32 values[4];
};

static const u32 *sensor_top(const struct sensor *s)
{
	return s->values[0] > s->values[1] ? &s->values[0] : &s->values[1];
}

#ifdef MISUSE
static const u32 *top;

static __used void sensor_note(const struct sensor *s)
{
	top = sensor_top(s); /* error: [deed-borrow-escape] */
}
#else
static __used void sensor_note(const struct sensor *s, u32 *top)
{
	*top = *sensor_top(s);
}
#endif

MODULE_DESCRIPTION("misuse: result in global");
MODULE_LICENSE("GPL");
