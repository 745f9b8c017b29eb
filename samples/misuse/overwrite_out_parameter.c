// SPDX-License-Identifier: GPL-2.0
/*
 * A function that fills what its caller has empty fills it twice.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used deed_fills(1) int buffer_open(struct deed_ring *out, bool big)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(64);
	deed_own(deed_ring, more) = deed_ring_alloc(4096);

	if (!deed_ok(ring) || !deed_ok(more))
		return -ENOMEM;
#ifdef MISUSE
	*out = deed_move(ring);
	if (big)
		*out = deed_move(more); /* error: [deed-overwrite] */
#else
	if (big)
		*out = deed_move(more);
	else
		*out = deed_move(ring);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: overwrite out parameter");
MODULE_LICENSE("GPL");
