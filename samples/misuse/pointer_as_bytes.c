// SPDX-License-Identifier: GPL-2.0
/*
 * The bytes of a borrow are written as a number.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

static __used void sensor_move(struct sensor *s, const struct sensor *other)
{
#ifdef MISUSE
	*(unsigned long *)&s = (unsigned long)other; /* error: [deed-pun] */
	s->value = 0;
#else
	s->value = other->value;
#endif
}

MODULE_DESCRIPTION("misuse: pointer as bytes");
MODULE_LICENSE("GPL");
