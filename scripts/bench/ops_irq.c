// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/irq.h: handlers, as the kernel calls them. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/interrupt.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

#include <deed/irq.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct hardware {
	u32 cause;
	struct deed_irq line;
};

DEED_DEVICE_TYPE(place, struct hardware);

struct events {
	unsigned int count;
	u32 last;
};

DEED_CELL_TYPE(events_cell, spin_irq, struct events);

struct device_state {
	struct place place;
	struct events_cell events;
};

DEED_DEVICE_REF(state_ref, struct device_state, place, deed_plain);

static irqreturn_t state_hard(const struct device_state *s, const struct hardware *hw,
			      const struct deed_hardirq *in)
{
	u32 cause = READ_ONCE(hw->cause);

	if (!cause)
		return IRQ_NONE;

	deed_lock_hardirq(events, &s->events, in);
	events->count++;
	events->last = cause;
	return IRQ_HANDLED;
}

static irqreturn_t state_thread(const struct device_state *s, const struct hardware *hw)
{
	deed_lock(spin_irq, events, &s->events);
	if (!events->last)
		return IRQ_NONE;
	events->last = 0;
	return IRQ_HANDLED;
}

DEED_IRQ(state_irq, state_ref, place, line, hard, state_hard, thread, state_thread);

struct raw_state {
	u32 cause;
	spinlock_t lock; /* protects events */
	struct events events;
};

static irqreturn_t raw_hard(int irq, void *cookie)
{
	struct raw_state *s = cookie;
	u32 cause = READ_ONCE(s->cause);

	if (!cause)
		return IRQ_NONE;
	spin_lock(&s->lock);
	s->events.count++;
	s->events.last = cause;
	spin_unlock(&s->lock);
	return IRQ_HANDLED;
}

static irqreturn_t raw_thread(int irq, void *cookie)
{
	struct raw_state *s = cookie;
	irqreturn_t ret = IRQ_NONE;
	unsigned long flags;

	spin_lock_irqsave(&s->lock, flags);
	if (s->events.last) {
		s->events.last = 0;
		ret = IRQ_HANDLED;
	}
	spin_unlock_irqrestore(&s->lock, flags);
	return ret;
}

deed_misuses("is never bound: only its handlers are called")
static struct device_state deed;
static struct raw_state raw;

/* What a driver registers: gcc may not look into it from here. */
static void *cookies[2] = { [DEED] = &deed, [RAW] = &raw };

static noinline long deed_irq_hard(void)
{
	return __state_irq_hard(0, READ_ONCE(cookies[DEED]));
}

static noinline long raw_irq_hard(void)
{
	return raw_hard(0, READ_ONCE(cookies[RAW]));
}

static noinline long deed_irq_thread(void)
{
	return __state_irq_thread(0, READ_ONCE(cookies[DEED]));
}

static noinline long raw_irq_thread(void)
{
	return raw_thread(0, READ_ONCE(cookies[RAW]));
}

static void irq_ours(enum bench_side side)
{
	deed.place.__hw.cause = 1;
	raw.cause = 1;
	deed_cell_excl(&deed.events)->last = 1;
	raw.events.last = 1;
}

static void irq_not_ours(enum bench_side side)
{
	deed.place.__hw.cause = 0;
	raw.cause = 0;
	deed_cell_excl(&deed.events)->last = 0;
	raw.events.last = 0;
}

void bench_irq(void)
{
	static const struct bench_row rows[] = {
		BENCH(irq, hard, "hard handler", irq_ours),
		BENCH(irq, hard, "hard handler, not ours", irq_not_ours),
		BENCH(irq, thread, "thread", irq_ours),
		BENCH(irq, thread, "thread, nothing to do", irq_not_ours),
	};

	deed_cell_init(&deed.events);
	spin_lock_init(&raw.lock);
	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("interrupt", struct deed_irq, struct { int irq; unsigned int flags; });
}
