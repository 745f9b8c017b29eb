// SPDX-License-Identifier: GPL-2.0
/*
 * A composite owns a buffer and the lock under which it is used.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ring.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

#ifdef MISUSE
DEED_COMPOSITE(locked_ring, deed_ring, ring, count_cell_guard, held); /* error: [deed-context] */
#else
DEED_COMPOSITE(locked_ring, deed_ring, ring, deed_ring, spare);
#endif

static __used bool locked_ring_there(const struct locked_ring *l)
{
	return deed_ok(l->ring);
}

MODULE_DESCRIPTION("misuse: guard in composite");
MODULE_LICENSE("GPL");
