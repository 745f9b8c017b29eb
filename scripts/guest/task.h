/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For test programs: system calls that another thread makes, so that they can be
 * seen to block.
 *
 * Nothing here sleeps for a fixed time: a call counts as blocked when the kernel
 * says that the task sleeps inside that very system call.
 */
#ifndef _TASK_H
#define _TASK_H

#include <kselftest_harness.h>	/* first: it defines _GNU_SOURCE */

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

/* A call gives what the system call returns, or a negative errno. */
static inline long result(long returned)
{
	return returned == -1 ? -errno : returned;
}

/* One system call that somebody else makes. */
struct task {
	long nr;
	long arg[6];
	long result;	/* or a negative errno */
	pid_t tid;
	bool done;
	bool is_process;
	pthread_t thread;
};

static inline void *task_run(void *arg)
{
	struct task *t = arg;

	__atomic_store_n(&t->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	t->result = result(syscall(t->nr, t->arg[0], t->arg[1], t->arg[2],
				   t->arg[3], t->arg[4], t->arg[5]));
	__atomic_store_n(&t->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static inline void task_start(struct task *t, long nr, const long *arg)
{
	memset(t, 0, sizeof(*t));
	t->nr = nr;
	memcpy(t->arg, arg, sizeof(t->arg));
	if (pthread_create(&t->thread, NULL, task_run, t))
		abort();
}

/* start(task, SYS_read, fd, (long)buf, len): a thread makes the call. */
#define start(t, nr, ...) task_start(t, nr, (long[6]) { __VA_ARGS__ })

/* Whether it has returned, without waiting for that. */
static inline bool finished(struct task *t)
{
	return __atomic_load_n(&t->done, __ATOMIC_ACQUIRE);
}

/* Whether a task sleeps in this system call. */
static inline bool sleeps_in(pid_t tid, long nr)
{
	char path[64], said[256];
	int fd, n;

	snprintf(path, sizeof(path), "/proc/%d/syscall", tid);
	fd = open(path, O_RDONLY);
	n = read(fd, said, sizeof(said) - 1);
	close(fd);
	if (n <= 0)
		return false;
	said[n] = 0;
	/* "running", or the call's number and arguments */
	return isdigit(said[0]) && atol(said) == nr;
}

/* Wait until the task sleeps in its call; false if the call returned instead. */
static inline bool blocked(struct task *t)
{
	for (;; sched_yield()) {
		pid_t tid = __atomic_load_n(&t->tid, __ATOMIC_ACQUIRE);

		if (finished(t))
			return false;
		if (tid && sleeps_in(tid, t->nr))
			return true;
	}
}

/* Wait until the call has returned, and give its result. */
static inline long finish(struct task *t)
{
	if (t->is_process)
		waitpid(t->tid, NULL, 0);
	else
		pthread_join(t->thread, NULL);
	return t->done ? t->result : -ESRCH;
}

/* Handlers count; whoever sends a signal can wait until it was handled. */
static unsigned int signals_handled;

static inline void count_signal(int sig)
{
	(void)sig;
	__atomic_add_fetch(&signals_handled, 1, __ATOMIC_RELEASE);
}

static inline void handle(int sig, int flags)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = flags };

	sigaction(sig, &action, NULL);
}

/* Signal a blocked task and wait until it handled that. */
static inline void disturb(struct task *t, int sig)
{
	unsigned int before = __atomic_load_n(&signals_handled, __ATOMIC_ACQUIRE);

	pthread_kill(t->thread, sig);
	while (__atomic_load_n(&signals_handled, __ATOMIC_ACQUIRE) == before)
		sched_yield();
}

#endif /* _TASK_H */
