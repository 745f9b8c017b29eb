// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/timer.h>: that a timer runs at its time and where its parameter
 * says, and never before the state is shared or after the device has gone.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/smp.h>

/* Who starts an hrtimer may be held up on the way: see start_slowly(). */
static void start_slowly(struct hrtimer *timer, ktime_t after, enum hrtimer_mode mode);
#define hrtimer_start start_slowly
#include <deed/timer.h>
#undef hrtimer_start

#include "bound.h"
#include "thread.h"

deed_unsafe_file("tests look at the timers of the kernel");

#define ID	0x1234
#define LONG	(1000 * HZ) /* longer than any test */
#define LONG_NS	ms_to_ktime(1000 * MSEC_PER_SEC)
#define PERIOD	ms_to_ktime(2)
#define ROUNDS	20
#define STEPS	1000

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);
DEED_CELL_TYPE(bh_cell, spin_bh, unsigned int);
DEED_CELL_TYPE(irq_cell, spin_irq, unsigned int);

struct thing {
	struct thing_device dev;
	struct deed_timer once, gate, tick;
	struct deed_hrtimer hard, soft, hard_gate, soft_gate, own;
	struct bh_cell bh;
	struct irq_cell irq;
	struct deed_tie first; /* to be turned off */
};

/* What a test wants of the driver, and what the driver did. */
static struct {
	bool probe_starts, probe_fails, start_starts, start_fails;
	bool started_in_probe;
	atomic_t periods; /* how often the hrtimers run again, all of them */
	atomic_t runs, inside, strange, refused;
	struct completion ran;
	unsigned int released;
	bool released_in_irq;
	bool slow; /* the first start waits for go, which unbind does not say then */
	atomic_t in_start, go;
} drv;

/*
 * Keeps its CPU until it may go on. That takes milliseconds; on a busy host the
 * other CPU may stand still for seconds. 15 of them are what the kernel's own
 * watchdogs (20 s) allow.
 */
static void stays_until_go(void)
{
	for (int i = 0; i < 3000000 && !atomic_read(&drv.go); i++)
		udelay(5);
	if (!atomic_read(&drv.go))
		atomic_inc(&drv.strange);
}

static void start_slowly(struct hrtimer *timer, ktime_t after, enum hrtimer_mode mode)
{
	if (drv.slow && !atomic_xchg(&drv.in_start, 1))
		stays_until_go();
	hrtimer_start_range_ns(timer, after, 0, mode);
}

static void thing_release(struct thing *t)
{
	drv.released++;
	drv.released_in_irq = in_interrupt();
}

DEED_DEVICE_REF(thing_ref, struct thing, dev, thing_release);

DEED_TIMER(once, thing_ref, dev, once, once_runs);
DEED_TIMER(gate, thing_ref, dev, gate, gate_runs);
DEED_TIMER(tick, thing_ref, dev, tick, tick_runs);
DEED_HRTIMER(hard, thing_ref, dev, hard, hard, hard_runs);
DEED_HRTIMER(soft, thing_ref, dev, soft, soft, soft_runs);
DEED_HRTIMER(hard_gate, thing_ref, dev, hard_gate, hard, hard_gate_runs);
DEED_HRTIMER(soft_gate, thing_ref, dev, soft_gate, soft, soft_gate_runs);
DEED_HRTIMER(own, thing_ref, dev, own, hard, own_runs);

/* Every timer counts, and looks where it is. */
static void runs(const struct thing_hw *hw, bool right_place)
{
	atomic_inc(&drv.runs);
	if (hw->id != ID || !right_place)
		atomic_inc(&drv.strange);
	complete(&drv.ran);
}

/* In so many steps that others come in between, if they can. */
static void count(unsigned int *n)
{
	for (int i = 0; i < STEPS; i++)
		WRITE_ONCE(*n, READ_ONCE(*n) + 1);
}

static void soft_count(const struct thing *t, const struct deed_softirq *in)
{
	deed_lock_softirq(n, &t->bh, in);

	count(n);
}

static void hard_count(const struct thing *t, const struct deed_hardirq *in)
{
	deed_lock_hardirq(n, &t->irq, in);

	count(n);
}

static void once_runs(const struct thing *t, const struct thing_hw *hw,
		      const struct deed_softirq *in)
{
	soft_count(t, in);
	runs(hw, in_serving_softirq() && !in_hardirq());
}

