// SPDX-License-Identifier: GPL-2.0
/*
 * The bytes of a shared borrow are copied into an exclusive one.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensor_clear(const struct sensor *s)
{
	struct sensor *mine;

	memcpy(&mine, &s, sizeof(mine)); /* error: [deed-pun] */
	mine->value = 0;
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by memcpy");
MODULE_LICENSE("GPL");
