// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/wait.h>: that a waiter sleeps with the lock let go of and
 * returns with it held, whatever ends the wait, and that no wake-up is lost.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/eventpoll.h>
#include <linux/jiffies.h>
#include <linux/module.h>

#include <deed/wait.h>

#include "thread.h"

deed_unsafe_file("tests look at the queues and tasks that wait");

#define ROUNDS 60 /* each hand-over wakes another CPU: milliseconds under emulation */

struct gate {
	unsigned int turn; /* what is waited for */
	unsigned int looks; /* how often a waiter looked */
};

DEED_CELL_TYPE(m_gate, mutex, struct gate);
DEED_CELL_TYPE(s_gate, spin, struct gate);
DEED_CELL_TYPE(bh_gate, spin_bh, struct gate);
DEED_CELL_TYPE(irq_gate, spin_irq, struct gate);

struct gates {
	struct m_gate m;
	struct s_gate s;
	struct bh_gate bh;
	struct irq_gate irq;
	struct deed_waitqueue queue;
	struct deed_completion done;
	atomic_t passed;
};

static int wait_test_init(struct kunit *test)
{
	struct gates *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, g);
	deed_cell_init(&g->m);
	deed_cell_init(&g->s);
	deed_cell_init(&g->bh);
	deed_cell_init(&g->irq);
	deed_waitqueue_init(&g->queue);
	deed_completion_init(&g->done);
	test->priv = g;
	return 0;
}

static bool somebody_waits(struct gates *g)
{
	/* No barrier: a waiter is seen asleep before, or was joined. */
	return waitqueue_active(&g->queue.__queue);
}

/*
 * For each kind of cell: a thread's body that waits for turn 1 and says how it
 * ended, and the same with another way to wait. -EIO: the lock was not held.
 */
