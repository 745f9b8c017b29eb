// SPDX-License-Identifier: GPL-2.0
/*
 * A shared borrow becomes exclusive by way of a number.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(const struct sensor *s)
{
	((struct sensor *)(unsigned long)s)->value = 0; /* error: [deed-shared] */
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by integer");
MODULE_LICENSE("GPL");
