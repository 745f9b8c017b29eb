// SPDX-License-Identifier: GPL-2.0
/*
 * A handle that holds nothing yet is lent to a helper, which only resets it.
 */
#include <linux/module.h>

#include <deed/ring.h>

static void ring_reset(struct deed_ring *ring)
{
	deed_ring_unread(ring, deed_ring_used(ring));
}

static __used int ring_make(size_t bytes)
{
#ifdef MISUSE
	deed_own(deed_ring, ring);

	ring_reset(&ring); /* error: [deed-uninit] */
	ring = deed_ring_alloc(bytes);
	return deed_ok(ring) ? 0 : deed_err(ring);
#else
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_err(ring);
	ring_reset(&ring);
	return 0;
#endif
}

MODULE_DESCRIPTION("misuse: uninit lent");
MODULE_LICENSE("GPL");
