// SPDX-License-Identifier: GPL-2.0
/*
 * A guard is dropped to let others in, and the data it lent is written once more.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct state {
	u32 step;
	bool done;
};

DEED_CELL_TYPE(state_cell, mutex, struct state);

static __used int state_step(const struct state_cell *cell)
{
	deed_own(state_cell_guard, g) = state_cell_lock_killable(cell);

	if (!deed_ok(g))
		return deed_err(g);

	struct state *s = state_cell_data(&g);

	s->step++;
#ifdef MISUSE
	state_cell_guard_drop(&g);
	s->done = true; /* error: [deed-borrow-dead] */
#else
	s->done = true;
	state_cell_guard_drop(&g);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: borrow after unlock");
MODULE_LICENSE("GPL");
