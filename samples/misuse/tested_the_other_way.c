// SPDX-License-Identifier: GPL-2.0
/*
 * A test lost its exclamation mark.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used size_t room(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

#ifdef MISUSE
	if (deed_ok(ring))
		return 0;
#else
	if (!deed_ok(ring))
		return 0;
#endif
	return deed_ring_room(&ring); /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: tested the other way");
MODULE_LICENSE("GPL");
