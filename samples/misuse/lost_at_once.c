// SPDX-License-Identifier: GPL-2.0
/*
 * The result of a trylock is tested and not kept: the lock is held for ever.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

static __used int count(const struct count_cell *cell)
{
#ifdef MISUSE
	if (!deed_ok(count_cell_trylock(cell))) /* error: lvalue required */
		return -EBUSY;
#else
	deed_own(count_cell_guard, g) = count_cell_trylock(cell);

	if (!deed_ok(g))
		return deed_err(g);
	++*count_cell_data(&g);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: lost at once");
MODULE_LICENSE("GPL");
