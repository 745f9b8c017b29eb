// SPDX-License-Identifier: GPL-2.0
/*
 * A guard is dropped by hand, to shorten the time under the lock, and asked for the
 * data afterwards.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

static __used unsigned int count_next(const struct count_cell *cell)
{
	deed_own(count_cell_guard, g) = count_cell_lock(cell);
#ifdef MISUSE
	++*count_cell_data(&g);
	count_cell_guard_drop(&g);
	return *count_cell_data(&g); /* error: [deed-use-after-drop] */
#else
	unsigned int now = ++*count_cell_data(&g);

	count_cell_guard_drop(&g);
	return now;
#endif
}

MODULE_DESCRIPTION("misuse: unlock then read");
MODULE_LICENSE("GPL");
