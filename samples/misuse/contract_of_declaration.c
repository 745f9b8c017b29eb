// SPDX-License-Identifier: GPL-2.0
/*
 * A function is defined without the contract with which it was declared.
 */
#include <linux/module.h>

#include <deed/ring.h>

static deed_fills(1) int open_small(struct deed_ring *out);

static __used size_t room(void)
{
	deed_own(deed_ring, ring) = deed_fail(deed_ring, -ENOENT);

	return open_small(&ring) ? 0 : deed_ring_room(&ring);
}

#ifdef MISUSE
static int open_small(struct deed_ring *out) /* error: [deed-contract] */
#else
static deed_fills(1) int open_small(struct deed_ring *out)
#endif
{
	deed_own(deed_ring, ring) = deed_ring_alloc(64);

	if (!deed_ok(ring))
		return deed_err(ring);
	*out = deed_move(ring);
	return 0;
}

MODULE_DESCRIPTION("misuse: contract of declaration");
MODULE_LICENSE("GPL");
