// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/timer.h: the timers of a device, which are off after unbind. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#include <deed/timer.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here");

#define LONG (1000 * HZ)
#define LONG_NS ms_to_ktime(1000 * MSEC_PER_SEC)

struct hw {
	u32 id;
	ktime_t period; /* 0: once */
};

static u32 seen; /* by the timer that ran last */
static unsigned long delay;

/* The driver's state, on both sides */
DEED_CELL_TYPE(count_cell, spin_bh, u32);
DEED_DEVICE_TYPE(deed_place, struct hw);

struct deed_state {
	struct count_cell count;
	struct deed_timer timer;
	struct deed_hrtimer hrtimer;
	struct deed_place place;
};

DEED_DEVICE_REF(state_ref, struct deed_state, place, deed_plain);
DEED_TIMER(slow, state_ref, place, timer, deed_runs);
DEED_HRTIMER(hr, state_ref, place, hrtimer, hard, deed_hr_runs);

static void deed_runs(const struct deed_state *s, const struct hw *hw,
		      const struct deed_softirq *in)
{
	deed_lock_softirq(n, &s->count, in);

	++*n;
	WRITE_ONCE(seen, hw->id);
}

static ktime_t deed_hr_runs(const struct deed_state *s, const struct hw *hw,
			    const struct deed_hardirq *in)
{
	WRITE_ONCE(seen, hw->id);
	return hw->period;
}

/*
 * The twin's hrtimer is as safe: while its function moves its time on, nobody may
 * start it, nor after unbind, and who unbinds waits for who is in between.
 */
enum { RAW_OFF, RAW_IDLE, RAW_STARTED };

struct raw_hrtimer {
	struct hrtimer timer;
	atomic_t state;
};

struct raw_state {
	spinlock_t lock; /* protects count */
	u32 count;
	struct timer_list timer;
	struct raw_hrtimer hr;
	struct hw hw;
};

static void raw_runs(struct timer_list *timer)
{
	struct raw_state *s = container_of(timer, struct raw_state, timer);

	spin_lock(&s->lock);
	s->count++;
	WRITE_ONCE(seen, s->hw.id);
	spin_unlock(&s->lock);
}

static enum hrtimer_restart raw_hr_runs(struct hrtimer *timer)
{
	struct raw_state *s = container_of(timer, struct raw_state, hr.timer);

	WRITE_ONCE(seen, s->hw.id);
	if (s->hw.period > 0) {
		hrtimer_forward_now(timer, s->hw.period);
		return HRTIMER_RESTART;
	}
	atomic_cmpxchg(&s->hr.state, RAW_STARTED, RAW_IDLE);
	return HRTIMER_NORESTART;
}

static struct deed_state *deed;
static struct raw_state *raw;

static noinline long deed_timer_start(void)
{
	slow_start(deed, delay);
	return 0;
}

static noinline long raw_timer_start(void)
{
	mod_timer(&raw->timer, jiffies + delay);
	return 0;
}

static noinline long deed_timer_stop(void)
{
	return slow_stop(deed);
}

static noinline long raw_timer_stop(void)
{
	return timer_delete(&raw->timer) ? 1 : 0;
}

static noinline long deed_timer_cancel(void)
{
	return slow_cancel(deed);
}

static noinline long raw_timer_cancel(void)
{
	return timer_delete_sync(&raw->timer) ? 1 : 0;
}

/* As the kernel's interrupt calls it */
static noinline long deed_timer_run(void)
{
	deed->timer.__timer.function(&deed->timer.__timer);
	return seen;
}

static noinline long raw_timer_run(void)
{
	raw->timer.function(&raw->timer);
	return seen;
}

static noinline long deed_timer_hr_start(void)
{
	return hr_start(deed, LONG_NS);
}

static noinline long raw_timer_hr_start(void)
{
	bool started;

	rcu_read_lock_sched();
	started = atomic_cmpxchg(&raw->hr.state, RAW_IDLE, RAW_STARTED) == RAW_IDLE;
	if (started)
		hrtimer_start(&raw->hr.timer, LONG_NS, HRTIMER_MODE_REL);
	rcu_read_unlock_sched();
	return started;
}

static noinline long deed_timer_hr_stop(void)
{
	return hr_stop(deed);
}

static __always_inline bool raw_hr_stop(struct raw_hrtimer *hr)
{
	if (atomic_read(&hr->state) != RAW_STARTED ||
	    hrtimer_try_to_cancel(&hr->timer) <= 0)
		return false;
	atomic_cmpxchg(&hr->state, RAW_STARTED, RAW_IDLE);
	return true;
}

static noinline long raw_timer_hr_stop(void)
{
	return raw_hr_stop(&raw->hr);
}

static noinline long deed_timer_hr_cancel(void)
{
	return hr_cancel(deed);
}

