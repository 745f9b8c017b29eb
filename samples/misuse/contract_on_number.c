// SPDX-License-Identifier: GPL-2.0
/*
 * A contract names a parameter that is no handle.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static __used deed_accepts(2) size_t cap(struct deed_ring *r, size_t n) /* error: [deed-contract] */
{
	return min(deed_ring_room(r), n);
}
#else
static __used deed_accepts(1) size_t cap(struct deed_ring *r, size_t n)
{
	return deed_ok(*r) ? min(deed_ring_room(r), n) : 0;
}
#endif

MODULE_DESCRIPTION("misuse: contract on number");
MODULE_LICENSE("GPL");
