// SPDX-License-Identifier: GPL-2.0
/*
 * A function fills its caller's handle, then fails: the caller thinks it is empty.
 */
#include <linux/module.h>

#include <deed/ring.h>

static int check(const struct deed_ring *ring)
{
	return deed_ring_len(ring) > 65536 ? -EINVAL : 0;
}

static __used deed_fills(1) int buffer_open(struct deed_ring *out, size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_err(ring);
#ifdef MISUSE
	*out = deed_move(ring);
	return check(out); /* error: [deed-contract] */
#else
	int err = check(&ring);

	if (err)
		return err;
	*out = deed_move(ring);
	return 0;
#endif
}

MODULE_DESCRIPTION("misuse: filled and failed");
MODULE_LICENSE("GPL");
