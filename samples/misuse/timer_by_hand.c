// SPDX-License-Identifier: GPL-2.0
/*
 * A driver starts a timer of the kernel by hand, which nobody shuts down at unbind.
 */
#include <linux/module.h>

#include <deed/timer.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
#ifdef MISUSE
	struct timer_list timer;
#else
	struct deed_timer timer;
#endif
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);

#ifndef MISUSE
DEED_TIMER(thing_timer, thing_ref, dev, timer, thing_late);

static void thing_late(const struct thing *t, const struct thing_hw *hw,
		       const struct deed_softirq *in)
{
	thing_timer_start(t, HZ / 10);
}
#endif

static __used void thing_kick(struct thing *t)
{
#ifdef MISUSE
	mod_timer(&t->timer, jiffies + HZ / 10); /* error: [deed-raw-call] */
#else
	thing_timer_start(t, HZ / 10);
#endif
}

MODULE_DESCRIPTION("misuse: timer by hand");
MODULE_LICENSE("GPL");
