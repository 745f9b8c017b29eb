// SPDX-License-Identifier: GPL-2.0
/*
 * A table of the module is made of what must not be written.
 */
#include <linux/module.h>

struct limits {
	u32 low, high;
};

struct level_range {
#ifdef MISUSE
	struct limits *limits;
#else
	const struct limits *limits;
#endif
};

static const struct limits usual = { 1, 100 };

static struct level_range range = {
#ifdef MISUSE
	.limits = (struct limits *)&usual, /* error: [deed-shared] */
#else
	.limits = &usual,
#endif
};

static __used u32 range_low(void)
{
	return range.limits->low;
}

MODULE_DESCRIPTION("misuse: initialiser casts const");
MODULE_LICENSE("GPL");
