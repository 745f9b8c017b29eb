// SPDX-License-Identifier: GPL-2.0
/*
 * A check that lets everything pass is no check.
 */
#include <linux/module.h>

#include <deed/user.h>

static const u32 speeds[16] = { 1, 2, 4 };

static __used int speed_of(struct deed_untrusted_u32 n)
{
	u32 kind;
#ifdef MISUSE
	int err = deed_check_range(n, 0, U32_MAX, &kind);
#else
	int err = deed_check_index(n, ARRAY_SIZE(speeds), &kind);
#endif

	if (err)
		return err;
	return speeds[kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user check of anything");
MODULE_LICENSE("GPL");
