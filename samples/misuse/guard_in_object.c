// SPDX-License-Identifier: GPL-2.0
/*
 * A transaction keeps the lock in its state, to let go of it in another call.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

struct transaction {
#ifdef MISUSE
	struct count_cell_guard held; /* error: [deed-context] */
#else
	const struct count_cell *cell;
#endif
	u32 steps;
};

static __used void transaction_step(struct transaction *t)
{
#ifndef MISUSE
	deed_lock(mutex, count, t->cell);
	++*count;
#endif
	t->steps++;
}

MODULE_DESCRIPTION("misuse: guard in object");
MODULE_LICENSE("GPL");
