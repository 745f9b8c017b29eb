// SPDX-License-Identifier: GPL-2.0
/*
 * Two buffers are allocated, and the test of the second one was copied from the first.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used size_t two_rooms(size_t bytes)
{
	deed_own(deed_ring, to) = deed_ring_alloc(bytes);

	if (!deed_ok(to))
		return 0;

	deed_own(deed_ring, from) = deed_ring_alloc(bytes);

#ifdef MISUSE
	if (!deed_ok(to))
		return 0;
#else
	if (!deed_ok(from))
		return 0;
#endif
	return deed_ring_room(&to) + deed_ring_room(&from); /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: tested another handle");
MODULE_LICENSE("GPL");