#define WAITER(name, prefix, member, signal, wait)			\
	static int name(void *arg)					\
	{								\
		const struct gates *g = arg;				\
		int sig = signal, err, again;				\
									\
		if (sig)						\
			allow_signal(sig);				\
		deed_own(prefix##_guard, guard) = prefix##_lock(&g->member); \
		struct gate *gate = prefix##_data(&guard);		\
									\
		err = wait(&g->queue, &guard,				\
			   (gate->looks++, gate->turn == 1));		\
		{							\
			deed_own(prefix##_guard, busy) =		\
				prefix##_trylock(&g->member);		\
			again = deed_ok(busy) ? 0 : deed_err(busy);	\
		}							\
		return again == -EBUSY && deed_ok(guard) ? err : -EIO;	\
	}

#define wait_patiently(queue, guard, condition) \
	deed_wait_timeout(queue, guard, condition, THREAD_PATIENCE)
#define wait_shortly(queue, guard, condition) \
	deed_wait_timeout(queue, guard, condition, 2)
#define wait_not_at_all(queue, guard, condition) \
	deed_wait_timeout(queue, guard, condition, 0)

WAITER(mutex_waiter, m_gate, m, 0, deed_wait_interruptible)
WAITER(spin_waiter, s_gate, s, 0, deed_wait_interruptible)
WAITER(spin_bh_waiter, bh_gate, bh, 0, deed_wait_interruptible)
WAITER(spin_irq_waiter, irq_gate, irq, 0, deed_wait_interruptible)
WAITER(mutex_killable, m_gate, m, 0, deed_wait_killable)
WAITER(spin_killable, s_gate, s, 0, deed_wait_killable)
WAITER(mutex_patient, m_gate, m, 0, wait_patiently)
WAITER(spin_irq_patient, irq_gate, irq, 0, wait_patiently)
WAITER(mutex_signalled, m_gate, m, SIGUSR1, deed_wait_interruptible)
WAITER(spin_signalled, s_gate, s, SIGUSR1, deed_wait_interruptible)
WAITER(spin_irq_signalled, irq_gate, irq, SIGUSR1, deed_wait_interruptible)
WAITER(mutex_patient_signalled, m_gate, m, SIGUSR1, wait_patiently)
WAITER(mutex_not_killed, m_gate, m, SIGUSR1, deed_wait_killable)
WAITER(mutex_killed, m_gate, m, SIGKILL, deed_wait_killable)
WAITER(spin_bh_killed, bh_gate, bh, SIGKILL, deed_wait_killable)
WAITER(mutex_timed_out, m_gate, m, 0, wait_shortly)
WAITER(spin_timed_out, s_gate, s, 0, wait_shortly)
WAITER(spin_bh_timed_out, bh_gate, bh, 0, wait_shortly)
WAITER(spin_irq_timed_out, irq_gate, irq, 0, wait_shortly)
WAITER(mutex_impatient, m_gate, m, 0, wait_not_at_all)

/* Starts a waiter, lets it fall asleep, changes the condition, and wakes. */
#define EXPECT_WOKEN(test, body, way, member)				\
	do {								\
		struct gates *__g = (test)->priv;			\
		struct thread *__t;					\
									\
		deed_cell_excl(&__g->member)->turn = 0;			\
		__t = thread_start(test, body, __g);			\
		KUNIT_EXPECT_TRUE(test, thread_sleeps(__t));		\
		KUNIT_EXPECT_TRUE(test, somebody_waits(__g));		\
		{							\
			deed_lock(way, s, &__g->member);		\
									\
			s->turn = 1;					\
		}							\
		deed_wake(&__g->queue, EPOLLIN);			\
		KUNIT_EXPECT_EQ(test, thread_join(test, __t), 0);	\
		KUNIT_EXPECT_FALSE(test, somebody_waits(__g));		\
	} while (0)

static void waiter_goes_on_when_its_condition_changes(struct kunit *test)
{
	EXPECT_WOKEN(test, mutex_waiter, mutex, m);
	EXPECT_WOKEN(test, spin_waiter, spin, s);
	EXPECT_WOKEN(test, spin_bh_waiter, spin_bh, bh);
	EXPECT_WOKEN(test, spin_irq_waiter, spin_irq, irq);
}

static void killable_waiter_goes_on_when_its_condition_changes(struct kunit *test)
{
	EXPECT_WOKEN(test, mutex_killable, mutex, m);
	EXPECT_WOKEN(test, spin_killable, spin, s);
}

static void patient_waiter_goes_on_when_its_condition_changes(struct kunit *test)
{
	EXPECT_WOKEN(test, mutex_patient, mutex, m);
	EXPECT_WOKEN(test, spin_irq_patient, spin_irq, irq);
}

static void condition_that_holds_is_looked_at_once(struct kunit *test)
{
	struct gates *g = test->priv;

	deed_cell_excl(&g->m)->turn = 1;
	KUNIT_EXPECT_EQ(test, mutex_waiter(g), 0);
	KUNIT_EXPECT_EQ(test, mutex_killable(g), 0);
	KUNIT_EXPECT_EQ(test, mutex_impatient(g), 0);
	KUNIT_EXPECT_EQ(test, deed_cell_excl(&g->m)->looks, 3);
}

static void condition_that_holds_beats_a_signal(struct kunit *test)
{
	struct gates *g = test->priv;

	deed_cell_excl(&g->m)->turn = 1;
	signal_self(SIGUSR1);
	KUNIT_EXPECT_EQ(test, mutex_waiter(g), 0);
	KUNIT_EXPECT_EQ(test, mutex_patient(g), 0);
	signals_done(SIGUSR1);
}

static void pending_signal_ends_a_wait_before_it_sleeps(struct kunit *test)
{
	struct gates *g = test->priv;

	signal_self(SIGUSR1);
	KUNIT_EXPECT_EQ(test, mutex_waiter(g), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, spin_irq_waiter(g), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, mutex_patient(g), -ERESTARTSYS);
	signals_done(SIGUSR1);
	KUNIT_EXPECT_FALSE(test, somebody_waits(g));
}

/* Starts a waiter, lets it fall asleep, and sends a signal. */
static int signalled(struct kunit *test, int (*body)(void *), int sig)
{
	struct thread *t = thread_start(test, body, test->priv);
	int result;

	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	send_sig(sig, t->task, 1);
	result = thread_join(test, t);
	KUNIT_EXPECT_FALSE(test, somebody_waits(test->priv));
	return result;
}

static void signal_ends_a_wait_with_the_lock_held(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, signalled(test, mutex_signalled, SIGUSR1), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, signalled(test, spin_signalled, SIGUSR1), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, signalled(test, spin_irq_signalled, SIGUSR1), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, signalled(test, mutex_patient_signalled, SIGUSR1),
			-ERESTARTSYS);
}

static void fatal_signal_ends_a_killable_wait(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, signalled(test, mutex_killed, SIGKILL), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, signalled(test, spin_bh_killed, SIGKILL), -ERESTARTSYS);
}

