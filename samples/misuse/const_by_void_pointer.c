// SPDX-License-Identifier: GPL-2.0
/*
 * Whose address it is that comes as one of anything, nobody knows: of a shared borrow?
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(void *at)
{
	struct sensor **mine = at; /* error: [deed-pun] */

	(*mine)->value = 0;
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by void pointer");
MODULE_LICENSE("GPL");
