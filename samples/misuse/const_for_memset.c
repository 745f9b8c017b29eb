// SPDX-License-Identifier: GPL-2.0
/*
 * What is shared is cast for a function of the kernel that writes.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(const struct sensor *s)
{
	memset((void *)s, 0, sizeof(*s)); /* error: [deed-shared] */
}
#else
static __used void sensor_clear(struct sensor *s)
{
	memset(s, 0, sizeof(*s));
}
#endif

MODULE_DESCRIPTION("misuse: const for memset");
MODULE_LICENSE("GPL");
