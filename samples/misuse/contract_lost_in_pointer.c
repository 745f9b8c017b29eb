// SPDX-License-Identifier: GPL-2.0
/*
 * A function is put behind a pointer, which knows nothing of its contract.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct source {
	int (*open)(struct deed_ring *out);
	bool small;
};

static __used deed_fills(1) int open_small(struct deed_ring *out)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(64);

	if (!deed_ok(ring))
		return deed_err(ring);
	*out = deed_move(ring);
	return 0;
}

static __used void source_set(struct source *s)
{
#ifdef MISUSE
	s->open = open_small; /* error: [deed-contract] */
#else
	s->small = true;
#endif
}

MODULE_DESCRIPTION("misuse: contract lost in pointer");
MODULE_LICENSE("GPL");
