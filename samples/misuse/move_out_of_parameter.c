// SPDX-License-Identifier: GPL-2.0
/*
 * A helper takes over a buffer of which it was told only the address.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct sink {
	DEED_SLOT(deed_ring) ring;
};

#ifdef MISUSE
static __used void sink_give(struct sink *s, struct deed_ring *ring)
{
	deed_own(deed_ring, mine) = deed_move(*ring); /* error: [deed-move-behind-pointer] */
	deed_own(deed_ring, old) = deed_ring_slot_put(&s->ring, deed_move(mine));
}
#else
static __used void sink_give(struct sink *s, struct deed_ring ring)
{
	deed_own(deed_ring, old) = deed_ring_slot_put(&s->ring, deed_move(ring));
}
#endif

MODULE_DESCRIPTION("misuse: move out of parameter");
MODULE_LICENSE("GPL");
