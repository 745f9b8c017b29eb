// SPDX-License-Identifier: GPL-2.0
/*
 * A timer that runs in a soft interrupt has a function for a hard one.
 */
#include <linux/module.h>

#include <deed/timer.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_hrtimer timer;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_HRTIMER(thing_timer, thing_ref, dev, timer, soft, thing_late);

#ifdef MISUSE
static ktime_t thing_late(const struct thing *t, const struct thing_hw *hw, /* error: conflicting */
			  const struct deed_hardirq *in)
#else
static ktime_t thing_late(const struct thing *t, const struct thing_hw *hw,
			  const struct deed_softirq *in)
#endif
{
	return ms_to_ktime(10);
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_timer_start(t, 0);
}

MODULE_DESCRIPTION("misuse: hrtimer is soft");
MODULE_LICENSE("GPL");
