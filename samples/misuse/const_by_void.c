// SPDX-License-Identifier: GPL-2.0
/*
 * A shared borrow becomes exclusive by way of a pointer to anything.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(const struct sensor *s)
{
	void *anything = (void *)s; /* error: [deed-shared] */
	struct sensor *mine = anything;

	mine->value = 0;
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by void");
MODULE_LICENSE("GPL");
