// SPDX-License-Identifier: GPL-2.0
/*
 * The type of jiffies is volatile, and counts no better: both read, both write the
 * same number.
 */
#include <linux/module.h>
#include <linux/jiffies.h>

#include <deed/own.h>

#ifdef MISUSE
static typeof(jiffies) sequence;

static __used u32 thing_next(void)
{
	return ++sequence; /* error: [deed-global] */
}
#else
static atomic_t sequence;

static __used u32 thing_next(void)
{
	return atomic_inc_return(&sequence);
}
#endif

MODULE_DESCRIPTION("misuse: static volatile");
MODULE_LICENSE("GPL");
