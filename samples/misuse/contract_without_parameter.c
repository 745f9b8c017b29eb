// SPDX-License-Identifier: GPL-2.0
/*
 * A contract names a parameter that the function no longer has.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static __used deed_accepts(2) size_t room(const struct deed_ring *ring) /* error: [deed-contract] */
#else
static __used deed_accepts(1) size_t room(const struct deed_ring *ring)
#endif
{
	return deed_ok(*ring) ? deed_ring_room(ring) : 0;
}

MODULE_DESCRIPTION("misuse: contract without parameter");
MODULE_LICENSE("GPL");
