// SPDX-License-Identifier: GPL-2.0
/*
 * A device is registered before one of the handles in it was set.
 */
#include <linux/module.h>

#include <deed/chrdev.h>
#include <deed/lock.h>
#include <deed/ring.h>

DEED_CELL_TYPE(ring_cell, mutex, struct deed_ring);

struct tap {
	struct deed_refcount refs;
	struct deed_misc misc;
	struct ring_cell ring;
};

static void tap_release(struct tap *t)
{
	deed_ring_drop(deed_cell_excl(&t->ring));
}

DEED_REF(tap_ref, struct tap, refs, tap_release);

static struct tap_ref tap_open(const struct tap *t, struct deed_open how)
{
	return tap_ref_get(t);
}

DEED_CHRDEV(tap_dev, tap_ref, misc, tap_ref, tap_open);

static __used struct tap_dev tap_start(void)
{
	deed_own(tap_ref_box, box) = tap_ref_box_alloc();
	deed_own(deed_ring, ring) = deed_ring_alloc(4096);

	if (!deed_ok(box) || !deed_ok(ring))
		return deed_fail(tap_dev, -ENOMEM);
#ifdef MISUSE
	deed_cell_init(&tap_ref_box_excl(&box)->ring);
#else
	*deed_cell_init(&tap_ref_box_excl(&box)->ring) = deed_move(ring);
#endif
	return tap_dev_register("tap", deed_move(box)); /* error: [deed-partial] */
}

MODULE_DESCRIPTION("misuse: forgotten field");
MODULE_LICENSE("GPL");
