// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a borrow becomes one of anything, through which it is replaced.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

static __used u32 sensor_value(const struct sensor *s, const struct sensor *other)
{
#ifdef MISUSE
	void *at = &s; /* error: [deed-pun] */
#else
	const struct sensor **at = &s;
#endif
	return at && s->value > other->value ? s->value : other->value;
}

MODULE_DESCRIPTION("misuse: address as void");
MODULE_LICENSE("GPL");
