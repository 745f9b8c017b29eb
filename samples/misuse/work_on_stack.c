// SPDX-License-Identifier: GPL-2.0
/*
 * A work is a variable of a function, which returns before it runs.
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

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used bool thing_kick(const struct thing *t)
{
#ifdef MISUSE
	struct deed_work work = {}; /* error: [deed-no-owner] */

	return sizeof(work);
#else
	return thing_work_queue(t);
#endif
}

MODULE_DESCRIPTION("misuse: work on stack");
MODULE_LICENSE("GPL");
