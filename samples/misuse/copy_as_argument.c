// SPDX-License-Identifier: GPL-2.0
/*
 * A function consumes the ring that it gets, and its caller forgot to say so.
 */
#include <linux/module.h>

#include <deed/ring.h>

static void ring_end(struct deed_ring ring)
{
	deed_own(deed_ring, mine) = deed_move(ring);

	pr_debug("%zu bytes never read\n", deed_ring_used(&mine));
}

static __used int ring_try(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_err(ring);
#ifdef MISUSE
	ring_end(ring); /* error: [deed-copy] */
#else
	ring_end(deed_move(ring));
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: copy as argument");
MODULE_LICENSE("GPL");
