// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/wait.h: a flag in a cell that is waited for, and completions. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

#include <deed/wait.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct flag {
	bool set;
};

DEED_CELL_TYPE(flag_cell, mutex, struct flag);

static struct {
	struct flag_cell cell;
	struct deed_waitqueue queue;
	struct deed_completion done;
} deed;

static struct {
	struct mutex lock; /* protects flag */
	struct flag flag;
	wait_queue_head_t queue;
	struct completion done;
} raw;

static noinline long deed_wait_interruptible_(void)
{
	deed_own(flag_cell_guard, g) = flag_cell_lock(&deed.cell);
	struct flag *s = flag_cell_data(&g);

	return deed_wait_interruptible(&deed.queue, &g, s->set);
}

static int raw_interruptible_slow(void)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = 0;

	add_wait_queue(&raw.queue, &wait);
	while (!raw.flag.set) {
		if (signal_pending(current)) {
			err = -ERESTARTSYS;
			break;
		}
		mutex_unlock(&raw.lock);
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
		mutex_lock(&raw.lock);
	}
	remove_wait_queue(&raw.queue, &wait);
	return err;
}

static noinline long raw_wait_interruptible_(void)
{
	int err = 0;

	mutex_lock(&raw.lock);
	if (!raw.flag.set)
		err = raw_interruptible_slow();
	mutex_unlock(&raw.lock);
	return err;
}

static noinline long deed_wait_killable_(void)
{
	deed_own(flag_cell_guard, g) = flag_cell_lock(&deed.cell);
	struct flag *s = flag_cell_data(&g);

	return deed_wait_killable(&deed.queue, &g, s->set);
}

static int raw_killable_slow(void)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = 0;

	add_wait_queue(&raw.queue, &wait);
	while (!raw.flag.set) {
		if (fatal_signal_pending(current)) {
			err = -ERESTARTSYS;
			break;
		}
		mutex_unlock(&raw.lock);
		wait_woken(&wait, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT);
		mutex_lock(&raw.lock);
	}
	remove_wait_queue(&raw.queue, &wait);
	return err;
}

static noinline long raw_wait_killable_(void)
{
	int err = 0;

	mutex_lock(&raw.lock);
	if (!raw.flag.set)
		err = raw_killable_slow();
	mutex_unlock(&raw.lock);
	return err;
}

static long timeout;

static noinline long deed_wait_timeout_(void)
{
	deed_own(flag_cell_guard, g) = flag_cell_lock(&deed.cell);
	struct flag *s = flag_cell_data(&g);

	return deed_wait_timeout(&deed.queue, &g, s->set, timeout);
}

static int raw_timeout_slow(void)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	long left = timeout;
	int err = 0;

	add_wait_queue(&raw.queue, &wait);
	while (!raw.flag.set) {
		if (signal_pending(current)) {
			err = -ERESTARTSYS;
			break;
		}
		if (left <= 0) {
			err = -ETIMEDOUT;
			break;
		}
		mutex_unlock(&raw.lock);
		left = wait_woken(&wait, TASK_INTERRUPTIBLE, left);
		mutex_lock(&raw.lock);
	}
	remove_wait_queue(&raw.queue, &wait);
	return err;
}

static noinline long raw_wait_timeout_(void)
{
	int err = 0;

	mutex_lock(&raw.lock);
	if (!raw.flag.set)
		err = raw_timeout_slow();
	mutex_unlock(&raw.lock);
	return err;
}

static noinline long deed_wait_wake(void)
{
	deed_wake(&deed.queue, EPOLLIN);
	return 0;
}

static noinline long raw_wait_wake(void)
{
	if (wq_has_sleeper(&raw.queue))
		wake_up_interruptible_poll(&raw.queue, EPOLLIN | EPOLLRDNORM);
	return 0;
}

static noinline long deed_wait_complete(void)
{
	deed_complete(&deed.done);
	return deed_completion_wait_interruptible(&deed.done);
}

