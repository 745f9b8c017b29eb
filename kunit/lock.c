// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/lock.h>: that each kind of cell excludes, that its guards put
 * back what they changed (interrupts, softirqs, preemption) on every way out,
 * and the forms that can fail.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/preempt.h>

#include <deed/lock.h>

#include "thread.h"

deed_unsafe_file("tests look at locks and contexts with the eyes of the kernel");

#define ROUNDS 600

struct sums {
	unsigned int count;
	unsigned int overlaps; /* how often two were inside */
};

DEED_CELL_TYPE(m_cell, mutex, struct sums);
DEED_CELL_TYPE(rw_cell, rwsem, struct sums);
DEED_CELL_TYPE(s_cell, spin, struct sums);
DEED_CELL_TYPE(bh_cell, spin_bh, struct sums);
DEED_CELL_TYPE(irq_cell, spin_irq, struct sums);
DEED_CELL_TYPE(raw_cell, raw_spin, struct sums);

/* A cell of each kind, and a count of who is inside that no lock protects. */
struct cells {
	struct m_cell m;
	struct rw_cell rw;
	struct s_cell s;
	struct bh_cell bh;
	struct irq_cell irq;
	struct raw_cell raw;
	atomic_t inside;
	atomic_t here;
};

static int lock_test_init(struct kunit *test)
{
	struct cells *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	deed_cell_init(&c->m);
	deed_cell_init(&c->rw);
	deed_cell_init(&c->s);
	deed_cell_init(&c->bh);
	deed_cell_init(&c->irq);
	deed_cell_init(&c->raw);
	test->priv = c;
	return 0;
}

/* What is done under a lock: an addition that gets lost if two do it at once. */
static void add_slowly(struct sums *sums, atomic_t *inside)
{
	unsigned int seen = READ_ONCE(sums->count);

	if (atomic_inc_return(inside) != 1)
		sums->overlaps++;
	for (int i = 0; i < 20; i++)
		cpu_relax();
	WRITE_ONCE(sums->count, seen + 1);
	atomic_dec(inside);
}

