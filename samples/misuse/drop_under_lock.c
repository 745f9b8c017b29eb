// SPDX-License-Identifier: GPL-2.0
/*
 * A cell's guard lends the buffer in it: a reset that drops it leaves a cell without.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ring.h>

DEED_CELL_TYPE(ring_cell, mutex, struct deed_ring);

static __used void ring_flush(const struct ring_cell *cell)
{
	deed_lock(mutex, ring, cell);
#ifdef MISUSE
	deed_ring_drop(ring); /* error: [deed-drop-borrowed] */
#else
	deed_ring_unread(ring, deed_ring_used(ring));
#endif
}

MODULE_DESCRIPTION("misuse: drop under lock");
MODULE_LICENSE("GPL");
