// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a shared borrow is cast to that of an exclusive one.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(const struct sensor *s)
{
	(*(struct sensor **)&s)->value = 0; /* error: [deed-pun] */
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by pointer");
MODULE_LICENSE("GPL");
