// SPDX-License-Identifier: GPL-2.0
/*
 * The lock may be held by somebody else, and the data is changed all the same.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, spin, unsigned int);

static __used void count_try(const struct count_cell *cell)
{
	deed_own(count_cell_guard, g) = count_cell_trylock(cell);

#ifdef MISUSE
	++*count_cell_data(&g); /* error: [deed-untested] */
#else
	if (deed_ok(g))
		++*count_cell_data(&g);
#endif
}

MODULE_DESCRIPTION("misuse: untested trylock");
MODULE_LICENSE("GPL");