static void tick_runs(const struct thing *t, const struct thing_hw *hw,
		      const struct deed_softirq *in)
{
	soft_count(t, in);
	runs(hw, in_serving_softirq());
	tick_start(t, 1);
}

static ktime_t hard_runs(const struct thing *t, const struct thing_hw *hw,
			 const struct deed_hardirq *in)
{
	hard_count(t, in);
	runs(hw, in_hardirq() && irqs_disabled());
	return atomic_dec_if_positive(&drv.periods) >= 0 ? PERIOD : 0;
}

static ktime_t soft_runs(const struct thing *t, const struct thing_hw *hw,
			 const struct deed_softirq *in)
{
	soft_count(t, in);
	runs(hw, in_serving_softirq() && !in_hardirq());
	return atomic_dec_if_positive(&drv.periods) >= 0 ? PERIOD : 0;
}

/* Unbind is about to wait for the timers. */
static void first_turns(struct deed_tie *tie, enum deed_turn how)
{
	if (how == DEED_TURN_OFF && !drv.slow)
		atomic_set(&drv.go, 1);
}

/* Owns a reference, and stays until somebody has to wait for it. */
static void stays_inside(const struct thing *t, const struct thing_hw *hw)
{
	deed_own(thing_ref, ref) = thing_ref_get(t);

	atomic_set(&drv.inside, 1);
	stays_until_go();
	mdelay(10);
	runs(&thing_ref_borrow(&ref)->dev.__hw, in_interrupt());
	atomic_set(&drv.inside, 0);
}

static void gate_runs(const struct thing *t, const struct thing_hw *hw,
		      const struct deed_softirq *in)
{
	stays_inside(t, hw);
}

static ktime_t hard_gate_runs(const struct thing *t, const struct thing_hw *hw,
			      const struct deed_hardirq *in)
{
	stays_inside(t, hw);
	return 0;
}

static ktime_t soft_gate_runs(const struct thing *t, const struct thing_hw *hw,
			      const struct deed_softirq *in)
{
	stays_inside(t, hw);
	return PERIOD;
}

/* Tries to start itself, and says by what it returns when it runs again. */
static ktime_t own_runs(const struct thing *t, const struct thing_hw *hw,
			const struct deed_hardirq *in)
{
	if (!own_start(t, 0) && own_pending(t))
		atomic_inc(&drv.refused);
	runs(hw, in_hardirq());
	return atomic_dec_if_positive(&drv.periods) >= 0 ? PERIOD : -1;
}

static int thing_probe(struct bound_bus *bus, struct thing *t, struct thing_hw *hw)
{
	once_init(t);
	once_init(t); /* once more does no harm */
	gate_init(t);
	tick_init(t);
	hard_init(t);
	hard_init(t);
	soft_init(t);
	hard_gate_init(t);
	soft_gate_init(t);
	own_init(t);
	__deed_tie(&t->dev.__device, &t->first, first_turns);
	*deed_cell_init(&t->bh) = 0;
	*deed_cell_init(&t->irq) = 0;
	hw->id = ID;
	if (drv.probe_starts) {
		once_start(t, 0);
		tick_start(t, LONG);
		drv.started_in_probe = hard_start(t, 0) || soft_start(t, LONG_NS) ||
				       once_pending(t) || tick_pending(t) ||
				       hard_pending(t) || once_stop(t) ||
				       hard_stop(t) || once_cancel(t) || soft_cancel(t);
	}
	return drv.probe_fails ? -EIO : 0;
}

static int thing_start(const struct thing *t, const struct thing_hw *hw,
		       struct thing_device_scope *scope)
{
	if (drv.start_starts) {
		tick_start(t, 1);
		once_start(t, LONG);
		if (!hard_start(t, 0) || !soft_start(t, LONG_NS) ||
		    !wait_for_completion_timeout(&drv.ran, THREAD_PATIENCE))
			atomic_inc(&drv.strange);
	}
	return drv.start_fails ? -EIO : 0;
}

__DEED_BIND(thing_driver, thing_ref, dev, struct bound_bus, bound_bus_enable,
	    thing_probe, start, thing_start)

static int bind(void *dev)
{
	return __thing_driver_bind(dev, &(struct bound_bus){ { dev } });
}

static int unbind(void *dev)
{
	__thing_driver_unbind(dev);
	return 0;
}

static int timer_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	init_completion(&drv.ran);
	test->priv = bound_device(test);
	return 0;
}

static void timer_test_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, atomic_read(&drv.strange), 0);
}

