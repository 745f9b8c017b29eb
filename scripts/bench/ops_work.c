// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/work.h: the works of a device, which are off after unbind. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/workqueue.h>

#include <deed/work.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here");

#define LONG (1000 * HZ)

struct hw {
	u32 id;
};

static u32 seen; /* by the work that ran last */

/* The driver's state, on both sides */
DEED_DEVICE_TYPE(deed_place, struct hw);

struct deed_state {
	struct deed_workqueue queue;
	struct deed_work work, own;
	struct deed_delayed_work later;
	struct deed_place place;
};

static void deed_state_release(struct deed_state *s)
{
	deed_workqueue_drop_live(&s->queue);
}

DEED_DEVICE_REF(state_ref, struct deed_state, place, deed_state_release);
DEED_WORK(job, state_ref, place, work, deed_runs);
DEED_WORK(own, state_ref, place, own, deed_runs, queue);
DEED_DELAYED_WORK(later, state_ref, place, later, deed_runs);

static void deed_runs(const struct deed_state *s, const struct hw *hw)
{
	WRITE_ONCE(seen, hw->id);
}

struct raw_state {
	struct workqueue_struct *queue;
	struct work_struct work, own;
	struct delayed_work later;
	struct hw hw;
};

static void raw_runs(struct work_struct *work)
{
	const struct raw_state *s = container_of(work, struct raw_state, work);

	WRITE_ONCE(seen, s->hw.id);
}

static const struct deed_state *deed;
static struct raw_state *raw;

static noinline long deed_work_queue(void)
{
	return job_queue(deed);
}

static noinline long raw_work_queue(void)
{
	return queue_work(system_percpu_wq, &raw->work);
}

static noinline long deed_work_queue_own(void)
{
	return own_queue(deed);
}

static noinline long raw_work_queue_own(void)
{
	return queue_work(raw->queue, &raw->own);
}

static noinline long deed_work_delay(void)
{
	return later_queue(deed, LONG);
}

static noinline long raw_work_delay(void)
{
	return queue_delayed_work(system_percpu_wq, &raw->later, LONG);
}

static noinline long deed_work_mod(void)
{
	later_mod(deed, LONG);
	return 0;
}

static noinline long raw_work_mod(void)
{
	mod_delayed_work(system_percpu_wq, &raw->later, LONG);
	return 0;
}

static noinline long deed_work_cancel(void)
{
	return later_cancel(deed);
}

static noinline long raw_work_cancel(void)
{
	return cancel_delayed_work_sync(&raw->later);
}

static noinline long deed_work_pending(void)
{
	return later_pending(deed);
}

static noinline long raw_work_pending(void)
{
	return delayed_work_pending(&raw->later);
}

/* As the kernel's thread calls it */
static noinline long deed_work_run(void)
{
	struct work_struct *work = __deed_raw_work(&deed->work);

	work->func(work);
	return seen;
}

static noinline long raw_work_run(void)
{
	raw->work.func(&raw->work);
	return seen;
}

/*
 * Both queues of their own are kept busy, so that a work which is counted waits
 * behind that: how long it takes to wake a thread is the scheduler's business.
 */
static DECLARE_COMPLETION(over);

static void keeps_busy(struct work_struct *work)
{
	wait_for_completion(&over);
}

static DECLARE_WORK(deed_busy, keeps_busy);
static DECLARE_WORK(raw_busy, keeps_busy);

static void work_idle(enum bench_side side)
{
	job_cancel(deed);
	own_cancel(deed);
	later_cancel(deed);
	cancel_work_sync(&raw->work);
	cancel_work_sync(&raw->own);
	cancel_delayed_work_sync(&raw->later);
}

static void work_waits(enum bench_side side)
{
	work_idle(side);
	if (side == DEED)
		later_queue(deed, LONG);
	else
		queue_delayed_work(system_percpu_wq, &raw->later, LONG);
}

static void work_off(enum bench_side side)
{
	work_idle(side);
	disable_work(__deed_raw_work(&deed->work));
	disable_work(&raw->work);
}

static void work_on(enum bench_side side)
{
	enable_work(__deed_raw_work(&deed->work));
	enable_work(&raw->work);
}

static int deed_probe(struct bench_bus *bus, struct deed_state *s, struct hw *hw)
{
	deed_own(deed_workqueue, queue) = deed_workqueue_alloc_ordered("deed-bench", 0);
	if (!deed_ok(queue))
		return deed_err(queue);

	s->queue = deed_move(queue);
	hw->id = 1;
	job_init(s);
	own_init(s);
	later_init(s);
	return 0;
}

__DEED_BIND(driver, state_ref, place, struct bench_bus, bench_bus_enable, deed_probe)

static bool raw_probe(void)
{
	raw = kzalloc(sizeof(*raw), GFP_KERNEL);
	if (!raw)
		return false;
	raw->queue = alloc_ordered_workqueue("raw-bench", 0);
	if (!raw->queue) {
		kfree(raw);
		return false;
	}
	raw->hw.id = 1;
	INIT_WORK(&raw->work, raw_runs);
	INIT_WORK(&raw->own, raw_runs);
	INIT_DELAYED_WORK(&raw->later, raw_runs);
	return true;
}

static void raw_remove(void)
{
	disable_work_sync(&raw->work);
	disable_work_sync(&raw->own);
	disable_delayed_work_sync(&raw->later);
	destroy_workqueue(raw->queue);
	kfree(raw);
}

void bench_work(void)
{
	static const struct bench_row rows[] = {
		BENCH(work, queue_own, "queue", work_idle, work_idle),
		BENCH(work, queue, "queue, device gone", work_off, work_on),
		BENCH(work, run, "run"),
		BENCH(work, delay, "queue, delayed", work_idle, work_idle),
		BENCH(work, delay, "queue, waits already", work_waits, work_idle),
		BENCH(work, mod, "mod", work_idle, work_idle),
		BENCH(work, mod, "mod, waits already", work_waits, work_idle),
		BENCH(work, cancel, "cancel", work_waits, work_idle, .sleeps = true),
		BENCH(work, pending, "pending", work_waits, work_idle),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = dev_get_drvdata(dev);
	if (raw_probe()) {
		queue_work(__deed_raw_workqueue(&deed->queue), &deed_busy);
		queue_work(raw->queue, &raw_busy);
		bench_rows(rows, ARRAY_SIZE(rows));
		complete_all(&over);
		raw_remove();
	}
	BENCH_SIZE("workqueue", struct deed_workqueue, struct workqueue_struct *);
	BENCH_SIZE("work", struct deed_work, struct work_struct);
	BENCH_SIZE("delayed work", struct deed_delayed_work, struct delayed_work);
	bench_unbind(dev, __driver_unbind);
}
