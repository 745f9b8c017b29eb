// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer leads to a variable of a block that has ended.
 */
#include <linux/module.h>

static __used u32 level_of(u32 value)
{
	u32 usual = 8;
	const u32 *level = &usual;

	if (value > 8) {
		u32 rounded = round_down(value, 8);

		level = &rounded;
#ifndef MISUSE
		return *level;
#endif
	}
	return *level; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: local past block");
MODULE_LICENSE("GPL");
