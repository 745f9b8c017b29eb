/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads for tests: started, always joined, never left behind.
 *
 * A thread must not use KUNIT_ASSERT_*(), which ends the test's own thread; it
 * returns what the test then looks at. Between start and join the test must not
 * use it either: the thread works on what the test owns.
 */
#ifndef _DEED_KUNIT_THREAD_H
#define _DEED_KUNIT_THREAD_H

#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include <deed/own.h>

deed_unsafe_file("threads of tests are started and joined by the kernel itself");

/* What ought to happen at once happens within this, even on a busy host. */
#define THREAD_PATIENCE (120 * HZ)

struct thread {
	int (*body)(void *arg);
	void *arg;
	struct completion done;
	struct task_struct *task;
};

static inline int thread_main(void *data)
{
	struct thread *t = data;
	int result = t->body(t->arg);

	complete(&t->done);
	return result;
}

/* A thread that is to run body(arg), and waits for signals if body allows. */
static inline struct thread *
thread_make(struct kunit *test, int (*body)(void *arg), void *arg)
{
	struct thread *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->body = body;
	t->arg = arg;
	init_completion(&t->done);
	t->task = kthread_create(thread_main, t, "deed-test");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->task);
	get_task_struct(t->task);
	return t;
}

static inline struct thread *
thread_start(struct kunit *test, int (*body)(void *arg), void *arg)
{
	struct thread *t = thread_make(test, body, arg);

	wake_up_process(t->task);
	return t;
}

/* Waits for the end of a thread and returns the result of its body. */
static inline int thread_join(struct kunit *test, struct thread *t)
{
	int result;

	if (!wait_for_completion_timeout(&t->done, THREAD_PATIENCE)) {
		KUNIT_FAIL(test, "the thread does not end");
		send_sig(SIGKILL, t->task, 1);
	}
	result = kthread_stop(t->task);
	put_task_struct(t->task);
	return result;
}

static inline int thread_run(struct kunit *test, int (*body)(void *), void *arg)
{
	return thread_join(test, thread_start(test, body, arg));
}

/* Waits until a thread sleeps or has ended; true if it sleeps. */
static inline bool thread_sleeps(struct thread *t)
{
	unsigned long end = jiffies + THREAD_PATIENCE;

	while (!completion_done(&t->done) && time_before(jiffies, end)) {
		if (READ_ONCE(t->task->__state) & TASK_NORMAL)
			return true;
		schedule_timeout_uninterruptible(1);
	}
	return false;
}

/* Runs body(arg) on two CPUs at once, and returns the sum of the results. */
static inline int
threads_race(struct kunit *test, int (*body)(void *arg), void *arg)
{
	struct thread *a = thread_make(test, body, arg);
	struct thread *b = thread_make(test, body, arg);

	kthread_bind(a->task, cpumask_first(cpu_online_mask));
	kthread_bind(b->task, cpumask_last(cpu_online_mask));
	wake_up_process(a->task);
	wake_up_process(b->task);
	return thread_join(test, a) + thread_join(test, b);
}

/* Waits in both threads of a race until both have come here. */
static inline void threads_meet(atomic_t *here)
{
	unsigned long end = jiffies + THREAD_PATIENCE;

	atomic_inc(here);
	while (atomic_read(here) < 2 && time_before(jiffies, end))
		cond_resched();
}

/* A signal for the thread that calls this; it must be allowed first. */
static inline void signal_self(int sig)
{
	allow_signal(sig);
	send_sig(sig, current, 1);
}

/* And the end of it, for a test's own thread. */
static inline void signals_done(int sig)
{
	flush_signals(current);
	disallow_signal(sig);
}

#endif /* _DEED_KUNIT_THREAD_H */
