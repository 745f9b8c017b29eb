// SPDX-License-Identifier: GPL-2.0
/*
 * A timer is set up as a copy of another, whose list entry it takes along.
 */
#include <linux/module.h>

#include <deed/timer.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_timer timer;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_TIMER(thing_timer, thing_ref, dev, timer, thing_late);

static void thing_late(const struct thing *t, const struct thing_hw *hw,
		       const struct deed_softirq *in)
{
}

static __used void thing_set_up(struct thing *t, const struct thing *model)
{
#ifdef MISUSE
	memcpy(&t->timer, &model->timer, sizeof(t->timer)); /* error: [deed-copy] */
#else
	thing_timer_init(t);
#endif
}

static __used void thing_kick(const struct thing *t)
{
	thing_timer_start(t, HZ);
}

MODULE_DESCRIPTION("misuse: timer copied");
MODULE_LICENSE("GPL");