static __always_inline bool raw_hr_cancel(struct raw_hrtimer *hr)
{
	if (!hrtimer_cancel(&hr->timer))
		return false;
	atomic_cmpxchg(&hr->state, RAW_STARTED, RAW_IDLE);
	return true;
}

static noinline long raw_timer_hr_cancel(void)
{
	return raw_hr_cancel(&raw->hr);
}

static noinline long deed_timer_hr_run(void)
{
	return deed->hrtimer.__timer.function(&deed->hrtimer.__timer);
}

static noinline long raw_timer_hr_run(void)
{
	return raw->hr.timer.function(&raw->hr.timer);
}

static void timers_idle(enum bench_side side)
{
	delay = LONG;
	slow_cancel(deed);
	hr_cancel(deed);
	timer_delete_sync(&raw->timer);
	raw_hr_cancel(&raw->hr);
}

static void timers_wait(enum bench_side side)
{
	timers_idle(side);
	if (side == DEED) {
		deed_timer_start();
		deed_timer_hr_start();
	} else {
		raw_timer_start();
		raw_timer_hr_start();
	}
}

static void timers_move(enum bench_side side)
{
	timers_wait(side);
	delay = LONG / 2;
}

static void hr_once(enum bench_side side)
{
	deed->place.__hw.period = 0;
	raw->hw.period = 0;
	atomic_set(&deed->hrtimer.__state, __DEED_HRTIMER_STARTED);
	atomic_set(&raw->hr.state, RAW_STARTED);
}

static void hr_again(enum bench_side side)
{
	ktime_t now = ktime_get();

	hr_once(side);
	deed->place.__hw.period = LONG_NS;
	raw->hw.period = LONG_NS;
	hrtimer_set_expires(&deed->hrtimer.__timer, now);
	hrtimer_set_expires(&raw->hr.timer, now);
}

static void hr_ran(enum bench_side side)
{
	atomic_set(&deed->hrtimer.__state, __DEED_HRTIMER_IDLE);
	atomic_set(&raw->hr.state, RAW_IDLE);
}

static int deed_probe(struct bench_bus *bus, struct deed_state *s, struct hw *hw)
{
	hw->id = 1;
	*deed_cell_init(&s->count) = 0;
	slow_init(s);
	hr_init(s);
	return 0;
}

__DEED_BIND(driver, state_ref, place, struct bench_bus, bench_bus_enable, deed_probe)

static bool raw_probe(void)
{
	raw = kzalloc(sizeof(*raw), GFP_KERNEL);
	if (!raw)
		return false;
	raw->hw.id = 1;
	spin_lock_init(&raw->lock);
	timer_setup(&raw->timer, raw_runs, 0);
	hrtimer_setup(&raw->hr.timer, raw_hr_runs, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	atomic_set(&raw->hr.state, RAW_IDLE);
	return true;
}

static void raw_remove(void)
{
	timer_shutdown_sync(&raw->timer);
	if (atomic_xchg(&raw->hr.state, RAW_OFF) == RAW_STARTED)
		synchronize_rcu();
	hrtimer_cancel(&raw->hr.timer);
	kfree(raw);
}

void bench_timer(void)
{
	static const struct bench_row rows[] = {
		BENCH(timer, start, "start", timers_idle, timers_idle),
		BENCH(timer, start, "start, waits already", timers_wait, timers_idle),
		BENCH(timer, start, "start, moved", timers_move, timers_idle),
		BENCH(timer, stop, "stop", timers_wait, timers_idle),
		BENCH(timer, stop, "stop, does not wait", timers_idle, timers_idle),
		BENCH(timer, cancel, "cancel", timers_wait, timers_idle),
		BENCH(timer, run, "run"),
		BENCH(timer, hr_start, "hrtimer start", timers_idle, timers_idle),
		BENCH(timer, hr_start, "hrtimer start, started", timers_wait, timers_idle),
		BENCH(timer, hr_stop, "hrtimer stop", timers_wait, timers_idle),
		BENCH(timer, hr_stop, "hrtimer stop, does not wait", timers_idle, timers_idle),
		BENCH(timer, hr_cancel, "hrtimer cancel", timers_wait, timers_idle),
		BENCH(timer, hr_run, "hrtimer run once", hr_once, hr_ran),
		BENCH(timer, hr_run, "hrtimer run, again", hr_again, hr_ran),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = dev_get_drvdata(dev);
	if (raw_probe()) {
		bench_rows(rows, ARRAY_SIZE(rows));
		timers_idle(RAW);
		raw_remove();
	}
	BENCH_SIZE("timer", struct deed_timer, struct timer_list);
	BENCH_SIZE("hrtimer", struct deed_hrtimer, struct raw_hrtimer);
	bench_unbind(dev, __driver_unbind);
}
