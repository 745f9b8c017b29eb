// SPDX-License-Identifier: GPL-2.0
/*
 * One ring of a pair is moved out, and the pair is handed on as if it were whole.
 */
#include <linux/module.h>

#include <deed/ring.h>

DEED_COMPOSITE(duplex, deed_ring, to, deed_ring, from);

struct link {
	DEED_SLOT(duplex) rings;
	DEED_SLOT(deed_ring) spare;
};

static __used void link_set(struct link *link, struct duplex rings)
{
	deed_own(duplex, pair) = deed_move(rings);
#ifdef MISUSE
	deed_own(deed_ring, old) = deed_ring_slot_put(&link->spare, deed_move(pair.from));
#endif
	deed_own(duplex, before) =
		duplex_slot_put(&link->rings, deed_move(pair)); /* error: [deed-partial] */
}

MODULE_DESCRIPTION("misuse: part moved out");
MODULE_LICENSE("GPL");
