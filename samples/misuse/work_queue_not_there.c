// SPDX-License-Identifier: GPL-2.0
/*
 * Probe queues a work before there is a queue for it.
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
	deed_workqueue_drop_live(&t->queue);
}

DEED_DEVICE_REF(thing_ref, struct thing, dev, thing_release);
DEED_WORK(thing_work, thing_ref, dev, work, thing_works, queue);

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used deed_fills(1) int thing_set_up(struct thing *t)
{
	thing_work_init(t);
#ifdef MISUSE
	thing_work_queue(t); /* error: [deed-partial] */
#endif

	deed_own(deed_workqueue, queue) = deed_workqueue_alloc("thing", 0);
	if (!deed_ok(queue))
		return deed_err(queue);

	t->queue = deed_move(queue);
	return 0;
}

static __used bool thing_start(const struct thing *t)
{
	return thing_work_queue(t);
}

MODULE_DESCRIPTION("misuse: work queue not there");
MODULE_LICENSE("GPL");
