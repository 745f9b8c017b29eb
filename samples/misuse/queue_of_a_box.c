// SPDX-License-Identifier: GPL-2.0
/*
 * The device wakes, at unbind, who waits on a queue that was freed with its box.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/platform.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct waiters {
	struct deed_bound_queue queue;
};

DEED_BOX(waiters_box, struct waiters, deed_plain);

struct thing {
	struct thing_device dev;
	struct deed_bound_queue changed;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);

static int thing_probe(struct deed_platform *pdev, struct thing *t, struct thing_hw *hw)
{
#ifdef MISUSE
	deed_own(waiters_box, box) = waiters_box_alloc();
	if (!deed_ok(box))
		return deed_err(box);
	struct waiters *w = waiters_box_excl(&box);

	deed_bound_queue_init(w, queue, dev); /* error: has no member named 'dev' */
#else
	deed_bound_queue_init(t, changed, dev);
#endif
	return 0;
}

DEED_PLATFORM_DRIVER(thing_driver, "thing", thing_ref, dev, thing_probe);

MODULE_DESCRIPTION("misuse: a queue of a box");
MODULE_LICENSE("GPL");
