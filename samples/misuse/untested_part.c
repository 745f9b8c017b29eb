// SPDX-License-Identifier: GPL-2.0
/*
 * A composite is made of two parts, of which only the first was tested.
 */
#include <linux/module.h>

#include <deed/ring.h>

DEED_COMPOSITE(duplex, deed_ring, to, deed_ring, from);

static __used struct duplex duplex_make(size_t bytes)
{
	deed_own(deed_ring, to) = deed_ring_alloc(bytes);
	deed_own(deed_ring, from) = deed_ring_alloc(bytes);

	if (!deed_ok(to))
		return deed_fail(duplex, deed_err(to));
#ifndef MISUSE
	if (!deed_ok(from))
		return deed_fail(duplex, deed_err(from));
#endif
	return (struct duplex){ .to = deed_move(to),
				.from = deed_move(from) }; /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: untested part");
MODULE_LICENSE("GPL");
