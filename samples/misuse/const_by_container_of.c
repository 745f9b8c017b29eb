// SPDX-License-Identifier: GPL-2.0
/*
 * container_of() forgets that the member was lent to be looked at.
 */
#include <linux/module.h>

struct counter {
	u32 count;
};

struct sensor {
	u32 value;
	struct counter reads;
};

#ifdef MISUSE
static __used void sensor_clear(const struct counter *c)
{
	struct sensor *s = container_of(c, struct sensor, reads); /* error: [deed-shared] */

	s->value = 0;
}
#else
static __used u32 sensor_value(const struct counter *c)
{
	const struct sensor *s = container_of_const(c, struct sensor, reads);

	return s->value;
}
#endif

MODULE_DESCRIPTION("misuse: const by container of");
MODULE_LICENSE("GPL");
