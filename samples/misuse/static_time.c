// SPDX-License-Identifier: GPL-2.0
/*
 * A struct of the kernel is stored in two steps, and read in between.
 */
#include <linux/module.h>
#include <linux/ktime.h>

#include <deed/lock.h>

#ifdef MISUSE
static struct timespec64 last;

static __used void thing_seen(const struct timespec64 *now)
{
	last = *now; /* error: [deed-global] */
}
#else
DEED_CELL_TYPE(time_cell, mutex, struct timespec64);

static __used void thing_seen(const struct time_cell *cell, const struct timespec64 *now)
{
	deed_lock(mutex, last, cell);

	*last = *now;
}
#endif

MODULE_DESCRIPTION("misuse: static time");
MODULE_LICENSE("GPL");
