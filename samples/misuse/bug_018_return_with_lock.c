// SPDX-License-Identifier: GPL-2.0
/*
 * drm: bridge: cdns-mhdp8546: Fix missing mutex unlock on error path. A return in the
 * critical section keeps the lock.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct link {
	bool ready;
	u32 lanes;
};

DEED_CELL_TYPE(link_cell, mutex, struct link);

static __used int mhdp_enable(const struct link_cell *cell)
{
#ifdef MISUSE
	deed_linear(link_cell_guard, g) = link_cell_lock(cell); /* error: [deed-leak] */
#else
	deed_own(link_cell_guard, g) = link_cell_lock(cell);
#endif

	if (!link_cell_data(&g)->ready)
		return -ENOMEM;
	link_cell_data(&g)->lanes = 4;
	link_cell_guard_drop(&g);
	return 0;
}

MODULE_DESCRIPTION("misuse: bug 018 return with lock");
MODULE_LICENSE("GPL");
