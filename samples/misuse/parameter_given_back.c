// SPDX-License-Identifier: GPL-2.0
/*
 * A helper gives back what it was lent through a pointer, and the pass loses track.
 */
#include <linux/module.h>

struct sensor {
	u32 values[4];
};

#ifdef MISUSE
static __used void sensor_first(const struct sensor *s, const u32 **out)
{
	*out = &s->values[0]; /* error: [deed-borrow-escape] */
}
#else
static __used const u32 *sensor_first(const struct sensor *s)
{
	return &s->values[0];
}
#endif

MODULE_DESCRIPTION("misuse: parameter given back");
MODULE_LICENSE("GPL");
