// SPDX-License-Identifier: GPL-2.0
/*
 * READ_ONCE() of a pointer keeps it as shared, or as exclusive, as it is.
 */
#include <linux/module.h>

#include <deed/own.h>

struct level {
	u32 now;
};

struct pump {
	struct level *level;
};

#ifdef MISUSE
static __used void pump_set(const struct pump *pump, u32 now)
#else
static __used void pump_set(struct pump *pump, u32 now)
#endif
{
	struct level *level = READ_ONCE(pump->level); /* error: [deed-shared] */

	level->now = now;
}

MODULE_DESCRIPTION("misuse: read once of shared");
MODULE_LICENSE("GPL");
