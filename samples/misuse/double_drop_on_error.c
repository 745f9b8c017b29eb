// SPDX-License-Identifier: GPL-2.0
/*
 * An error path frees the buffer and jumps to the label that frees it.
 */
#include <linux/module.h>

#include <deed/ring.h>

static int fill(struct deed_ring *ring)
{
	return deed_ring_room(ring) ? 0 : -ENOSPC;
}

static __used int check_ring(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);
	int err;

	if (!deed_ok(ring))
		return deed_err(ring);
	err = fill(&ring);
	if (err) {
#ifdef MISUSE
		deed_ring_drop(&ring);
#endif
		goto out;
	}
	pr_debug("%zu bytes\n", deed_ring_len(&ring));
out:
	deed_ring_drop(&ring); /* error: [deed-double-drop] */
	return err;
}

MODULE_DESCRIPTION("misuse: double drop on error");
MODULE_LICENSE("GPL");
