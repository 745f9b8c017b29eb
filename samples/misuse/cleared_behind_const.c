// SPDX-License-Identifier: GPL-2.0
/*
 * memset_after() takes const away in its text.
 */
#include <linux/module.h>

#include <deed/own.h>

struct limits {
	u32 id;
	u32 least, most;
};

#ifdef MISUSE
static __used void limits_reset(const struct limits *limits)
#else
static __used void limits_reset(struct limits *limits)
#endif
{
	memset_after(limits, 0, id); /* error: [deed-shared] */
}

MODULE_DESCRIPTION("misuse: cleared behind const");
MODULE_LICENSE("GPL");
