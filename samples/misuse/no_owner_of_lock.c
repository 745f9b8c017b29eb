// SPDX-License-Identifier: GPL-2.0
/*
 * A lock is taken in the manner of a plain variable, and an early return keeps it.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct state {
	u32 users;
};

DEED_CELL_TYPE(state_cell, mutex, struct state);

static __used int state_enter(const struct state_cell *cell)
{
#ifdef MISUSE
	struct state_cell_guard g = state_cell_lock(cell); /* error: [deed-no-owner] */
#else
	deed_own(state_cell_guard, g) = state_cell_lock(cell);
#endif

	if (state_cell_data(&g)->users > 16)
		return -EBUSY;
	state_cell_data(&g)->users++;
	state_cell_guard_drop(&g);
	return 0;
}

MODULE_DESCRIPTION("misuse: no owner of lock");
MODULE_LICENSE("GPL");