/* For each way to lock: a body that adds under deed_lock() and under a guard. */
#define ADDER(way, member, prefix)					\
	static int way##_adder(void *arg)				\
	{								\
		struct cells *c = arg;					\
									\
		threads_meet(&c->here);				\
		for (int i = 0; i < ROUNDS; i++) {			\
			{						\
				deed_lock(way, s, &c->member);		\
									\
				add_slowly(s, &c->inside);		\
			}						\
			deed_own(prefix##_guard, g) = prefix##_lock(&c->member); \
									\
			add_slowly(prefix##_data(&g), &c->inside);	\
		}							\
		return 0;						\
	}

ADDER(mutex, m, m_cell)
ADDER(rwsem_write, rw, rw_cell_write)
ADDER(spin, s, s_cell)
ADDER(spin_bh, bh, bh_cell)
ADDER(spin_irq, irq, irq_cell)
ADDER(raw_spin, raw, raw_cell)

/* Two threads add at the same time; every addition must count. */
static void expect_exclusion(struct kunit *test, int (*adder)(void *),
			     struct sums *sums)
{
	threads_race(test, adder, test->priv);
	KUNIT_EXPECT_EQ(test, sums->count, 4 * ROUNDS);
	KUNIT_EXPECT_EQ(test, sums->overlaps, 0);
}

static void mutex_excludes(struct kunit *test)
{
	struct cells *c = test->priv;

	expect_exclusion(test, mutex_adder, deed_cell_excl(&c->m));
}

static void rwsem_writers_exclude(struct kunit *test)
{
	struct cells *c = test->priv;

	expect_exclusion(test, rwsem_write_adder, deed_cell_excl(&c->rw));
}

static void spin_excludes(struct kunit *test)
{
	struct cells *c = test->priv;

	expect_exclusion(test, spin_adder, deed_cell_excl(&c->s));
}

static void spin_bh_excludes(struct kunit *test)
{
	struct cells *c = test->priv;

	expect_exclusion(test, spin_bh_adder, deed_cell_excl(&c->bh));
}

static void spin_irq_excludes(struct kunit *test)
{
	struct cells *c = test->priv;

	expect_exclusion(test, spin_irq_adder, deed_cell_excl(&c->irq));
}

static void raw_spin_excludes(struct kunit *test)
{
	struct cells *c = test->priv;

	expect_exclusion(test, raw_spin_adder, deed_cell_excl(&c->raw));
}

/* What a thread may do while a lock is held, seen from inside the lock. */
struct context {
	bool preemptible;
	bool softirqs_off;
	bool irqs_off;
};

static struct context context_now(void)
{
	return (struct context){
		.preemptible = !preempt_count(),
		.softirqs_off = softirq_count(),
		.irqs_off = irqs_disabled(),
	};
}

#define EXPECT_CONTEXT(test, now, may_preempt, no_softirqs, no_irqs)	\
	do {								\
		struct context __c = (now);				\
									\
		KUNIT_EXPECT_EQ(test, __c.preemptible, may_preempt);	\
		KUNIT_EXPECT_EQ(test, __c.softirqs_off, no_softirqs);	\
		KUNIT_EXPECT_EQ(test, __c.irqs_off, no_irqs);		\
	} while (0)

/* The context under deed_lock(), and under a guard if both are the same. */
#define CONTEXT_UNDER(way, prefix, member)				\
	static struct context way##_context(const struct cells *c)	\
	{								\
		struct context seen, again;				\
									\
		{							\
			deed_lock(way, s, &c->member);			\
									\
			seen = context_now();				\
		}							\
		deed_own(prefix##_guard, g) = prefix##_lock(&c->member); \
									\
		again = context_now();					\
		return memcmp(&seen, &again, sizeof(seen)) ?		\
			(struct context){ true, true, true } : seen;	\
	}

CONTEXT_UNDER(mutex, m_cell, m)
CONTEXT_UNDER(rwsem_read, rw_cell_read, rw)
CONTEXT_UNDER(rwsem_write, rw_cell_write, rw)
CONTEXT_UNDER(spin, s_cell, s)
CONTEXT_UNDER(spin_bh, bh_cell, bh)
CONTEXT_UNDER(spin_irq, irq_cell, irq)
CONTEXT_UNDER(raw_spin, raw_cell, raw)

static void sleeping_locks_change_no_context(struct kunit *test)
{
	EXPECT_CONTEXT(test, mutex_context(test->priv), true, false, false);
	EXPECT_CONTEXT(test, rwsem_read_context(test->priv), true, false, false);
	EXPECT_CONTEXT(test, rwsem_write_context(test->priv), true, false, false);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static void spin_turns_preemption_off_and_on(struct kunit *test)
{
	EXPECT_CONTEXT(test, spin_context(test->priv), false, false, false);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static void spin_bh_turns_softirqs_off_and_on(struct kunit *test)
{
	EXPECT_CONTEXT(test, spin_bh_context(test->priv), false, true, false);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static void spin_irq_turns_interrupts_off_and_on(struct kunit *test)
{
	EXPECT_CONTEXT(test, spin_irq_context(test->priv), false, false, true);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static void raw_spin_turns_interrupts_off_and_on(struct kunit *test)
{
	EXPECT_CONTEXT(test, raw_spin_context(test->priv), false, false, true);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static void interrupts_that_were_off_stay_off(struct kunit *test)
{
	const struct cells *c = test->priv;
	struct context after_irq, after_raw, after_try, after_failed_try;

	local_irq_disable();
	spin_irq_context(c);
	after_irq = context_now();
	raw_spin_context(c);
	after_raw = context_now();
	{
		deed_own(irq_cell_guard, g) = irq_cell_trylock(&c->irq);
		deed_own(irq_cell_guard, failed) = irq_cell_trylock(&c->irq);

		after_failed_try = context_now();
	}
	after_try = context_now();
	local_irq_enable();

	KUNIT_EXPECT_TRUE(test, after_irq.irqs_off);
	KUNIT_EXPECT_TRUE(test, after_raw.irqs_off);
	KUNIT_EXPECT_TRUE(test, after_failed_try.irqs_off);
	KUNIT_EXPECT_TRUE(test, after_try.irqs_off);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static void softirqs_that_were_off_stay_off(struct kunit *test)
{
	struct context after;

	local_bh_disable();
	spin_bh_context(test->priv);
	after = context_now();
	local_bh_enable();

	KUNIT_EXPECT_TRUE(test, after.softirqs_off);
	KUNIT_EXPECT_FALSE(test, context_now().softirqs_off);
}

static void irq_guards_can_nest_in_each_other(struct kunit *test)
{
	const struct cells *c = test->priv;
	struct context between;

	{
		deed_lock(spin_irq, outer, &c->irq);
		{
			deed_lock(raw_spin, inner, &c->raw);

			inner->count = ++outer->count;
		}
		between = context_now();
	}
	EXPECT_CONTEXT(test, between, false, false, true);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

/* What trylock says: 0 if it got the lock, which it lets go of at once. */
#define TRY(prefix)							\
	static int prefix##_try(const struct cells *c)			\
	{								\
		deed_own(prefix##_guard, g) = TRY_##prefix(c);		\
									\
		return deed_ok(g) ? 0 : deed_err(g);			\
	}

#define TRY_m_cell(c) m_cell_trylock(&(c)->m)
#define TRY_rw_cell_read(c) rw_cell_read_trylock(&(c)->rw)
#define TRY_rw_cell_write(c) rw_cell_write_trylock(&(c)->rw)
#define TRY_s_cell(c) s_cell_trylock(&(c)->s)
#define TRY_bh_cell(c) bh_cell_trylock(&(c)->bh)
#define TRY_irq_cell(c) irq_cell_trylock(&(c)->irq)
#define TRY_raw_cell(c) raw_cell_trylock(&(c)->raw)

TRY(m_cell)
TRY(rw_cell_read)
TRY(rw_cell_write)
TRY(s_cell)
TRY(bh_cell)
TRY(irq_cell)
TRY(raw_cell)

/*
 * Trylock before, while and after a lock is held. A lock knows no owner here:
 * that its own thread tries makes no difference.
 */
#define EXPECT_TRYLOCK(test, way, member, try, busy)			\
	do {								\
		const struct cells *__c = (test)->priv;			\
		struct context __after;					\
		int __while;						\
									\
		KUNIT_EXPECT_EQ(test, try(__c), 0);			\
		{							\
			deed_lock(way, s, &__c->member);		\
									\
			__while = try(__c);				\
		}							\
		__after = context_now();				\
		KUNIT_EXPECT_EQ(test, __while, busy);			\
		EXPECT_CONTEXT(test, __after, true, false, false);	\
		KUNIT_EXPECT_EQ(test, try(__c), 0);			\
		EXPECT_CONTEXT(test, context_now(), true, false, false); \
	} while (0)

static void trylock_of_a_held_mutex_is_busy(struct kunit *test)
{
	EXPECT_TRYLOCK(test, mutex, m, m_cell_try, -EBUSY);
}

static void trylock_of_a_held_spin_is_busy(struct kunit *test)
{
	EXPECT_TRYLOCK(test, spin, s, s_cell_try, -EBUSY);
}

static void trylock_of_a_held_spin_bh_is_busy(struct kunit *test)
{
	EXPECT_TRYLOCK(test, spin_bh, bh, bh_cell_try, -EBUSY);
}

static void trylock_of_a_held_spin_irq_is_busy(struct kunit *test)
{
	EXPECT_TRYLOCK(test, spin_irq, irq, irq_cell_try, -EBUSY);
}

static void trylock_of_a_held_raw_spin_is_busy(struct kunit *test)
{
	EXPECT_TRYLOCK(test, raw_spin, raw, raw_cell_try, -EBUSY);
}

static void rwsem_writer_keeps_others_out(struct kunit *test)
{
	EXPECT_TRYLOCK(test, rwsem_write, rw, rw_cell_write_try, -EBUSY);
	EXPECT_TRYLOCK(test, rwsem_write, rw, rw_cell_read_try, -EBUSY);
}

static void rwsem_reader_keeps_writers_out(struct kunit *test)
{
	EXPECT_TRYLOCK(test, rwsem_read, rw, rw_cell_write_try, -EBUSY);
}

static int read_try_body(void *arg)
{
	return rw_cell_read_try(arg);
}

static void rwsem_readers_share(struct kunit *test)
{
	struct cells *c = test->priv;
	int other;

	deed_cell_excl(&c->rw)->count = 5;
	{
		deed_lock(rwsem_read, s, &c->rw);

		other = thread_run(test, read_try_body, c);
		KUNIT_EXPECT_EQ(test, s->count, 5);
	}
	KUNIT_EXPECT_EQ(test, other, 0);
}

/* Data that is a pointer: what is const is the data, not what it points to. */
DEED_CELL_TYPE(pointer_cell, rwsem, int *);

static void rwsem_reader_sees_const_data(struct kunit *test)
{
	struct cells *c = test->priv;

	{
		deed_lock(rwsem_read, s, &c->rw);

		static_assert(__same_type(s, const struct sums *const));
	}
	{
		deed_lock(rwsem_write, s, &c->rw);

		static_assert(__same_type(s, struct sums *const));
	}
	deed_own(rw_cell_read_guard, g) = rw_cell_read_lock(&c->rw);
	static_assert(__same_type(rw_cell_read_data(&g), const struct sums *));
	static_assert(__same_type(pointer_cell_read_data(NULL), int *const *));
	static_assert(__same_type(pointer_cell_write_data(NULL), int **));
	KUNIT_EXPECT_PTR_EQ(test, rw_cell_read_data(&g),
			    (const struct sums *)deed_cell_excl(&c->rw));
}

/* Trylock from another thread: whether this one holds the mutex. */
static int mutex_try_body(void *arg)
{
	return m_cell_try(arg);
}

#define EXPECT_MUTEX(test, state) \
	KUNIT_EXPECT_EQ(test, thread_run(test, mutex_try_body, (test)->priv), state)

static void guard_holds_the_lock_until_its_scope_ends(struct kunit *test)
{
	struct cells *c = test->priv;

	{
		deed_own(m_cell_guard, g) = m_cell_lock(&c->m);

		KUNIT_EXPECT_TRUE(test, deed_ok(g));
		EXPECT_MUTEX(test, -EBUSY);
	}
	EXPECT_MUTEX(test, 0);
}

static void moved_guard_still_holds_the_lock(struct kunit *test)
{
	struct cells *c = test->priv;

	{
		deed_own(m_cell_guard, a) = m_cell_lock(&c->m);
		{
			deed_own(m_cell_guard, b) = deed_move(a);

			KUNIT_EXPECT_FALSE(test, deed_ok(a));
			m_cell_data(&b)->count++;
			EXPECT_MUTEX(test, -EBUSY);
		}
		EXPECT_MUTEX(test, 0);
	}
	EXPECT_MUTEX(test, 0);
}

static struct irq_cell_guard lock_for_caller(const struct irq_cell *cell)
{
	deed_own(irq_cell_guard, g) = irq_cell_lock(cell);

	return deed_move(g);
}

static void guard_takes_the_irq_state_along(struct kunit *test)
{
	const struct cells *c = test->priv;
	struct context inside;

	{
		deed_own(irq_cell_guard, g) = lock_for_caller(&c->irq);

		inside = context_now();
	}
	EXPECT_CONTEXT(test, inside, false, false, true);
	EXPECT_CONTEXT(test, context_now(), true, false, false);
}

static int return_under_lock(const struct cells *c, bool early)
{
	deed_lock(mutex, s, &c->m);

	if (early)
		return ++s->count;
	return -EIO;
}

static void lock_is_let_go_of_on_return(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, return_under_lock(test->priv, true), 1);
	EXPECT_MUTEX(test, 0);
	KUNIT_EXPECT_EQ(test, return_under_lock(test->priv, false), -EIO);
	EXPECT_MUTEX(test, 0);
}

static void lock_is_let_go_of_on_break_and_continue(struct kunit *test)
{
	const struct cells *c = test->priv;
	int last = 0;

	for (int i = 0; i < 10; i++) {
		deed_lock(mutex, s, &c->m);

		last = i;
		if (i < 3)
			continue;
		if (i == 5)
			break;
	}
	KUNIT_EXPECT_EQ(test, last, 5);
	EXPECT_MUTEX(test, 0);
}

static void guard_dropped_early_lets_go_once(struct kunit *test)
{
	const struct cells *c = test->priv;

	deed_own(m_cell_guard, g) = m_cell_lock(&c->m);

	m_cell_guard_drop(&g);
	KUNIT_EXPECT_FALSE(test, deed_ok(g));
	EXPECT_MUTEX(test, 0);
}

/*
 * The forms that a signal ends. Each body locks with a signal that its thread
 * has, while the test holds the lock or does not.
 */
#define SIGNALLED(name, prefix, member, form, sig)			\
	static int name(void *arg)					\
	{								\
		const struct cells *c = arg;				\
									\
		signal_self(sig);					\
		deed_own(prefix##_guard, g) = prefix##_lock_##form(&c->member); \
		return deed_ok(g) ? 0 : deed_err(g);			\
	}

SIGNALLED(mutex_interrupted, m_cell, m, interruptible, SIGUSR1)
SIGNALLED(mutex_killed, m_cell, m, killable, SIGKILL)
SIGNALLED(mutex_not_killed, m_cell, m, killable, SIGUSR1)
SIGNALLED(read_interrupted, rw_cell_read, rw, interruptible, SIGUSR1)
SIGNALLED(read_killed, rw_cell_read, rw, killable, SIGKILL)
SIGNALLED(read_not_killed, rw_cell_read, rw, killable, SIGUSR1)
SIGNALLED(write_killed, rw_cell_write, rw, killable, SIGKILL)
SIGNALLED(write_not_killed, rw_cell_write, rw, killable, SIGUSR1)

static int run_while_mutex_held(struct kunit *test, int (*body)(void *))
{
	const struct cells *c = test->priv;

	deed_lock(mutex, s, &c->m);

	return thread_run(test, body, test->priv);
}

static int run_while_written(struct kunit *test, int (*body)(void *))
{
	const struct cells *c = test->priv;

	deed_lock(rwsem_write, s, &c->rw);

	return thread_run(test, body, test->priv);
}

static void signal_ends_interruptible_locking(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_while_mutex_held(test, mutex_interrupted), -ERESTARTSYS);
	EXPECT_MUTEX(test, 0);
	KUNIT_EXPECT_EQ(test, run_while_written(test, read_interrupted), -ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, rw_cell_write_try(test->priv), 0);
}

static void fatal_signal_ends_killable_locking(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_while_mutex_held(test, mutex_killed), -EINTR);
	EXPECT_MUTEX(test, 0);
	KUNIT_EXPECT_EQ(test, run_while_written(test, read_killed), -EINTR);
	KUNIT_EXPECT_EQ(test, rw_cell_write_try(test->priv), 0);
	KUNIT_EXPECT_EQ(test, run_while_written(test, write_killed), -EINTR);
	KUNIT_EXPECT_EQ(test, rw_cell_write_try(test->priv), 0);
}

static void free_lock_is_taken_in_spite_of_a_signal(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, thread_run(test, mutex_interrupted, test->priv), 0);
	KUNIT_EXPECT_EQ(test, thread_run(test, mutex_killed, test->priv), 0);
	KUNIT_EXPECT_EQ(test, thread_run(test, read_interrupted, test->priv), 0);
	KUNIT_EXPECT_EQ(test, thread_run(test, read_killed, test->priv), 0);
	KUNIT_EXPECT_EQ(test, thread_run(test, write_killed, test->priv), 0);
}

/* Starts a body while the lock is held, and lets go when it sleeps. */
static int run_into_lock(struct kunit *test, int (*body)(void *))
{
	const struct cells *c = test->priv;
	struct thread *t;

	{
		deed_lock(mutex, m, &c->m);
		deed_lock(rwsem_write, rw, &c->rw);

		t = thread_start(test, body, test->priv);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	}
	return thread_join(test, t);
}

static void plain_signal_does_not_end_killable_locking(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_into_lock(test, mutex_not_killed), 0);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, read_not_killed), 0);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, write_not_killed), 0);
}

/* The same with no signal: a thread that waits for the lock gets it. */
#define PATIENT(name, prefix, member, form)				\
	static int name(void *arg)					\
	{								\
		const struct cells *c = arg;				\
		deed_own(prefix##_guard, g) = prefix##_##form(&c->member); \
									\
		return deed_ok(g) ? prefix##_data(&g)->count : deed_err(g); \
	}

PATIENT(mutex_waits, m_cell, m, lock)
PATIENT(mutex_waits_interruptible, m_cell, m, lock_interruptible)
PATIENT(mutex_waits_killable, m_cell, m, lock_killable)
PATIENT(read_waits, rw_cell_read, rw, lock)
PATIENT(read_waits_interruptible, rw_cell_read, rw, lock_interruptible)
PATIENT(read_waits_killable, rw_cell_read, rw, lock_killable)
PATIENT(write_waits, rw_cell_write, rw, lock)
PATIENT(write_waits_killable, rw_cell_write, rw, lock_killable)

static void every_form_waits_for_the_lock(struct kunit *test)
{
	struct cells *c = test->priv;

	deed_cell_excl(&c->m)->count = 3;
	deed_cell_excl(&c->rw)->count = 4;
	KUNIT_EXPECT_EQ(test, run_into_lock(test, mutex_waits), 3);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, mutex_waits_interruptible), 3);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, mutex_waits_killable), 3);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, read_waits), 4);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, read_waits_interruptible), 4);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, read_waits_killable), 4);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, write_waits), 4);
	KUNIT_EXPECT_EQ(test, run_into_lock(test, write_waits_killable), 4);
}

