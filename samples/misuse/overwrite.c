// SPDX-License-Identifier: GPL-2.0
/*
 * A second buffer is put into the variable that still owns the first.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used int grow(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_err(ring);
	if (deed_ring_len(&ring) == bytes) {
#ifdef MISUSE
		ring = deed_ring_alloc(2 * bytes); /* error: [deed-overwrite] */
#else
		deed_ring_drop(&ring);
		ring = deed_ring_alloc(2 * bytes);
#endif
	}
	return deed_ok(ring) ? 0 : deed_err(ring);
}

MODULE_DESCRIPTION("misuse: overwrite");
MODULE_LICENSE("GPL");