/* A device that is bound, and a reference to its state. */
static deed_returns_live struct thing_ref thing_bound(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, bind(test->priv), 0);
	return thing_ref_get(dev_get_drvdata(test->priv));
}

static bool happens(struct completion *what)
{
	return wait_for_completion_timeout(what, THREAD_PATIENCE);
}

static int ran(void)
{
	return atomic_read(&drv.runs);
}

/* Waits, without sleeping, until a number is no longer 0. */
static bool becomes_true(const atomic_t *what)
{
	unsigned long end = jiffies + THREAD_PATIENCE;

	while (!atomic_read(what) && time_before(jiffies, end))
		cpu_relax();
	return atomic_read(what);
}

static void timer_runs_once_after_its_delay(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	for (int i = 1; i <= 3; i++) {
		unsigned long start = jiffies;

		once_start(t, 3);
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
		KUNIT_EXPECT_GE(test, jiffies - start, 3);
		KUNIT_EXPECT_EQ(test, ran(), i);
		KUNIT_EXPECT_FALSE(test, once_pending(t));
	}
	unbind(test->priv);
}

static void timer_that_waits_is_moved(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	once_start(t, LONG);
	once_start(t, 1);
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	KUNIT_EXPECT_EQ(test, ran(), 1);
	once_start(t, 1);
	once_start(t, LONG);
	KUNIT_EXPECT_TRUE(test, once_pending(t));
	unbind(test->priv);
}

static void stopped_timer_does_not_run(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_FALSE(test, once_stop(t) || once_cancel(t));
	once_start(t, LONG);
	KUNIT_EXPECT_TRUE(test, once_stop(t));
	KUNIT_EXPECT_FALSE(test, once_pending(t) || once_stop(t));
	once_start(t, LONG);
	KUNIT_EXPECT_TRUE(test, once_cancel(t));
	KUNIT_EXPECT_FALSE(test, once_pending(t) || once_cancel(t));
	KUNIT_EXPECT_EQ(test, ran(), 0);
	/* it is not over for good */
	once_start(t, 0);
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	unbind(test->priv);
}

static void hrtimer_runs_after_its_time(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);
	ktime_t start = ktime_get();

	KUNIT_EXPECT_TRUE(test, hard_start(t, PERIOD));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	KUNIT_EXPECT_GE(test, ktime_sub(ktime_get(), start), PERIOD);
	start = ktime_get();
	KUNIT_EXPECT_TRUE(test, soft_start(t, PERIOD));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	KUNIT_EXPECT_GE(test, ktime_sub(ktime_get(), start), PERIOD);
	KUNIT_EXPECT_EQ(test, ran(), 2);
	hard_cancel(t);
	KUNIT_EXPECT_FALSE(test, hard_pending(t));
	unbind(test->priv);
}

static void hrtimer_runs_again_as_often_as_it_says(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	for (int round = 0; round < 2; round++) {
		ktime_t start = ktime_get();

		atomic_set(&drv.periods, 3);
		KUNIT_EXPECT_TRUE(test, round ? soft_start(t, PERIOD) :
						hard_start(t, PERIOD));
		for (int i = 0; i < 4; i++)
			KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
		KUNIT_EXPECT_GE(test, ktime_sub(ktime_get(), start), 4 * PERIOD);
		hard_cancel(t);
		soft_cancel(t);
		KUNIT_EXPECT_EQ(test, ran(), 4 * (round + 1));
		KUNIT_EXPECT_FALSE(test, hard_pending(t) || soft_pending(t));
	}
	/* it is not over for good */
	KUNIT_EXPECT_TRUE(test, hard_start(t, 0));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	unbind(test->priv);
}

static void started_hrtimer_is_not_moved(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, hard_start(t, LONG_NS));
	KUNIT_EXPECT_FALSE(test, hard_start(t, 0));
	KUNIT_EXPECT_TRUE(test, hard_pending(t));
	KUNIT_EXPECT_TRUE(test, hard_stop(t));
	KUNIT_EXPECT_FALSE(test, hard_pending(t) || hard_stop(t));
	KUNIT_EXPECT_TRUE(test, soft_start(t, LONG_NS));
	KUNIT_EXPECT_TRUE(test, soft_cancel(t));
	KUNIT_EXPECT_FALSE(test, soft_pending(t) || soft_cancel(t));
	KUNIT_EXPECT_EQ(test, ran(), 0);
	KUNIT_EXPECT_TRUE(test, hard_start(t, 0));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	unbind(test->priv);
}