static void a_signal_wakes_who_sleeps_on_the_lock(struct kunit *test)
{
	const struct cells *c = test->priv;
	struct thread *t;

	{
		deed_lock(mutex, s, &c->m);

		t = thread_start(test, mutex_not_killed, test->priv);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
		send_sig(SIGUSR1, t->task, 1);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	}
	KUNIT_EXPECT_EQ(test, thread_join(test, t), 0);
}

static void cell_init_leaves_the_data_and_lends_it(struct kunit *test)
{
	struct s_cell *cell = kunit_kzalloc(test, sizeof(*cell), GFP_KERNEL);
	struct sums *data;

	KUNIT_ASSERT_NOT_NULL(test, cell);
	cell->__data.count = 9;
	data = deed_cell_init(cell);
	KUNIT_EXPECT_EQ(test, data->count, 9);
	data->count = 10;
	KUNIT_EXPECT_PTR_EQ(test, data, deed_cell_excl(cell));

	deed_own(s_cell_guard, g) = s_cell_lock(cell);
	unsigned int count = s_cell_data(&g)->count;

	s_cell_guard_drop(&g);
	KUNIT_EXPECT_EQ(test, count, 10);
}

static void cell_init_evaluates_its_argument_once(struct kunit *test)
{
	struct s_cell *cells = kunit_kcalloc(test, 2, sizeof(*cells), GFP_KERNEL);
	struct s_cell *next = cells;

	KUNIT_ASSERT_NOT_NULL(test, cells);
	KUNIT_EXPECT_PTR_EQ(test, deed_cell_init(next++), deed_cell_excl(&cells[0]));
	KUNIT_EXPECT_PTR_EQ(test, next, &cells[1]);
}

