// SPDX-License-Identifier: GPL-2.0
/*
 * Which of two static variables is counted in shows when it runs.
 */
#include <linux/module.h>

#include <deed/own.h>

struct counts {
	u32 frames;
};

#ifdef MISUSE
static struct counts rx, tx;
#else
static const struct counts rx, tx;
#endif

static __used u32 thing_count(bool out)
{
#ifdef MISUSE
	struct counts *counts = out ? &tx : &rx; /* error: [deed-global] */

	return ++counts->frames;
#else
	const struct counts *counts = out ? &tx : &rx;

	return counts->frames;
#endif
}

MODULE_DESCRIPTION("misuse: static by choice");
MODULE_LICENSE("GPL");
