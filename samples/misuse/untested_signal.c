// SPDX-License-Identifier: GPL-2.0
/*
 * A wait for a lock can end with a signal, and then the lock is not held.
 */
#include <linux/module.h>

#include <deed/chrdev.h>
#include <deed/ring.h>

DEED_CELL_TYPE(ring_cell, mutex, struct deed_ring);

struct tap {
	struct ring_cell ring;
};

static __used ssize_t tap_read(const struct tap *tap, struct deed_iter_writer *to)
{
	deed_own(ring_cell_guard, g) = ring_cell_lock_interruptible(&tap->ring);

#ifndef MISUSE
	if (!deed_ok(g))
		return deed_err(g);
#endif
	return deed_ring_write(ring_cell_data(&g), to); /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: untested signal");
MODULE_LICENSE("GPL");