static void cell_is_its_lock_and_its_data(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(struct m_cell),
			sizeof(struct mutex) + sizeof(struct sums));
	KUNIT_EXPECT_EQ(test, sizeof(struct m_cell_guard), 2 * sizeof(void *));
}

#ifdef CONFIG_DEBUG_LOCK_ALLOC
static const struct lockdep_map *map_of(const struct m_cell *cell)
{
	return &cell->__lock.__lock.dep_map;
}

static void init_here(struct m_cell *cell)
{
	deed_cell_init(cell);
}

static void each_place_of_cell_init_has_its_lock_class(struct kunit *test)
{
	struct m_cell *cells = kunit_kcalloc(test, 3, sizeof(*cells), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, cells);
	init_here(&cells[0]);
	init_here(&cells[1]);
	deed_cell_init(&cells[2]);
	KUNIT_EXPECT_PTR_EQ(test, map_of(&cells[0])->key, map_of(&cells[1])->key);
	KUNIT_EXPECT_PTR_NE(test, map_of(&cells[0])->key, map_of(&cells[2])->key);
	KUNIT_EXPECT_STREQ(test, map_of(&cells[0])->name, "cell");
	KUNIT_EXPECT_STREQ(test, map_of(&cells[2])->name, "&cells[2]");
	{
		/* Two of one class would make lockdep complain here. */
		deed_lock(mutex, a, &cells[0]);
		deed_lock(mutex, b, &cells[2]);
	}
}

