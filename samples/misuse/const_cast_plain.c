// SPDX-License-Identifier: GPL-2.0
/*
 * A cast makes exclusive what is shared.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(const struct sensor *s)
{
	((struct sensor *)s)->value = 0; /* error: [deed-shared] */
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const cast plain");
MODULE_LICENSE("GPL");
