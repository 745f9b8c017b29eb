// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer is declared at the top of the function, in the old way, and an early
 * return drops what nobody has put in.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used int check(size_t bytes)
{
#ifdef MISUSE
	deed_own(deed_ring, ring); /* error: [deed-uninit] */
#endif

	if (bytes < 64)
		return -EINVAL;
#ifdef MISUSE
	ring = deed_ring_alloc(bytes);
#else
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);
#endif
	return deed_ok(ring) ? 0 : deed_err(ring);
}

MODULE_DESCRIPTION("misuse: uninit early return");
MODULE_LICENSE("GPL");
