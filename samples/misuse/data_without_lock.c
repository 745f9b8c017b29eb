// SPDX-License-Identifier: GPL-2.0
/*
 * A counter is read without the lock of its cell: it is only a number.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, spin, unsigned int);

static __used unsigned int count_get(const struct count_cell *cell)
{
#ifdef MISUSE
	return cell->__data; /* error: [deed-raw-member] */
#else
	deed_lock(spin, count, cell);
	return *count;
#endif
}

MODULE_DESCRIPTION("misuse: data without lock");
MODULE_LICENSE("GPL");
