// SPDX-License-Identifier: GPL-2.0
/*
 * A constructor reports the error of the wrong handle: of the one that is there.
 */
#include <linux/module.h>

#include <deed/ring.h>

DEED_COMPOSITE(duplex, deed_ring, to, deed_ring, from);

static __used struct duplex duplex_make(size_t bytes)
{
	deed_own(deed_ring, to) = deed_ring_alloc(bytes);

	if (!deed_ok(to))
		return deed_fail(duplex, deed_err(to));

	deed_own(deed_ring, from) = deed_ring_alloc(bytes);

	if (!deed_ok(from))
#ifdef MISUSE
		return deed_fail(duplex, deed_err(to)); /* error: [deed-untested] */
#else
		return deed_fail(duplex, deed_err(from));
#endif
	return (struct duplex){ .to = deed_move(to), .from = deed_move(from) };
}

MODULE_DESCRIPTION("misuse: error of live");
MODULE_LICENSE("GPL");
