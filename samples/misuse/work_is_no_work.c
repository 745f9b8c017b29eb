// SPDX-License-Identifier: GPL-2.0
/*
 * A work that is to wait before it runs has no timer.
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
	struct deed_work work;
#else
	struct deed_delayed_work work;
#endif
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_DELAYED_WORK(thing_work, thing_ref, dev, work, thing_works); /* error: not a member */

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_work_queue(t, HZ);
}

MODULE_DESCRIPTION("misuse: work is no work");
MODULE_LICENSE("GPL");