static void plain_signal_does_not_end_a_killable_wait(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *t = thread_start(test, mutex_not_killed, g);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	send_sig(SIGUSR1, t->task, 1);
	deed_wake(&g->queue, EPOLLIN);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	{
		deed_lock(mutex, s, &g->m);

		s->turn = 1;
	}
	deed_wake(&g->queue, EPOLLIN);
	KUNIT_EXPECT_EQ(test, thread_join(test, t), 0);
}

static void wait_times_out_with_the_lock_held(struct kunit *test)
{
	struct gates *g = test->priv;
	unsigned long start = jiffies;

	KUNIT_EXPECT_EQ(test, mutex_timed_out(g), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, jiffies - start, 2);
	KUNIT_EXPECT_EQ(test, spin_timed_out(g), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, spin_bh_timed_out(g), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, spin_irq_timed_out(g), -ETIMEDOUT);
	KUNIT_EXPECT_FALSE(test, somebody_waits(g));
}

static void wait_of_no_time_does_not_sleep(struct kunit *test)
{
	struct gates *g = test->priv;

	KUNIT_EXPECT_EQ(test, mutex_impatient(g), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, deed_cell_excl(&g->m)->looks, 2);
}

static void condition_that_comes_true_at_the_last_moment_counts(struct kunit *test)
{
	const struct gates *g = test->priv;
	unsigned int looks = 0;

	deed_own(irq_gate_guard, guard) = irq_gate_lock(&g->irq);
	/* The third look comes after the only sleep, which lasts to the end. */
	int err = deed_wait_timeout(&g->queue, &guard, ++looks == 3, 1);

	irq_gate_guard_drop(&guard);
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, looks, 3);
}

static void timeout_is_evaluated_once(struct kunit *test)
{
	const struct gates *g = test->priv;
	unsigned int looks = 0, evaluated = 0;

	deed_own(m_gate_guard, guard) = m_gate_lock(&g->m);
	int err = deed_wait_timeout(&g->queue, &guard, (looks++, false),
				    (evaluated++, 1));

	KUNIT_EXPECT_EQ(test, err, -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, evaluated, 1);
}

/* Waits until a waiter has looked more often than @before. */
static bool looked_again(const struct gates *g, unsigned int before)
{
	unsigned long end = jiffies + THREAD_PATIENCE;
	unsigned int now;

	do {
		{
			deed_lock(mutex, s, &g->m);

			now = s->looks;
		}
		if (now != before)
			return true;
		schedule_timeout_uninterruptible(1);
	} while (time_before(jiffies, end));
	return false;
}

