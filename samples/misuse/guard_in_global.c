// SPDX-License-Identifier: GPL-2.0
/*
 * A lock is taken in one function and let go of in another; a global remembers it.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

#ifdef MISUSE
static struct count_cell_guard held; /* error: [deed-context] */
#else
static bool held;
#endif

static __used bool count_held(void)
{
#ifdef MISUSE
	return deed_ok(held);
#else
	return held;
#endif
}

MODULE_DESCRIPTION("misuse: guard in global");
MODULE_LICENSE("GPL");
