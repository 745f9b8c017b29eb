// SPDX-License-Identifier: GPL-2.0
/*
 * The parts of a composite are put together without being moved into it.
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
	return (struct duplex){ .to = to, .from = deed_move(from) }; /* error: [deed-copy] */
#else
	return (struct duplex){ .to = deed_move(to), .from = deed_move(from) };
#endif
}

MODULE_DESCRIPTION("misuse: copy in initialiser");
MODULE_LICENSE("GPL");
