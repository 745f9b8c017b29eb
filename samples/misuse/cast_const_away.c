// SPDX-License-Identifier: GPL-2.0
/*
 * A function that was lent a ring to look at casts it into one that it may change.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static __used void ring_flush(const struct deed_ring *ring)
{
	deed_ring_unread((struct deed_ring *)ring, deed_ring_used(ring)); /* error: [deed-shared] */
}
#else
static __used void ring_flush(struct deed_ring *ring)
{
	deed_ring_unread(ring, deed_ring_used(ring));
}
#endif

MODULE_DESCRIPTION("misuse: cast const away");
MODULE_LICENSE("GPL");
