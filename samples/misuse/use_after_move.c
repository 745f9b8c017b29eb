// SPDX-License-Identifier: GPL-2.0
/*
 * A device is registered, which consumes its box, and is then set up through the
 * box.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct gauge {
	struct deed_refcount refs;
	struct deed_misc misc;
	unsigned int limit;
};

DEED_REF(gauge_ref, struct gauge, refs, deed_plain);

static struct gauge_ref gauge_open(const struct gauge *g, struct deed_open how)
{
	return gauge_ref_get(g);
}

DEED_CHRDEV(gauge_dev, gauge_ref, misc, gauge_ref, gauge_open);

static __used struct gauge_dev gauge_start(void)
{
	deed_own(gauge_ref_box, box) = gauge_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(gauge_dev, deed_err(box));
#ifdef MISUSE
	deed_own(gauge_dev, dev) = gauge_dev_register("gauge", deed_move(box));

	gauge_ref_box_excl(&box)->limit = 100; /* error: [deed-use-after-move] */
	return deed_move(dev);
#else
	gauge_ref_box_excl(&box)->limit = 100;
	return gauge_dev_register("gauge", deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: use after move");
MODULE_LICENSE("GPL");
