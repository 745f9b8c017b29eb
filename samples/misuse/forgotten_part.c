// SPDX-License-Identifier: GPL-2.0
/*
 * A composite is returned with one of its parts left out of the initialiser.
 */
#include <linux/module.h>

#include <deed/ring.h>

DEED_COMPOSITE(duplex, deed_ring, to, deed_ring, from);

static __used struct duplex duplex_make(size_t bytes)
{
	deed_own(deed_ring, to) = deed_ring_alloc(bytes);
	deed_own(deed_ring, from) = deed_ring_alloc(bytes);

	if (!deed_ok(to) || !deed_ok(from))
		return deed_fail(duplex, -ENOMEM);
#ifdef MISUSE
	return (struct duplex){ .to = deed_move(to) }; /* error: [deed-partial] */
#else
	return (struct duplex){ .to = deed_move(to), .from = deed_move(from) };
#endif
}

MODULE_DESCRIPTION("misuse: forgotten part");
MODULE_LICENSE("GPL");
