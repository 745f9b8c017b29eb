// SPDX-License-Identifier: GPL-2.0
/*
 * The work of one device is queued with the state of another.
 */
#include <linux/module.h>

#include <deed/work.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

DEED_DEVICE_TYPE(other_device, struct thing_hw);

struct other {
	struct other_device dev;
};

struct thing {
	struct thing_device dev;
	struct deed_work work;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_WORK(thing_work, thing_ref, dev, work, thing_works);

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used bool thing_kick(const struct thing *t, const struct other *o)
{
#ifdef MISUSE
	return thing_work_queue(o); /* error: incompatible pointer type */
#else
	return thing_work_queue(t);
#endif
}

MODULE_DESCRIPTION("misuse: work of another state");
MODULE_LICENSE("GPL");
