// SPDX-License-Identifier: GPL-2.0
/*
 * A union has a shared borrow and an exclusive one in the same place.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
union either {
	const struct sensor *shared; /* error: [deed-pun] */
	struct sensor *alone;
};

static __used void sensor_clear(const struct sensor *s)
{
	union either e = { .shared = s };

	e.alone->value = 0;
}
#else
static __used void sensor_clear(struct sensor *s)
{
	s->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by union");
MODULE_LICENSE("GPL");
