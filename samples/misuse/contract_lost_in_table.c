// SPDX-License-Identifier: GPL-2.0
/*
 * A table of operations names a function, and cannot name its contract.
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

#ifdef MISUSE
static const struct source small_source __used = { /* error: [deed-contract] */
	.open = open_small,
};
#else
static const struct source small_source __used = {
	.small = true,
};
#endif

MODULE_DESCRIPTION("misuse: contract lost in table");
MODULE_LICENSE("GPL");
