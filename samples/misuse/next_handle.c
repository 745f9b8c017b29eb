// SPDX-License-Identifier: GPL-2.0
/*
 * A helper is lent one ring, and takes it for the first of several.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used size_t rooms(struct deed_ring *ring, struct deed_ring *other)
{
#ifdef MISUSE
	return deed_ring_room(ring) + deed_ring_room(ring + 1); /* error: [deed-array] */
#else
	return deed_ring_room(ring) + deed_ring_room(other);
#endif
}

MODULE_DESCRIPTION("misuse: next handle");
MODULE_LICENSE("GPL");
