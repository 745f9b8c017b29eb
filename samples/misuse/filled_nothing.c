// SPDX-License-Identifier: GPL-2.0
/*
 * A function that promises to fill its caller's handle returns 0 on a path that does
 * not.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used deed_fills(1) int buffer_open(struct deed_ring *out, size_t bytes)
{
	if (!bytes)
#ifdef MISUSE
		return 0; /* error: [deed-contract] */
#else
		return -EINVAL;
#endif

	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_err(ring);
	*out = deed_move(ring);
	return 0;
}

MODULE_DESCRIPTION("misuse: filled nothing");
MODULE_LICENSE("GPL");
