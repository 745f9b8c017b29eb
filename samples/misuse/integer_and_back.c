// SPDX-License-Identifier: GPL-2.0
/*
 * A number that was a pointer is no pointer any more.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used u32 sensor_value(unsigned long s)
{
	return ((const struct sensor *)s)->value; /* error: [deed-pun] */
}
#else
static __used u32 sensor_value(const struct sensor *s)
{
	return s->value;
}
#endif

MODULE_DESCRIPTION("misuse: integer and back");
MODULE_LICENSE("GPL");
