// SPDX-License-Identifier: GPL-2.0
/*
 * A work keeps the hardware for somebody who comes after unbind.
 */
#include <linux/module.h>

#include <deed/irq.h>
#include <deed/work.h>

struct thing_hw {
	struct deed_irq irq;
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
static const struct thing_hw *last;
#else
static atomic_t last;
#endif

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
#ifdef MISUSE
	last = hw; /* error: [deed-borrow-escape] */
#else
	atomic_set(&last, hw->id);
#endif
}

static __used void thing_set_up(struct thing *t)
{
	thing_work_init(t);
}

MODULE_DESCRIPTION("misuse: hardware kept by work");
MODULE_LICENSE("GPL");
