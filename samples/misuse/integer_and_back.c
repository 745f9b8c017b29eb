// SPDX-License-Identifier: GPL-2.0
/*
 * A number that was a pointer is no pointer any more.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static unsigned long latest;

static __used void sensor_note(const struct sensor *s)
{
	latest = (unsigned long)s;
}

static __used u32 sensor_value(void)
{
	return ((const struct sensor *)latest)->value; /* error: [deed-pun] */
}
#else
static u32 latest;

static __used void sensor_note(const struct sensor *s)
{
	latest = s->value;
}

static __used u32 sensor_value(void)
{
	return latest;
}
#endif

MODULE_DESCRIPTION("misuse: integer and back");
MODULE_LICENSE("GPL");
