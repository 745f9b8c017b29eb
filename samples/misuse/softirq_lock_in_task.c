// SPDX-License-Identifier: GPL-2.0
/*
 * A task locks as only what runs in a soft interrupt may.
 */
#include <linux/module.h>

#include <deed/timer.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

DEED_CELL_TYPE(bh_cell, spin_bh, u32);

struct thing {
	struct thing_device dev;
	struct deed_timer timer;
	struct bh_cell count;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_TIMER(thing_timer, thing_ref, dev, timer, thing_late);

static void thing_late(const struct thing *t, const struct thing_hw *hw,
		       const struct deed_softirq *in)
{
	deed_lock_softirq(n, &t->count, in);

	++*n;
}

static __used void thing_kick(const struct thing *t)
{
#ifdef MISUSE
	deed_lock_softirq(n, &t->count, in); /* error: 'in' undeclared */
#else
	deed_lock(spin_bh, n, &t->count);
#endif

	if (!*n)
		thing_timer_start(t, HZ);
}

MODULE_DESCRIPTION("misuse: softirq lock in task");
MODULE_LICENSE("GPL");
