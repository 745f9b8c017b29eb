// SPDX-License-Identifier: GPL-2.0
/*
 * A helper takes several rings, as the array that they would have to be in.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static __used size_t rooms(const struct deed_ring rings[], unsigned int n) /* error: [deed-array] */
{
	return n ? deed_ring_room(&rings[0]) : 0;
}
#else
static __used size_t rooms(const struct deed_ring *a, const struct deed_ring *b)
{
	return deed_ring_room(a) + deed_ring_room(b);
}
#endif

MODULE_DESCRIPTION("misuse: array parameter");
MODULE_LICENSE("GPL");
