// SPDX-License-Identifier: GPL-2.0
/*
 * A helper lets go of a lock that its caller holds.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct state {
	bool done;
};

DEED_CELL_TYPE(state_cell, mutex, struct state);

#ifdef MISUSE
static void state_done(struct state_cell_guard *g)
{
	state_cell_data(g)->done = true;
	state_cell_guard_drop(g); /* error: [deed-drop-borrowed] */
}
#else
static deed_drops(1) void state_done(struct state_cell_guard *g)
{
	state_cell_data(g)->done = true;
	state_cell_guard_drop(g);
}
#endif

static __used void state_finish(const struct state_cell *cell)
{
	deed_own(state_cell_guard, g) = state_cell_lock(cell);

	state_done(&g);
}

MODULE_DESCRIPTION("misuse: unlock in helper");
MODULE_LICENSE("GPL");