static void waiter_that_is_woken_for_nothing_waits_on(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *t = thread_start(test, mutex_waiter, g);
	unsigned int looks;

	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	for (int i = 0; i < 3; i++) {
		{
			deed_lock(mutex, s, &g->m);

			looks = s->looks;
		}
		deed_wake(&g->queue, EPOLLIN);
		KUNIT_EXPECT_TRUE(test, looked_again(g, looks));
		KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
		KUNIT_EXPECT_TRUE(test, somebody_waits(g));
	}
	{
		deed_lock(mutex, s, &g->m);

		s->turn = 1;
		deed_wake(&g->queue, EPOLLOUT); /* under the lock, too */
	}
	KUNIT_EXPECT_EQ(test, thread_join(test, t), 0);
}

static void wake_reaches_all_waiters(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *threads[4];

	for (int i = 0; i < 4; i++) {
		threads[i] = thread_start(test, i % 2 ? mutex_waiter : mutex_killable, g);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(threads[i]));
	}
	{
		deed_lock(mutex, s, &g->m);

		s->turn = 1;
	}
	deed_wake(&g->queue, EPOLLIN);
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, thread_join(test, threads[i]), 0);
}

/* What a poller on the queue is told. */
struct poller {
	struct wait_queue_entry entry;
	unsigned int woken;
	__poll_t events;
};

static int poller_woken(struct wait_queue_entry *entry, unsigned int mode,
			int flags, void *key)
{
	struct poller *p = container_of(entry, struct poller, entry);

	p->woken++;
	p->events = key_to_poll(key);
	return 0;
}

#define EXPECT_TOLD(test, woken_for, told)				\
	do {								\
		deed_wake(&g->queue, woken_for);			\
		KUNIT_EXPECT_EQ(test, (__force u32)p->events,		\
				(__force u32)(told));			\
	} while (0)

static void wake_tells_pollers_what_happened(struct kunit *test)
{
	struct gates *g = test->priv;
	struct poller *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	init_waitqueue_func_entry(&p->entry, poller_woken);
	add_wait_queue(&g->queue.__queue, &p->entry);
	EXPECT_TOLD(test, EPOLLIN, EPOLLIN | EPOLLRDNORM);
	EXPECT_TOLD(test, EPOLLOUT, EPOLLOUT | EPOLLWRNORM);
	EXPECT_TOLD(test, EPOLLHUP, EPOLLHUP);
	EXPECT_TOLD(test, EPOLLRDNORM | EPOLLPRI, EPOLLRDNORM | EPOLLPRI);
	KUNIT_EXPECT_EQ(test, p->woken, 4);
	remove_wait_queue(&g->queue.__queue, &p->entry);
	deed_wake(&g->queue, EPOLLIN);
	KUNIT_EXPECT_EQ(test, p->woken, 4);
}

static void wait_puts_the_context_back(struct kunit *test)
{
	const struct gates *g = test->priv;
	bool irqs_off, irqs_off_after, bhs_off, bhs_off_after;

	{
		deed_own(irq_gate_guard, guard) = irq_gate_lock(&g->irq);

		(void)deed_wait_timeout(&g->queue, &guard, false, 1);
		irqs_off = irqs_disabled();
	}
	irqs_off_after = irqs_disabled();
	{
		deed_own(bh_gate_guard, guard) = bh_gate_lock(&g->bh);

		(void)deed_wait_timeout(&g->queue, &guard, false, 1);
		bhs_off = softirq_count();
	}
	bhs_off_after = softirq_count();
	KUNIT_EXPECT_TRUE(test, irqs_off);
	KUNIT_EXPECT_FALSE(test, irqs_off_after);
	KUNIT_EXPECT_TRUE(test, bhs_off);
	KUNIT_EXPECT_FALSE(test, bhs_off_after);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* Two that take turns: one wake-up lost, and both wait until the join fails. */
#define PLAYER(name, prefix, member, mine)				\
	static int name(void *arg)					\
	{								\
		const struct gates *g = arg;				\
									\
		for (int i = 0; i < ROUNDS; i++) {			\
			deed_own(prefix##_guard, guard) =		\
				prefix##_lock(&g->member);		\
			struct gate *gate = prefix##_data(&guard);	\
			int err = deed_wait_interruptible(&g->queue, &guard, \
					gate->turn % 2 == (mine));	\
									\
			if (err)					\
				return err;				\
			gate->turn++;					\
			deed_wake(&g->queue, EPOLLIN);			\
		}							\
		return 0;						\
	}

PLAYER(mutex_even, m_gate, m, 0)
PLAYER(mutex_odd, m_gate, m, 1)
PLAYER(spin_irq_even, irq_gate, irq, 0)
PLAYER(spin_irq_odd, irq_gate, irq, 1)

static void no_wake_up_is_lost(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *m[2], *irq[2];

	m[0] = thread_start(test, mutex_even, g);
	m[1] = thread_start(test, mutex_odd, g);
	KUNIT_EXPECT_EQ(test, thread_join(test, m[0]), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, m[1]), 0);
	KUNIT_EXPECT_EQ(test, deed_cell_excl(&g->m)->turn, 2 * ROUNDS);
	irq[0] = thread_start(test, spin_irq_even, g);
	irq[1] = thread_start(test, spin_irq_odd, g);
	KUNIT_EXPECT_EQ(test, thread_join(test, irq[0]), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, irq[1]), 0);
	KUNIT_EXPECT_EQ(test, deed_cell_excl(&g->irq)->turn, 2 * ROUNDS);
}

