// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer is to one handle or the other; which of them was dropped nobody asks.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used int shrink(size_t a, size_t b)
{
	deed_own(deed_ring, left) = deed_ring_alloc(a);
	deed_own(deed_ring, right) = deed_ring_alloc(b);

	if (!deed_ok(left) || !deed_ok(right))
		return -ENOMEM;
	struct deed_ring *larger = a > b ? &left : &right;

#ifdef MISUSE
	deed_ring_drop(larger);
	return deed_ring_room(&left) ? 0 : -ENOSPC; /* error: [deed-use-after-drop] */
#else
	return deed_ring_room(larger) ? 0 : -ENOSPC;
#endif
}

MODULE_DESCRIPTION("misuse: drop one of two");
MODULE_LICENSE("GPL");
