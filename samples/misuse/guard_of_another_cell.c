// SPDX-License-Identifier: GPL-2.0
/*
 * The data of one cell is reached with the guard of another.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(left_cell, mutex, int);
DEED_CELL_TYPE(right_cell, mutex, long);

static __used long *borrow(struct left_cell_guard *left, struct right_cell_guard *right)
{
#ifdef MISUSE
	return right_cell_data(left); /* error: incompatible pointer type */
#else
	return right_cell_data(right);
#endif
}

MODULE_DESCRIPTION("misuse: guard of another cell");
MODULE_LICENSE("GPL");
