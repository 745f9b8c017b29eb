// SPDX-License-Identifier: GPL-2.0
/*
 * A hard timer locks what is only safe from soft interrupts.
 */
#include <linux/module.h>

#include <deed/timer.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

DEED_CELL_TYPE(bh_cell, spin_bh, u32);
DEED_CELL_TYPE(irq_cell, spin_irq, u32);

struct thing {
	struct thing_device dev;
	struct deed_hrtimer timer;
#ifdef MISUSE
	struct bh_cell count;
#else
	struct irq_cell count;
#endif
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_HRTIMER(thing_timer, thing_ref, dev, timer, hard, thing_late);

static ktime_t thing_late(const struct thing *t, const struct thing_hw *hw,
			  const struct deed_hardirq *in)
{
	deed_lock_hardirq(n, &t->count, in); /* error: incompatible pointer type */

	++*n;
	return 0;
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_timer_start(t, 0);
}

MODULE_DESCRIPTION("misuse: hrtimer locks bh cell");
MODULE_LICENSE("GPL");
