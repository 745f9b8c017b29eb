// SPDX-License-Identifier: GPL-2.0
/*
 * Data is changed by one who holds the lock for reading.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct state {
	unsigned int count;
};

DEED_CELL_TYPE(state_cell, rwsem, struct state);

static __used void count(const struct state_cell *cell)
{
#ifdef MISUSE
	deed_lock(rwsem_read, s, cell);

	s->count++; /* error: read-only object */
#else
	deed_lock(rwsem_write, s, cell);

	s->count++;
#endif
}

MODULE_DESCRIPTION("misuse: write as reader");
MODULE_LICENSE("GPL");