/*
 * A waiter holds the guard of one cell, and what it waits for is elsewhere: the
 * lock under which it looks keeps nobody from waking. Each round starts on two
 * CPUs at once, with another distance between the look and the wake-up. After a
 * lost one the waiter sleeps on, and no next round starts. That a barrier is
 * missing shows once in ten thousand rounds or more: not in every run.
 */
struct elsewhere {
	struct gates *gates;
	atomic_t here;
	bool over; /* the waker's last round */
	/* As little as possible that orders the CPUs by chance. */
	atomic_t turn ____cacheline_aligned;
};

#define DISTANCE 7

/* Waits until both threads are in the round, and then a little. */
static bool round_starts(struct elsewhere *e, int round, unsigned int delay)
{
	unsigned long end = jiffies + THREAD_PATIENCE;

	atomic_inc(&e->here);
	while (atomic_read(&e->here) < 2 * round) {
		if (time_after(jiffies, end))
			return false;
		cond_resched();
	}
	while (delay--)
		cpu_relax();
	return true;
}

/* The turn, in another cell, or in none at all. */
static int turn_in_a_cell(const struct elsewhere *e)
{
	deed_lock(spin_irq, gate, &e->gates->irq);

	return gate->turn;
}

static void set_turn_in_a_cell(struct elsewhere *e, int turn)
{
	deed_lock(spin_irq, gate, &e->gates->irq);

	gate->turn = turn;
}

static int bare_turn(const struct elsewhere *e)
{
	return atomic_read_acquire(&e->turn);
}

static void set_bare_turn(struct elsewhere *e, int turn)
{
	atomic_set_release(&e->turn, turn);
}

#define ELSEWHERE(name, get, set)					\
	static int name##_waiter(struct elsewhere *e)			\
	{								\
		for (int i = 1; !READ_ONCE(e->over); i++) {		\
			if (!round_starts(e, i, i * 53 % DISTANCE))	\
				return -EIO;				\
			deed_own(m_gate_guard, guard) =			\
				m_gate_lock(&e->gates->m);		\
			if (deed_wait_interruptible(&e->gates->queue, &guard, \
						    get(e) >= i))	\
				return -EINTR;				\
		}							\
		return 0;						\
	}								\
									\
	static int name##_waker(struct elsewhere *e)			\
	{								\
		unsigned long end = jiffies + HZ / 2;			\
									\
		for (int i = 1; !READ_ONCE(e->over); i++) {		\
			if (!round_starts(e, i, i * 37 % DISTANCE))	\
				return -EIO;				\
			WRITE_ONCE(e->over, time_after(jiffies, end));	\
			/* So that the queue is near, too. */		\
			somebody_waits(e->gates);			\
			set(e, i);					\
			deed_wake(&e->gates->queue, EPOLLIN);		\
		}							\
		return 0;						\
	}								\
									\
	static int name(void *arg)					\
	{								\
		return raw_smp_processor_id() == cpumask_first(cpu_online_mask) ? \
			name##_waiter(arg) : name##_waker(arg);		\
	}

