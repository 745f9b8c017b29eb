// SPDX-License-Identifier: GPL-2.0
/*
 * An array of shared borrows is looked at as one of exclusive ones.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

#ifdef MISUSE
static __used void sensors_clear(const struct sensor *first, const struct sensor *second)
{
	const struct sensor *all[] = { first, second };
	struct sensor **mine = (struct sensor **)all; /* error: [deed-pun] */

	mine[0]->value = 0;
	mine[1]->value = 0;
}
#else
static __used void sensors_clear(struct sensor *first, struct sensor *second)
{
	struct sensor *all[] = { first, second };
	struct sensor **mine = all;

	mine[0]->value = 0;
	mine[1]->value = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const in array");
MODULE_LICENSE("GPL");
