// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/revoke.h: a device that may have gone, and a queue that knows. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/wait.h>

#include <deed/revoke.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct hardware {
	long number;
};

DEED_DEVICE_TYPE(place, struct hardware);
DEED_CELL_TYPE(job_cell, mutex, bool);

deed_misuses("bench_revoke() makes the place, and ends it")
static struct {
	struct place place;
	struct job_cell done;
	struct deed_bound_queue queue;
} deed;

struct raw_device {
	refcount_t refs;
	bool gone;
	struct srcu_struct srcu;
};

static struct {
	struct raw_device device;
	struct hardware hw;
	struct mutex lock; /* protects done */
	bool done;
	wait_queue_head_t queue;
} raw;

static noinline long deed_revoke_enter(void)
{
	deed_own(place_live, live) = place_enter(&deed.place);
	if (!deed_ok(live))
		return deed_err(live);

	return place_hw(&live)->number;
}

static bool raw_enter(int *idx)
{
	*idx = srcu_read_lock(&raw.device.srcu);
	if (likely(!READ_ONCE(raw.device.gone)))
		return true;
	srcu_read_unlock(&raw.device.srcu, *idx);
	return false;
}

static noinline long raw_revoke_enter(void)
{
	long number;
	int idx;

	if (!raw_enter(&idx))
		return -ENODEV;
	number = raw.hw.number;
	srcu_read_unlock(&raw.device.srcu, idx);
	return number;
}

static noinline long deed_revoke_gone(void)
{
	return deed_gone(&deed.place);
}

static noinline long raw_revoke_gone(void)
{
	return READ_ONCE(raw.device.gone);
}

static noinline long deed_revoke_wait(void)
{
	deed_own(job_cell_guard, g) = job_cell_lock(&deed.done);
	bool *done = job_cell_data(&g);

	return deed_wait_interruptible(&deed.queue, &g, *done);
}

static int raw_wait_long(void)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = -ENODEV;

	add_wait_queue(&raw.queue, &wait);
	while (!READ_ONCE(raw.device.gone)) {
		err = 0;
		if (raw.done)
			break;
		err = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		err = -ENODEV;
		mutex_unlock(&raw.lock);
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
		mutex_lock(&raw.lock);
	}
	remove_wait_queue(&raw.queue, &wait);
	return err;
}

static noinline long raw_revoke_wait(void)
{
	int err = -ENODEV;

	mutex_lock(&raw.lock);
	if (!READ_ONCE(raw.device.gone))
		err = raw.done ? 0 : raw_wait_long();
	mutex_unlock(&raw.lock);
	return err;
}

static noinline long deed_revoke_wake(void)
{
	deed_wake(&deed.queue, EPOLLIN);
	return 0;
}

static noinline long raw_revoke_wake(void)
{
	if (wq_has_sleeper(&raw.queue))
		wake_up_interruptible_poll(&raw.queue, EPOLLIN | EPOLLRDNORM);
	return 0;
}

static void revoke_present(enum bench_side side)
{
	deed.place.__device.__closed = 0;
	deed.queue.__gone = false;
	raw.device.gone = false;
	*deed_cell_excl(&deed.done) = true;
	raw.done = true;
}

static void revoke_gone(enum bench_side side)
{
	deed.place.__device.__closed = __DEED_GONE;
	deed.queue.__gone = true;
	raw.device.gone = true;
}

static void revoke_signal(enum bench_side side)
{
	revoke_present(side);
	*deed_cell_excl(&deed.done) = false;
	raw.done = false;
	set_thread_flag(TIF_SIGPENDING);
}

static void revoke_no_signal(enum bench_side side)
{
	clear_thread_flag(TIF_SIGPENDING);
}

void bench_revoke(void)
{
	static const struct bench_row rows[] = {
		BENCH(revoke, enter, "enter and leave", revoke_present),
		BENCH(revoke, enter, "enter, gone", revoke_gone),
		BENCH(revoke, gone, "look whether it has gone", revoke_present),
		BENCH(revoke, wait, "condition holds", revoke_present),
		BENCH(revoke, wait, "wait, a signal", revoke_signal, revoke_no_signal),
		BENCH(revoke, wait, "wait, gone", revoke_gone),
		BENCH(revoke, wake, "wake nobody", revoke_present),
	};

	if (__deed_device_init(&deed.place.__device, NULL))
		return;
	__deed_share(&deed.place.__device);
	if (!init_srcu_struct(&raw.device.srcu)) {
		deed_cell_init(&deed.done);
		deed_bound_queue_init(&deed, queue, place);
		mutex_init(&raw.lock);
		init_waitqueue_head(&raw.queue);
		bench_rows(rows, ARRAY_SIZE(rows));
		cleanup_srcu_struct(&raw.device.srcu);
	}
	__deed_device_end(&deed.place.__device);
	BENCH_SIZE("live-guard", struct place_live, struct { void *device; int idx; });
	BENCH_SIZE("device place", struct place,
		   struct { struct raw_device device; struct hardware hw; });
	BENCH_SIZE("bound queue", struct deed_bound_queue, wait_queue_head_t);
}
