// SPDX-License-Identifier: GPL-2.0
/*
 * A struct with a shared borrow is looked at as one with an exclusive one.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

struct view {
	const struct sensor *of;
};

struct change {
	struct sensor *of;
};

#ifdef MISUSE
static __used void sensor_clear(struct view *v)
{
	struct change *c = (struct change *)v; /* error: [deed-pun] */

	c->of->value = 0;
}
#else
static __used void sensor_clear(struct change *c)
{
	c->of->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by struct");
MODULE_LICENSE("GPL");
