// SPDX-License-Identifier: GPL-2.0
/*
 * A function is declared without the contract with which it is defined.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static struct deed_ring keep(struct deed_ring *ring);
#else
static deed_accepts(1) struct deed_ring keep(struct deed_ring *ring);
#endif

static __used size_t room(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return 0;

	deed_own(deed_ring, kept) = keep(&ring);

	return deed_ok(kept) ? deed_ring_room(&kept) : 0;
}

static deed_accepts(1) struct deed_ring keep(struct deed_ring *ring) /* error: [deed-contract] */
{
	if (!deed_ok(*ring))
		return deed_fail(deed_ring, -ENOENT);
	return deed_ring_alloc(deed_ring_len(ring));
}

MODULE_DESCRIPTION("misuse: contract of definition");
MODULE_LICENSE("GPL");
