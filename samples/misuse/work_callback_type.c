// SPDX-License-Identifier: GPL-2.0
/*
 * The function of a work wants the state for itself.
 */
#include <linux/module.h>

#include <deed/work.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_work work;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_WORK(thing_work, thing_ref, dev, work, thing_works);

#ifdef MISUSE
static void thing_works(struct thing *t, const struct thing_hw *hw) /* error: conflicting */
#else
static void thing_works(const struct thing *t, const struct thing_hw *hw)
#endif
{
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_work_queue(t);
}

MODULE_DESCRIPTION("misuse: work callback type");
MODULE_LICENSE("GPL");
