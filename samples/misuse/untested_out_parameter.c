// SPDX-License-Identifier: GPL-2.0
/*
 * What a helper was to fill is used after the helper failed.
 */
#include <linux/module.h>

#include <deed/ring.h>

static deed_fills(1) int open_ring(struct deed_ring *out, size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_err(ring);
	*out = deed_move(ring);
	return 0;
}

static __used size_t room(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_fail(deed_ring, -ENOENT);
	int err = open_ring(&ring, bytes);

	if (err)
#ifdef MISUSE
		pr_debug("no ring: %d\n", err);
#else
		return 0;
#endif
	return deed_ring_room(&ring); /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: untested out parameter");
MODULE_LICENSE("GPL");
