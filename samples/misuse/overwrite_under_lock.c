// SPDX-License-Identifier: GPL-2.0
/*
 * The buffer in a cell is exchanged by assignment, under its lock; the old one is
 * lost.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ring.h>

DEED_CELL_TYPE(ring_cell, mutex, struct deed_ring);

static __used int ring_renew(const struct ring_cell *cell, size_t bytes)
{
	deed_own(deed_ring, with) = deed_ring_alloc(bytes);

	if (!deed_ok(with))
		return deed_err(with);

	deed_lock(mutex, ring, cell);
#ifdef MISUSE
	*ring = deed_move(with); /* error: [deed-overwrite] */
	return 0;
#else
	return deed_ring_resize(ring, &with);
#endif
}

MODULE_DESCRIPTION("misuse: overwrite under lock");
MODULE_LICENSE("GPL");