ELSEWHERE(bare_race, bare_turn, set_bare_turn)
ELSEWHERE(cell_race, turn_in_a_cell, set_turn_in_a_cell)

static void no_wake_up_is_lost_that_comes_from_elsewhere(struct kunit *test)
{
	static int (*const races[])(void *) = { bare_race, cell_race };
	static struct elsewhere e;

	if (num_online_cpus() < 2)
		kunit_skip(test, "a race takes two CPUs");
	for (size_t i = 0; i < ARRAY_SIZE(races); i++) {
		memset(&e, 0, sizeof(e));
		e.gates = test->priv;
		KUNIT_EXPECT_EQ(test, threads_race(test, races[i], &e), 0);
		KUNIT_EXPECT_FALSE(test, somebody_waits(e.gates));
	}
}

/* Bodies that wait for the completion, and count when they went on. */
#define COMPLETION_WAITER(name, sig, ...)				\
	static int done_##name(void *arg)				\
	{								\
		struct gates *g = arg;					\
		int err;						\
									\
		if (sig)						\
			allow_signal(sig);				\
		err = __VA_ARGS__;					\
		atomic_inc(&g->passed);					\
		return err;						\
	}

COMPLETION_WAITER(interruptible, SIGUSR1,
		  deed_completion_wait_interruptible(&g->done))
COMPLETION_WAITER(not_killed, SIGUSR1,
		  deed_completion_wait_killable(&g->done))
COMPLETION_WAITER(killable, SIGKILL,
		  deed_completion_wait_killable(&g->done))
COMPLETION_WAITER(patient, SIGUSR1,
		  deed_completion_wait_timeout(&g->done, THREAD_PATIENCE))

static void completed_before_goes_on_at_once(struct kunit *test)
{
	const struct gates *g = test->priv;

	for (int i = 0; i < 4; i++)
		deed_complete(&g->done);
	KUNIT_EXPECT_EQ(test, deed_completion_wait_interruptible(&g->done), 0);
	KUNIT_EXPECT_EQ(test, deed_completion_wait_killable(&g->done), 0);
	KUNIT_EXPECT_EQ(test, deed_completion_wait_timeout(&g->done, 1), 0);
	KUNIT_EXPECT_EQ(test, deed_completion_wait_timeout(&g->done, 0), 0);
	KUNIT_EXPECT_EQ(test, deed_completion_wait_timeout(&g->done, 0), -ETIMEDOUT);
}

static void complete_wakes_each_form(struct kunit *test)
{
	static int (*const bodies[])(void *) = {
		done_interruptible, done_killable, done_patient,
	};
	const struct gates *g = test->priv;

	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		struct thread *t = thread_start(test, bodies[i], test->priv);

		KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
		deed_complete(&g->done);
		KUNIT_EXPECT_EQ(test, thread_join(test, t), 0);
	}
	KUNIT_EXPECT_EQ(test, deed_completion_wait_timeout(&g->done, 1), -ETIMEDOUT);
}

static void complete_lets_one_go_on_each_time(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *a, *b;

	/* The first to sleep is the first to go on. */
	a = thread_start(test, done_interruptible, g);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(a));
	b = thread_start(test, done_interruptible, g);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(b));
	local_irq_disable();
	deed_complete(&g->done);
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, thread_join(test, a), 0);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(b));
	KUNIT_EXPECT_EQ(test, atomic_read(&g->passed), 1);
	deed_complete(&g->done);
	KUNIT_EXPECT_EQ(test, thread_join(test, b), 0);
}