static void hrtimer_cannot_start_itself(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	atomic_set(&drv.periods, 3);
	KUNIT_EXPECT_TRUE(test, own_start(t, 0));
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	own_cancel(t);
	KUNIT_EXPECT_EQ(test, ran(), 4);
	KUNIT_EXPECT_EQ(test, atomic_read(&drv.refused), 4);
	unbind(test->priv);
}

/* Nothing waits or runs, and to start it does nothing. */
static void expect_off(struct kunit *test, const struct thing *t)
{
	int before = ran();

	KUNIT_EXPECT_EQ(test, atomic_read(&drv.inside), 0);
	for (int i = 0; i < 2; i++) {
		KUNIT_EXPECT_FALSE(test, once_pending(t) || gate_pending(t) ||
				   tick_pending(t) || hard_pending(t) ||
				   soft_pending(t) || hard_gate_pending(t) ||
				   soft_gate_pending(t) || own_pending(t));
		KUNIT_EXPECT_FALSE(test, hrtimer_active(&t->hard.__timer) ||
				   hrtimer_active(&t->soft.__timer) ||
				   hrtimer_active(&t->hard_gate.__timer) ||
				   hrtimer_active(&t->soft_gate.__timer) ||
				   hrtimer_active(&t->own.__timer));
		once_start(t, 0);
		gate_start(t, 1);
		tick_start(t, 0);
		KUNIT_EXPECT_FALSE(test, hard_start(t, 0) || soft_start(t, LONG_NS) ||
				   hard_gate_start(t, 0) || soft_gate_start(t, 0) ||
				   own_start(t, PERIOD));
	}
	KUNIT_EXPECT_FALSE(test, once_stop(t) || hard_stop(t) || once_cancel(t) ||
			   hard_cancel(t) || soft_cancel(t));
	KUNIT_EXPECT_EQ(test, ran(), before);
}

static void timers_are_off_after_unbind(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	unbind(test->priv);
	expect_off(test, t);
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	thing_ref_drop(&ref);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
}

static void unbind_stops_what_waits(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	once_start(t, LONG);
	KUNIT_EXPECT_TRUE(test, hard_start(t, LONG_NS));
	KUNIT_EXPECT_TRUE(test, soft_start(t, LONG_NS));
	unbind(test->priv);
	expect_off(test, t);
	KUNIT_EXPECT_EQ(test, ran(), 0);
}

static void unbind_ends_what_starts_itself(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	atomic_set(&drv.periods, INT_MAX);
	tick_start(t, 0);
	KUNIT_EXPECT_TRUE(test, hard_start(t, 0));
	KUNIT_EXPECT_TRUE(test, soft_start(t, 0));
	for (int i = 0; i < ROUNDS; i++)
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	unbind(test->priv);
	KUNIT_EXPECT_GE(test, ran(), ROUNDS);
	expect_off(test, t);
}

static void timers_are_off_in_probe(struct kunit *test)
{
	drv.probe_starts = true;

	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_FALSE(test, drv.started_in_probe);
	KUNIT_EXPECT_FALSE(test, once_pending(t) || tick_pending(t) || hard_pending(t));
	KUNIT_EXPECT_EQ(test, ran(), 0);
	/* and on now */
	once_start(t, 0);
	KUNIT_EXPECT_TRUE(test, hard_start(t, 0));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	unbind(test->priv);
	KUNIT_EXPECT_EQ(test, ran(), 2);
}

static void failed_probe_leaves_nothing_started(struct kunit *test)
{
	drv.probe_starts = true;
	drv.probe_fails = true;
	KUNIT_EXPECT_EQ(test, bind(test->priv), -EIO);
	KUNIT_EXPECT_FALSE(test, drv.started_in_probe);
	KUNIT_EXPECT_EQ(test, ran(), 0);
}

static void failed_start_ends_what_it_started(struct kunit *test)
{
	drv.start_starts = true;
	drv.start_fails = true;
	atomic_set(&drv.periods, INT_MAX);
	KUNIT_EXPECT_EQ(test, bind(test->priv), -EIO);
	KUNIT_EXPECT_GE(test, ran(), 1);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
}

/*
 * Two CPUs: the timer is started on the other one, and fires there, for that is
 * kept busy; this one sees it inside, and has to wait.
 */
static int keeps_busy(void *over)
{
	while (!READ_ONCE(*(bool *)over))
		cond_resched();
	return 0;
}