static noinline long raw_wait_complete(void)
{
	complete(&raw.done);
	return wait_for_completion_interruptible(&raw.done);
}

static noinline long deed_wait_complete_killable(void)
{
	deed_complete(&deed.done);
	return deed_completion_wait_killable(&deed.done);
}

static noinline long raw_wait_complete_killable(void)
{
	complete(&raw.done);
	return wait_for_completion_killable(&raw.done);
}

static noinline long deed_wait_complete_all(void)
{
	deed_complete_all(&deed.done);
	return 0;
}

static noinline long raw_wait_complete_all(void)
{
	complete_all(&raw.done);
	return 0;
}

static noinline long deed_wait_complete_timeout(void)
{
	return deed_completion_wait_timeout(&deed.done, timeout);
}

static noinline long raw_wait_complete_timeout(void)
{
	long left = wait_for_completion_interruptible_timeout(&raw.done, timeout);

	if (left < 0)
		return left;
	return left ? 0 : -ETIMEDOUT;
}

static noinline long deed_wait_init(void)
{
	deed_waitqueue_init(&deed.queue);
	deed_completion_init(&deed.done);
	return 0;
}

static noinline long raw_wait_init(void)
{
	init_waitqueue_head(&raw.queue);
	init_completion(&raw.done);
	return 0;
}

static void wait_clear(enum bench_side side)
{
	timeout = 0;
	deed_cell_init(&deed.cell)->set = false;
	deed_waitqueue_init(&deed.queue);
	deed_completion_init(&deed.done);
	mutex_init(&raw.lock);
	raw.flag.set = false;
	init_waitqueue_head(&raw.queue);
	init_completion(&raw.done);
}

static void wait_true(enum bench_side side)
{
	wait_clear(side);
	timeout = 1;
	deed_cell_excl(&deed.cell)->set = true;
	raw.flag.set = true;
	deed_complete_all(&deed.done);
	complete_all(&raw.done);
}

static void wait_signal(enum bench_side side)
{
	wait_clear(side);
	timeout = 1;
	set_thread_flag(TIF_SIGPENDING);
}

static void wait_no_signal(enum bench_side side)
{
	clear_thread_flag(TIF_SIGPENDING);
}

/* Somebody else on the queue */
static int wait_woken_up(struct wait_queue_entry *entry, unsigned int mode,
			 int flags, void *key)
{
	return 0;
}

static struct wait_queue_entry others[2] = {
	{ .func = wait_woken_up },
	{ .func = wait_woken_up },
};

static void wait_others(enum bench_side side)
{
	wait_clear(side);
	add_wait_queue(&deed.queue.__queue, &others[DEED]);
	add_wait_queue(&raw.queue, &others[RAW]);
}

void bench_wait(void)
{
	static const struct bench_row rows[] = {
		BENCH(wait, init, "initialise queue and completion"),
		BENCH(wait, interruptible_, "condition holds", wait_true),
		BENCH(wait, interruptible_, "signal", wait_signal, wait_no_signal),
		BENCH(wait, killable_, "killable, condition holds", wait_true),
		BENCH(wait, timeout_, "timeout, condition holds", wait_true),
		BENCH(wait, timeout_, "timeout, signal", wait_signal, wait_no_signal),
		BENCH(wait, timeout_, "timeout is over", wait_clear),
		BENCH(wait, wake, "wake nobody", wait_clear),
		BENCH(wait, wake, "wake somebody", wait_others),
		BENCH(wait, complete, "complete and wait", wait_clear),
		BENCH(wait, complete_killable, "complete and wait, killable", wait_clear),
		BENCH(wait, complete_all, "complete all", wait_clear),
		BENCH(wait, complete_timeout, "completion, timeout", wait_true),
	};

	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("wait queue", struct deed_waitqueue, wait_queue_head_t);
	BENCH_SIZE("completion", struct deed_completion, struct completion);
}
