// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer that was found too small is dropped, and returned all the same.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used struct deed_ring buffer_get(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_move(ring);
	if (deed_ring_len(&ring) < 64) {
		deed_ring_drop(&ring);
#ifndef MISUSE
		return deed_fail(deed_ring, -EINVAL);
#endif
	}
	return deed_move(ring); /* error: [deed-use-after-drop] */
}

MODULE_DESCRIPTION("misuse: move after drop");
MODULE_LICENSE("GPL");