static int other_cpu(void)
{
	set_cpus_allowed_ptr(current, cpumask_of(cpumask_first(cpu_online_mask)));
	return cpumask_last(cpu_online_mask);
}

static void starts_counting(void *state)
{
	tick_start(state, 0);
	if (!hard_start(state, PERIOD))
		atomic_inc(&drv.strange);
}

/* Locks what the timers lock, on another CPU. */
static void cells_are_locked_against_timers(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);
	int cpu = other_cpu();
	unsigned long end = jiffies + THREAD_PATIENCE;
	unsigned int here = 0, bh, irq;
	bool over = false;
	struct thread *busy = thread_make(test, keeps_busy, &over);

	kthread_bind(busy->task, cpu);
	wake_up_process(busy->task);
	atomic_set(&drv.periods, 30);
	smp_call_function_single(cpu, starts_counting, (void *)t, 1);
	while (ran() < 60 && time_before(jiffies, end)) {
		{
			deed_lock(spin_bh, n, &t->bh);

			count(n);
		}
		{
			deed_lock(spin_irq, n, &t->irq);

			count(n);
		}
		here++;
		cond_resched();
	}
	unbind(test->priv);
	over = true;
	thread_join(test, busy);
	{
		deed_lock(spin_bh, n, &t->bh);

		bh = *n;
	}
	{
		deed_lock(spin_irq, n, &t->irq);

		irq = *n;
	}
	KUNIT_EXPECT_GE(test, ran(), 60);
	KUNIT_EXPECT_EQ(test, bh + irq, STEPS * (2 * here + ran()));
}

static void starts_gate(void *state)
{
	gate_start(state, 1);
}

static void starts_hard_gate(void *state)
{
	if (!hard_gate_start(state, PERIOD))
		atomic_inc(&drv.strange);
}

static void starts_soft_gate(void *state)
{
	if (!soft_gate_start(state, PERIOD))
		atomic_inc(&drv.strange);
}

static void (*const starts[])(void *) = {
	starts_gate, starts_hard_gate, starts_soft_gate,
};

static void cancel_waits_for_what_runs(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);
	int cpu = other_cpu();
	bool over = false;
	struct thread *busy = thread_make(test, keeps_busy, &over);

	kthread_bind(busy->task, cpu);
	wake_up_process(busy->task);
	for (int i = 0; i < 3; i++) {
		smp_call_function_single(cpu, starts[i], (void *)t, 1);
		KUNIT_EXPECT_TRUE(test, becomes_true(&drv.inside));
		atomic_set(&drv.go, 1);
		gate_cancel(t);
		hard_gate_cancel(t);
		soft_gate_cancel(t);
		KUNIT_EXPECT_EQ(test, atomic_read(&drv.inside), 0);
		KUNIT_EXPECT_GE(test, ran(), i + 1);
		atomic_set(&drv.go, 0);
		KUNIT_EXPECT_FALSE(test, gate_pending(t) || hard_gate_pending(t) ||
				   soft_gate_pending(t));
	}
	over = true;
	thread_join(test, busy);
	unbind(test->priv);
}

static void unbind_waits_for_what_runs(struct kunit *test)
{
	int cpu = other_cpu();
	bool over = false;
	struct thread *busy = thread_make(test, keeps_busy, &over);

	kthread_bind(busy->task, cpu);
	wake_up_process(busy->task);
	for (int i = 0; i < 3; i++) {
		deed_own(thing_ref, ref) = thing_bound(test);
		const struct thing *t = thing_ref_borrow(&ref);

		atomic_set(&drv.go, 0);
		smp_call_function_single(cpu, starts[i], (void *)t, 1);
		KUNIT_EXPECT_TRUE(test, becomes_true(&drv.inside));
		unbind(test->priv);
		KUNIT_EXPECT_GE(test, ran(), i + 1);
		expect_off(test, t);
	}
	over = true;
	thread_join(test, busy);
}

