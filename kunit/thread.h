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
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

/* What ought to happen at once happens within this, even on a busy host. */
#define THREAD_PATIENCE (20 * HZ)

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

/* Starts a thread that runs body(arg), and waits for signals if body allows. */
static inline struct thread *
thread_start(struct kunit *test, int (*body)(void *arg), void *arg)
{
	struct thread *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->body = body;
	t->arg = arg;
	init_completion(&t->done);
	t->task = kthread_create(thread_main, t, "deed-test");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->task);
	get_task_struct(t->task);
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