static void complete_all_lets_everybody_go_on_for_good(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *a = thread_start(test, done_interruptible, g);
	struct thread *b = thread_start(test, done_killable, g);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(a));
	KUNIT_EXPECT_TRUE(test, thread_sleeps(b));
	deed_complete_all(&g->done);
	KUNIT_EXPECT_EQ(test, thread_join(test, a), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, b), 0);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, deed_completion_wait_timeout(&g->done, 1), 0);
}

static int completion_signalled(struct kunit *test, int (*body)(void *), int sig)
{
	struct thread *t = thread_start(test, body, test->priv);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	send_sig(sig, t->task, 1);
	return thread_join(test, t);
}

static void signal_ends_a_wait_for_completion(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, completion_signalled(test, done_interruptible, SIGUSR1),
			-ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, completion_signalled(test, done_patient, SIGUSR1),
			-ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, completion_signalled(test, done_killable, SIGKILL),
			-ERESTARTSYS);
}

static void plain_signal_does_not_end_a_killable_completion(struct kunit *test)
{
	struct gates *g = test->priv;
	struct thread *t = thread_start(test, done_not_killed, g);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	send_sig(SIGUSR1, t->task, 1);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&g->passed), 0);
	deed_complete(&g->done);
	KUNIT_EXPECT_EQ(test, thread_join(test, t), 0);
}

static void wait_for_completion_times_out(struct kunit *test)
{
	const struct gates *g = test->priv;
	unsigned long start = jiffies;

	KUNIT_EXPECT_EQ(test, deed_completion_wait_timeout(&g->done, 2), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, jiffies - start, 2);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(waiter_goes_on_when_its_condition_changes),
	KUNIT_CASE(killable_waiter_goes_on_when_its_condition_changes),
	KUNIT_CASE(patient_waiter_goes_on_when_its_condition_changes),
	KUNIT_CASE(condition_that_holds_is_looked_at_once),
	KUNIT_CASE(condition_that_holds_beats_a_signal),
	KUNIT_CASE(pending_signal_ends_a_wait_before_it_sleeps),
	KUNIT_CASE(signal_ends_a_wait_with_the_lock_held),
	KUNIT_CASE(fatal_signal_ends_a_killable_wait),
	KUNIT_CASE(plain_signal_does_not_end_a_killable_wait),
	KUNIT_CASE(wait_times_out_with_the_lock_held),
	KUNIT_CASE(wait_of_no_time_does_not_sleep),
	KUNIT_CASE(condition_that_comes_true_at_the_last_moment_counts),
	KUNIT_CASE(timeout_is_evaluated_once),
	KUNIT_CASE(waiter_that_is_woken_for_nothing_waits_on),
	KUNIT_CASE(wake_reaches_all_waiters),
	KUNIT_CASE(wake_tells_pollers_what_happened),
	KUNIT_CASE(wait_puts_the_context_back),
	KUNIT_CASE(no_wake_up_is_lost),
	KUNIT_CASE(no_wake_up_is_lost_that_comes_from_elsewhere),
	KUNIT_CASE(completed_before_goes_on_at_once),
	KUNIT_CASE(complete_wakes_each_form),
	KUNIT_CASE(complete_lets_one_go_on_each_time),
	KUNIT_CASE(complete_all_lets_everybody_go_on_for_good),
	KUNIT_CASE(signal_ends_a_wait_for_completion),
	KUNIT_CASE(plain_signal_does_not_end_a_killable_completion),
	KUNIT_CASE(wait_for_completion_times_out),
	{}
};

static struct kunit_suite wait_suite = {
	.name = "deed_wait",
	.init = wait_test_init,
	.test_cases = wait_cases,
};

kunit_test_suite(wait_suite);

MODULE_DESCRIPTION("Tests of wait queues and completions");
MODULE_LICENSE("GPL");
