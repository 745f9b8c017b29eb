// SPDX-License-Identifier: GPL-2.0
/*
 * The lock is let go of on the way to an error message, and once more at the end.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct state {
	bool ready;
	u32 value;
};

DEED_CELL_TYPE(state_cell, spin, struct state);

static __used int state_get(const struct state_cell *cell, u32 *value)
{
	deed_own(state_cell_guard, g) = state_cell_lock(cell);
	int err = 0;

	*value = state_cell_data(&g)->value;
	if (!state_cell_data(&g)->ready) {
		err = -EAGAIN;
#ifdef MISUSE
		state_cell_guard_drop(&g);
		pr_debug("not ready\n");
#endif
	}
	state_cell_guard_drop(&g); /* error: [deed-double-drop] */
	return err;
}

MODULE_DESCRIPTION("misuse: unlock twice");
MODULE_LICENSE("GPL");
