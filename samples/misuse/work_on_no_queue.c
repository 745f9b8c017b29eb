// SPDX-License-Identifier: GPL-2.0
/*
 * What is named as the queue of a work is another work.
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
	struct deed_work work, more;
};

static void thing_release(struct thing *t)
{
	deed_workqueue_drop_live(&t->queue);
}

DEED_DEVICE_REF(thing_ref, struct thing, dev, thing_release);
#ifdef MISUSE
DEED_WORK(thing_work, thing_ref, dev, work, thing_works, more); /* error: not a member */
#else
DEED_WORK(thing_work, thing_ref, dev, work, thing_works, queue);
#endif

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_work_queue(t);
}

MODULE_DESCRIPTION("misuse: work on no queue");
MODULE_LICENSE("GPL");
