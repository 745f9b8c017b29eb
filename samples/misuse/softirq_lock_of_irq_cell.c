// SPDX-License-Identifier: GPL-2.0
/*
 * A timer locks without turning off interrupts what a hard handler locks, too.
 */
#include <linux/module.h>

#include <deed/timer.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

DEED_CELL_TYPE(irq_cell, spin_irq, u32);

struct thing {
	struct thing_device dev;
	struct deed_timer timer;
	struct irq_cell count;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_TIMER(thing_timer, thing_ref, dev, timer, thing_late);

static void thing_late(const struct thing *t, const struct thing_hw *hw,
		       const struct deed_softirq *in)
{
#ifdef MISUSE
	deed_lock_softirq(n, &t->count, in); /* error: incompatible pointer type */
#else
	deed_lock(spin_irq, n, &t->count);
#endif

	++*n;
}

static __used void thing_kick(const struct thing *t)
{
	thing_timer_start(t, HZ);
}

MODULE_DESCRIPTION("misuse: softirq lock of irq cell");
MODULE_LICENSE("GPL");
