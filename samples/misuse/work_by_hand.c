// SPDX-License-Identifier: GPL-2.0
/*
 * A driver queues a work of the kernel by hand, which nobody ends at unbind.
 */
#include <linux/module.h>

#include <deed/work.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
#ifdef MISUSE
	struct work_struct work;
#else
	struct deed_work work;
#endif
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);

#ifndef MISUSE
DEED_WORK(thing_work, thing_ref, dev, work, thing_works);

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}
#endif

static __used bool thing_kick(struct thing *t)
{
#ifdef MISUSE
	return schedule_work(&t->work); /* error: [deed-raw-call] */
#else
	return thing_work_queue(t);
#endif
}

MODULE_DESCRIPTION("misuse: work by hand");
MODULE_LICENSE("GPL");
