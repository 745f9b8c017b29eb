// SPDX-License-Identifier: GPL-2.0
/*
 * A handle on one function's stack is made known to all others.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

#ifdef MISUSE
static struct count_cell_guard *held;
#endif

static void count_up(struct count_cell_guard *g)
{
	++*count_cell_data(g);
}

static __used void count(const struct count_cell *cell)
{
	deed_own(count_cell_guard, g) = count_cell_lock(cell);
#ifdef MISUSE
	held = &g; /* error: [deed-escape] */
	count_up(held);
#else
	count_up(&g);
#endif
}

MODULE_DESCRIPTION("misuse: address in global");
MODULE_LICENSE("GPL");
