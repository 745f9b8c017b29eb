// SPDX-License-Identifier: GPL-2.0
/*
 * A box goes before its buffer was made, and its release function counts on one.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct tracer {
	struct deed_ring ring;
};

static void tracer_release(struct tracer *t)
{
#ifdef MISUSE
	deed_ring_drop_live(&t->ring);
#else
	deed_ring_drop(&t->ring);
#endif
}

DEED_BOX(tracer_box, struct tracer, tracer_release);

static __used struct tracer_box tracer_make(size_t bytes)
{
	deed_own(tracer_box, box) = tracer_box_alloc(); /* error: [deed-release] */

	if (!deed_ok(box))
		return deed_move(box);

	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	if (!deed_ok(ring))
		return deed_fail(tracer_box, deed_err(ring));
	tracer_box_excl(&box)->ring = deed_move(ring);
	return deed_move(box);
}

MODULE_DESCRIPTION("misuse: release takes empty for live");
MODULE_LICENSE("GPL");
