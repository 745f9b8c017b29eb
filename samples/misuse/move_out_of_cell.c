// SPDX-License-Identifier: GPL-2.0
/*
 * The buffer in a cell is taken out for a slow operation without the lock; others
 * find nothing there.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ring.h>

#ifdef MISUSE
DEED_CELL_TYPE(ring_cell, mutex, struct deed_ring);
#else
struct rings {
	DEED_SLOT(deed_ring) first;
};

DEED_CELL_TYPE(ring_cell, mutex, struct rings);
#endif

static __used struct deed_ring ring_take(const struct ring_cell *cell)
{
#ifdef MISUSE
	deed_lock(mutex, ring, cell);
	return deed_move(*ring); /* error: [deed-move-behind-pointer] */
#else
	deed_lock(mutex, rings, cell);
	return deed_ring_slot_take(&rings->first);
#endif
}

MODULE_DESCRIPTION("misuse: move out of cell");
MODULE_LICENSE("GPL");