/* Under a lock, which lockdep says is held. */
static void lockdep_knows_what_a_guard_holds(struct kunit *test)
{
	struct cells *c = test->priv;
	bool inside;

	{
		deed_lock(spin_irq, s, &c->irq);

		inside = lockdep_is_held(&c->irq.__lock.__lock);
	}
	KUNIT_EXPECT_TRUE(test, inside);
	KUNIT_EXPECT_FALSE(test, lockdep_is_held(&c->irq.__lock.__lock));
}
#else
static void each_place_of_cell_init_has_its_lock_class(struct kunit *test)
{
	kunit_skip(test, "this kernel has no lockdep: see the debug kernel");
}

static void lockdep_knows_what_a_guard_holds(struct kunit *test)
{
	kunit_skip(test, "this kernel has no lockdep: see the debug kernel");
}
#endif

static struct kunit_case lock_cases[] = {
	KUNIT_CASE(mutex_excludes),
	KUNIT_CASE(rwsem_writers_exclude),
	KUNIT_CASE(spin_excludes),
	KUNIT_CASE(spin_bh_excludes),
	KUNIT_CASE(spin_irq_excludes),
	KUNIT_CASE(raw_spin_excludes),
	KUNIT_CASE(sleeping_locks_change_no_context),
	KUNIT_CASE(spin_turns_preemption_off_and_on),
	KUNIT_CASE(spin_bh_turns_softirqs_off_and_on),
	KUNIT_CASE(spin_irq_turns_interrupts_off_and_on),
	KUNIT_CASE(raw_spin_turns_interrupts_off_and_on),
	KUNIT_CASE(interrupts_that_were_off_stay_off),
	KUNIT_CASE(softirqs_that_were_off_stay_off),
	KUNIT_CASE(irq_guards_can_nest_in_each_other),
	KUNIT_CASE(trylock_of_a_held_mutex_is_busy),
	KUNIT_CASE(trylock_of_a_held_spin_is_busy),
	KUNIT_CASE(trylock_of_a_held_spin_bh_is_busy),
	KUNIT_CASE(trylock_of_a_held_spin_irq_is_busy),
	KUNIT_CASE(trylock_of_a_held_raw_spin_is_busy),
	KUNIT_CASE(rwsem_writer_keeps_others_out),
	KUNIT_CASE(rwsem_reader_keeps_writers_out),
	KUNIT_CASE(rwsem_readers_share),
	KUNIT_CASE(rwsem_reader_sees_const_data),
	KUNIT_CASE(guard_holds_the_lock_until_its_scope_ends),
	KUNIT_CASE(moved_guard_still_holds_the_lock),
	KUNIT_CASE(guard_takes_the_irq_state_along),
	KUNIT_CASE(lock_is_let_go_of_on_return),
	KUNIT_CASE(lock_is_let_go_of_on_break_and_continue),
	KUNIT_CASE(guard_dropped_early_lets_go_once),
	KUNIT_CASE(signal_ends_interruptible_locking),
	KUNIT_CASE(fatal_signal_ends_killable_locking),
	KUNIT_CASE(free_lock_is_taken_in_spite_of_a_signal),
	KUNIT_CASE(plain_signal_does_not_end_killable_locking),
	KUNIT_CASE(every_form_waits_for_the_lock),
	KUNIT_CASE(a_signal_wakes_who_sleeps_on_the_lock),
	KUNIT_CASE(cell_init_leaves_the_data_and_lends_it),
	KUNIT_CASE(cell_init_evaluates_its_argument_once),
	KUNIT_CASE(cell_is_its_lock_and_its_data),
	KUNIT_CASE(each_place_of_cell_init_has_its_lock_class),
	KUNIT_CASE(lockdep_knows_what_a_guard_holds),
	{}
};

static struct kunit_suite lock_suite = {
	.name = "deed_lock",
	.init = lock_test_init,
	.test_cases = lock_cases,
};

kunit_test_suite(lock_suite);

MODULE_DESCRIPTION("Tests of cells and guards");
MODULE_LICENSE("GPL");
