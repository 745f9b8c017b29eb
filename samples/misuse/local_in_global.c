// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a variable is kept when the function has returned.
 */
#include <linux/module.h>

#ifdef MISUSE
static const u32 *level;

static __used void level_set(u32 value)
{
	u32 rounded = round_down(value, 8);

	level = &rounded; /* error: [deed-borrow-escape] */
}
#else
static __used void level_set(u32 value, u32 *level)
{
	u32 rounded = round_down(value, 8);

	*level = rounded;
}
#endif

MODULE_DESCRIPTION("misuse: local in global");
MODULE_LICENSE("GPL");