static void timer_never_drops_the_last_reference(struct kunit *test)
{
	int cpu = other_cpu();
	bool over = false;
	struct thread *busy = thread_make(test, keeps_busy, &over);

	kthread_bind(busy->task, cpu);
	wake_up_process(busy->task);
	for (int i = 0; i < 3; i++) {
		atomic_set(&drv.go, 0);
		{
			deed_own(thing_ref, ref) = thing_bound(test);

			smp_call_function_single(cpu, starts[i],
						 (void *)thing_ref_borrow(&ref), 1);
		}
		KUNIT_EXPECT_TRUE(test, becomes_true(&drv.inside));
		/* the references are the scope's and the timer's own */
		unbind(test->priv);
		KUNIT_EXPECT_EQ(test, atomic_read(&drv.inside), 0);
		KUNIT_EXPECT_GE(test, ran(), i + 1);
		KUNIT_EXPECT_EQ(test, drv.released, i + 1);
		KUNIT_EXPECT_FALSE(test, drv.released_in_irq);
	}
	over = true;
	thread_join(test, busy);
}

static int starts_hard(void *state)
{
	return hard_start(state, LONG_NS);
}

static void unbind_waits_for_who_is_about_to_start(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);
	struct thread *starter = thread_make(test, starts_hard, (void *)t);
	struct thread *unbinder = thread_make(test, unbind, test->priv);

	kthread_bind(starter->task, other_cpu());
	kthread_bind(unbinder->task, raw_smp_processor_id());
	drv.slow = true;
	wake_up_process(starter->task);
	KUNIT_EXPECT_TRUE(test, becomes_true(&drv.in_start));
	wake_up_process(unbinder->task);
	while (!deed_gone(&t->dev))
		cond_resched();
	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinder));
	/* it was there first: it starts, and is stopped */
	KUNIT_EXPECT_FALSE(test, hrtimer_active(&t->hard.__timer));
	atomic_set(&drv.go, 1);
	KUNIT_EXPECT_TRUE(test, thread_join(test, starter));
	thread_join(test, unbinder);
	expect_off(test, t);
	KUNIT_EXPECT_EQ(test, ran(), 0);
}

/* Starts as fast as it can, until it is told that the device has gone. */
static int starts_all(void *state)
{
	const struct thing *t = state;
	unsigned long end = jiffies + THREAD_PATIENCE;

	while (!deed_gone(&t->dev) && time_before(jiffies, end)) {
		once_start(t, 1);
		hard_start(t, ns_to_ktime(100 * NSEC_PER_USEC));
		soft_start(t, ns_to_ktime(100 * NSEC_PER_USEC));
		hard_stop(t);
		cond_resched();
	}
	/* and once more, while unbind ends one after the other */
	once_start(t, 0);
	hard_start(t, 0);
	soft_start(t, 0);
	return 0;
}

static void unbind_wins_against_who_starts(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		deed_own(thing_ref, ref) = thing_bound(test);
		const struct thing *t = thing_ref_borrow(&ref);
		struct thread *thread = thread_start(test, starts_all, (void *)t);

		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
		unbind(test->priv);
		expect_off(test, t);
		thread_join(test, thread);
		expect_off(test, t);
	}
	KUNIT_EXPECT_EQ(test, drv.released, ROUNDS);
}

static struct kunit_case timer_cases[] = {
	KUNIT_CASE(timer_runs_once_after_its_delay),
	KUNIT_CASE(timer_that_waits_is_moved),
	KUNIT_CASE(stopped_timer_does_not_run),
	KUNIT_CASE(hrtimer_runs_after_its_time),
	KUNIT_CASE(hrtimer_runs_again_as_often_as_it_says),
	KUNIT_CASE(started_hrtimer_is_not_moved),
	KUNIT_CASE(hrtimer_cannot_start_itself),
	KUNIT_CASE(cells_are_locked_against_timers),
	KUNIT_CASE(timers_are_off_after_unbind),
	KUNIT_CASE(unbind_stops_what_waits),
	KUNIT_CASE(unbind_ends_what_starts_itself),
	KUNIT_CASE(timers_are_off_in_probe),
	KUNIT_CASE(failed_probe_leaves_nothing_started),
	KUNIT_CASE(failed_start_ends_what_it_started),
	KUNIT_CASE(cancel_waits_for_what_runs),
	KUNIT_CASE(unbind_waits_for_what_runs),
	KUNIT_CASE(timer_never_drops_the_last_reference),
	KUNIT_CASE(unbind_waits_for_who_is_about_to_start),
	KUNIT_CASE(unbind_wins_against_who_starts),
	{}
};

static struct kunit_suite timer_suite = {
	.name = "deed_timer",
	.init = timer_test_init,
	.exit = timer_test_exit,
	.test_cases = timer_cases,
};

kunit_test_suite(timer_suite);

MODULE_DESCRIPTION("Tests of timers");
MODULE_LICENSE("GPL");
