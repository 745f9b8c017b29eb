// SPDX-License-Identifier: GPL-2.0
/*
 * The release function of a state forgets the queue that its works run on.
 */
#include <linux/module.h>

#include <deed/work.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_workqueue queue;
	struct deed_work work;
};

static void thing_release(struct thing *t)
{
#ifndef MISUSE
	deed_workqueue_drop_live(&t->queue);
#endif
} /* error: [deed-release] */

DEED_DEVICE_REF(thing_ref, struct thing, dev, thing_release);
DEED_WORK(thing_work, thing_ref, dev, work, thing_works, queue);

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used bool thing_kick_last(struct thing_ref ref)
{
	bool queued = thing_work_queue(thing_ref_borrow(&ref));

	thing_ref_drop(&ref);
	return queued;
}

MODULE_DESCRIPTION("misuse: workqueue forgotten");
MODULE_LICENSE("GPL");
