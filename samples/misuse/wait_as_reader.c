// SPDX-License-Identifier: GPL-2.0
/*
 * One who holds a lock for reading waits for its data to change.
 */
#include <linux/module.h>

#include <deed/wait.h>

struct state {
	bool ready;
};

DEED_CELL_TYPE(read_cell, rwsem, struct state);
DEED_CELL_TYPE(wait_cell, mutex, struct state);

static __used int wait_ready(const struct read_cell *r,
			     const struct wait_cell *w,
			     const struct deed_waitqueue *queue)
{
#ifdef MISUSE
	deed_own(read_cell_read_guard, g) = read_cell_read_lock(r);

	return deed_wait_killable(queue, &g, /* error: not compatible with any association */
				  read_cell_read_data(&g)->ready);
#else
	deed_own(wait_cell_guard, g) = wait_cell_lock(w);

	return deed_wait_killable(queue, &g, wait_cell_data(&g)->ready);
#endif
}

MODULE_DESCRIPTION("misuse: wait as reader");
MODULE_LICENSE("GPL");
