// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/work.h>: that a work runs as often as it was queued, and never
 * before the state is shared or after the device has gone.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/sched.h>

#include <deed/work.h>

#include "bound.h"
#include "fault.h"
#include "handle.h"
#include "thread.h"

deed_unsafe_file("tests look at the works and threads of the kernel");

#define ID	0x1234
#define LONG	(1000 * HZ) /* longer than any test */
#define ROUNDS	20

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_workqueue queue; /* ordered */
	struct deed_work plain, gate, again, user;
	struct deed_work first, second, third; /* on the queue */
	struct deed_delayed_work later, tick, late_gate, last; /* last: on the queue */
};

/* What a test wants of the driver, and what the driver did. */
static struct {
	bool probe_queues, probe_fails, start_queues, start_fails;
	bool queued_in_probe;
	unsigned int queued_in_start;
	atomic_t runs, strange;
	atomic_t order; /* the works that ran, a digit each */
	struct completion entered, leave, ran;
	unsigned int released;
	bool released_by_worker;
} drv;

static void thing_release(struct thing *t)
{
	drv.released++;
	drv.released_by_worker = current->flags & PF_WQ_WORKER;
	deed_workqueue_drop_live(&t->queue);
}

DEED_DEVICE_REF(thing_ref, struct thing, dev, thing_release);

DEED_WORK(plain, thing_ref, dev, plain, plain_runs);
DEED_WORK(gate, thing_ref, dev, gate, gate_runs);
DEED_WORK(again, thing_ref, dev, again, again_runs);
DEED_WORK(user, thing_ref, dev, user, user_runs);
DEED_WORK(first, thing_ref, dev, first, first_runs, queue);
DEED_WORK(second, thing_ref, dev, second, second_runs, queue);
DEED_WORK(third, thing_ref, dev, third, third_runs, queue);
DEED_DELAYED_WORK(later, thing_ref, dev, later, later_runs);
DEED_DELAYED_WORK(tick, thing_ref, dev, tick, tick_runs);
DEED_DELAYED_WORK(late_gate, thing_ref, dev, late_gate, late_gate_runs);
DEED_DELAYED_WORK(last, thing_ref, dev, last, last_runs, queue);

/* Every work counts, and looks where it is. */
static void runs(const struct thing_hw *hw)
{
	atomic_inc(&drv.runs);
	if (hw->id != ID || !(current->flags & PF_WQ_WORKER) || preempt_count())
		atomic_inc(&drv.strange);
	complete(&drv.ran);
}

/* Says that it is inside, and stays until the test lets it go. */
static void stays_inside(void)
{
	complete(&drv.entered);
	if (!wait_for_completion_timeout(&drv.leave, THREAD_PATIENCE))
		atomic_inc(&drv.strange);
}

static void plain_runs(const struct thing *t, const struct thing_hw *hw)
{
	runs(hw);
}

static void later_runs(const struct thing *t, const struct thing_hw *hw)
{
	runs(hw);
}

static void last_runs(const struct thing *t, const struct thing_hw *hw)
{
	runs(hw);
}

static void gate_runs(const struct thing *t, const struct thing_hw *hw)
{
	stays_inside();
	runs(hw);
}

static void late_gate_runs(const struct thing *t, const struct thing_hw *hw)
{
	stays_inside();
	runs(hw);
}

static void again_runs(const struct thing *t, const struct thing_hw *hw)
{
	runs(hw);
	again_queue(t);
}

static void tick_runs(const struct thing *t, const struct thing_hw *hw)
{
	runs(hw);
	tick_queue(t, 1);
}

/* A work that owns a reference while unbind waits for it. */
static void user_runs(const struct thing *t, const struct thing_hw *hw)
{
	deed_own(thing_ref, ref) = thing_ref_get(t);

	stays_inside();
	runs(&thing_ref_borrow(&ref)->dev.__hw);
}

static void in_order(int digit)
{
	atomic_set(&drv.order, atomic_read(&drv.order) * 10 + digit);
}

static void first_runs(const struct thing *t, const struct thing_hw *hw)
{
	stays_inside();
	in_order(1);
	runs(hw);
}

static void second_runs(const struct thing *t, const struct thing_hw *hw)
{
	in_order(2);
	runs(hw);
}

static void third_runs(const struct thing *t, const struct thing_hw *hw)
{
	in_order(3);
	runs(hw);
}

static int thing_probe(struct bound_bus *bus, struct thing *t, struct thing_hw *hw)
{
	plain_init(t);
	plain_init(t); /* once more does no harm */
	gate_init(t);
	again_init(t);
	user_init(t);
	first_init(t);
	second_init(t);
	third_init(t);
	later_init(t);
	tick_init(t);
	late_gate_init(t);
	last_init(t);
	hw->id = ID;

	deed_own(deed_workqueue, queue) = deed_workqueue_alloc_ordered("thing", 0);
	if (!deed_ok(queue))
		return deed_err(queue);

	t->queue = deed_move(queue);
	if (drv.probe_queues) {
		drv.queued_in_probe = plain_queue(t) || second_queue(t) ||
				      later_queue(t, 0) || tick_queue(t, LONG) ||
				      plain_pending(t) || tick_pending(t);
		tick_mod(t, LONG);
		last_mod(t, 0);
	}
	if (drv.probe_fails) {
		deed_workqueue_drop(&t->queue);
		return -EIO;
	}
	return 0;
}

static int thing_start(const struct thing *t, const struct thing_hw *hw,
		       struct thing_device_scope *scope)
{
	if (drv.start_queues) {
		drv.queued_in_start = plain_queue(t) + gate_queue(t) + first_queue(t) +
				      second_queue(t) + again_queue(t) +
				      later_queue(t, LONG) + tick_queue(t, 0) +
				      last_queue(t, LONG);
		if (!wait_for_completion_timeout(&drv.entered, THREAD_PATIENCE))
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

static int work_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	init_completion(&drv.entered);
	init_completion(&drv.leave);
	init_completion(&drv.ran);
	test->priv = bound_device(test);
	return 0;
}

static void work_test_exit(struct kunit *test)
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

static void runs_as_often_as_it_is_queued(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	for (int i = 1; i <= 3; i++) {
		KUNIT_EXPECT_TRUE(test, plain_queue(t));
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
		plain_flush(t);
		KUNIT_EXPECT_EQ(test, ran(), i);
		KUNIT_EXPECT_FALSE(test, plain_pending(t));
	}
	unbind(test->priv);
}

static void runs_once_if_queued_twice(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	/* the one that is inside keeps the ordered queue busy */
	KUNIT_EXPECT_TRUE(test, first_queue(t));
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	KUNIT_EXPECT_TRUE(test, second_queue(t));
	KUNIT_EXPECT_FALSE(test, second_queue(t));
	KUNIT_EXPECT_TRUE(test, second_pending(t));
	complete(&drv.leave);
	second_flush(t);
	KUNIT_EXPECT_FALSE(test, second_pending(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&drv.order), 12);
	unbind(test->priv);
}

static void runs_again_if_queued_while_it_runs(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, gate_queue(t));
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	KUNIT_EXPECT_FALSE(test, gate_pending(t));
	KUNIT_EXPECT_TRUE(test, gate_queue(t));
	KUNIT_EXPECT_TRUE(test, gate_pending(t));
	complete(&drv.leave);
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	KUNIT_EXPECT_EQ(test, ran(), 1);
	complete(&drv.leave);
	gate_flush(t);
	KUNIT_EXPECT_EQ(test, ran(), 2);
	unbind(test->priv);
}

static void ordered_queue_runs_one_by_one(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, first_queue(t));
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	KUNIT_EXPECT_TRUE(test, third_queue(t));
	KUNIT_EXPECT_TRUE(test, second_queue(t));
	KUNIT_EXPECT_TRUE(test, last_queue(t, 0));
	/* others go on meanwhile, and these do not */
	KUNIT_EXPECT_TRUE(test, plain_queue(t));
	plain_flush(t);
	KUNIT_EXPECT_EQ(test, ran(), 1);
	complete(&drv.leave);
	last_flush(t);
	KUNIT_EXPECT_EQ(test, atomic_read(&drv.order), 132);
	KUNIT_EXPECT_EQ(test, ran(), 5);
	unbind(test->priv);
}

static void delayed_runs_after_its_delay(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);
	unsigned long start = jiffies;

	KUNIT_EXPECT_TRUE(test, later_queue(t, 5));
	KUNIT_EXPECT_FALSE(test, later_queue(t, 0));
	KUNIT_EXPECT_TRUE(test, later_pending(t));
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	KUNIT_EXPECT_GE(test, jiffies - start, 5);
	later_flush(t);
	KUNIT_EXPECT_EQ(test, ran(), 1);
	KUNIT_EXPECT_FALSE(test, later_pending(t));
	unbind(test->priv);
}

static void mod_moves_what_waits_and_queues_what_does_not(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, later_queue(t, LONG));
	later_mod(t, 1);
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	later_mod(t, 1);
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	last_mod(t, 0);
	KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	later_mod(t, LONG);
	KUNIT_EXPECT_TRUE(test, later_pending(t));
	unbind(test->priv);
	KUNIT_EXPECT_EQ(test, ran(), 3);
}

static void flush_skips_what_is_left_of_a_delay(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, later_queue(t, LONG));
	later_flush(t);
	KUNIT_EXPECT_EQ(test, ran(), 1);
	KUNIT_EXPECT_FALSE(test, later_flush(t));
	unbind(test->priv);
}

static int flushes_gate(void *state)
{
	return gate_flush(state);
}

static int cancels_gate(void *state)
{
	return gate_cancel(state);
}

static int cancels_late_gate(void *state)
{
	return late_gate_cancel(state);
}

static void flush_and_cancel_wait_for_what_runs(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	int (*const waits[])(void *) = { flushes_gate, cancels_gate, cancels_late_gate };
	struct thread *thread;

	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_TRUE(test, i < 2 ? gate_queue(t) : late_gate_queue(t, 1));
		KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
		thread = thread_start(test, waits[i], (void *)t);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
		KUNIT_EXPECT_EQ(test, ran(), i);
		complete(&drv.leave);
		/* flush had to wait; cancel found nothing on the queue */
		KUNIT_EXPECT_EQ(test, thread_join(test, thread), i == 0);
		KUNIT_EXPECT_EQ(test, ran(), i + 1);
	}
	unbind(test->priv);
}

static void cancelled_work_does_not_run(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_FALSE(test, plain_cancel(t));
	KUNIT_EXPECT_TRUE(test, later_queue(t, LONG));
	KUNIT_EXPECT_TRUE(test, later_cancel(t));
	KUNIT_EXPECT_FALSE(test, later_pending(t));
	KUNIT_EXPECT_FALSE(test, later_cancel(t));
	KUNIT_EXPECT_TRUE(test, first_queue(t));
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	KUNIT_EXPECT_TRUE(test, second_queue(t));
	KUNIT_EXPECT_TRUE(test, second_cancel(t));
	complete(&drv.leave);
	first_flush(t);
	KUNIT_EXPECT_EQ(test, atomic_read(&drv.order), 1);
	/* it is not over for good */
	KUNIT_EXPECT_TRUE(test, second_queue(t));
	KUNIT_EXPECT_TRUE(test, later_queue(t, 0));
	later_flush(t);
	second_flush(t);
	KUNIT_EXPECT_EQ(test, ran(), 3);
	unbind(test->priv);
}

static void cancel_ends_what_queues_itself(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);
	int before;

	KUNIT_EXPECT_TRUE(test, again_queue(t));
	KUNIT_EXPECT_TRUE(test, tick_queue(t, 0));
	for (int i = 0; i < ROUNDS; i++)
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	again_cancel(t);
	tick_cancel(t);
	before = ran();
	KUNIT_EXPECT_FALSE(test, again_pending(t) || tick_pending(t));
	KUNIT_EXPECT_FALSE(test, again_flush(t) || tick_flush(t));
	KUNIT_EXPECT_EQ(test, ran(), before);
	unbind(test->priv);
}

/* Nothing is queued or runs, and queueing does nothing. */
static void expect_off(struct kunit *test, const struct thing *t)
{
	int before = ran();

	KUNIT_EXPECT_FALSE(test, plain_pending(t) || gate_pending(t) ||
			   again_pending(t) || user_pending(t) || first_pending(t) ||
			   second_pending(t) || third_pending(t) || later_pending(t) ||
			   tick_pending(t) || last_pending(t));
	KUNIT_EXPECT_FALSE(test, plain_queue(t) || gate_queue(t) || again_queue(t) ||
			   user_queue(t) || first_queue(t) || second_queue(t) ||
			   third_queue(t) || later_queue(t, 0) || tick_queue(t, 1) ||
			   last_queue(t, 0));
	later_mod(t, 0);
	tick_mod(t, 1);
	last_mod(t, LONG);
	KUNIT_EXPECT_FALSE(test, plain_pending(t) || later_pending(t) ||
			   tick_pending(t) || last_pending(t));
	KUNIT_EXPECT_FALSE(test, plain_flush(t) || gate_flush(t) || again_flush(t) ||
			   user_flush(t) || first_flush(t) || second_flush(t) ||
			   third_flush(t) || later_flush(t) || tick_flush(t) ||
			   last_flush(t));
	KUNIT_EXPECT_FALSE(test, plain_cancel(t) || later_cancel(t) || tick_cancel(t));
	KUNIT_EXPECT_EQ(test, ran(), before);
}

static void work_is_off_after_unbind(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	unbind(test->priv);
	expect_off(test, t);
	KUNIT_EXPECT_EQ(test, ran(), 0);
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	thing_ref_drop(&ref);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
}

static void unbind_ends_what_queues_itself(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, again_queue(t));
	KUNIT_EXPECT_TRUE(test, tick_queue(t, 0));
	for (int i = 0; i < ROUNDS; i++)
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
	unbind(test->priv);
	KUNIT_EXPECT_GE(test, ran(), ROUNDS);
	expect_off(test, t);
}

static void unbind_takes_what_waits_off_its_queue(struct kunit *test)
{
	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, later_queue(t, LONG));
	KUNIT_EXPECT_TRUE(test, last_queue(t, LONG));
	unbind(test->priv);
	expect_off(test, t);
	KUNIT_EXPECT_EQ(test, ran(), 0);
}

static void unbind_waits_for_what_runs(struct kunit *test)
{
	for (int i = 0; i < 2; i++) {
		deed_own(thing_ref, ref) = thing_bound(test);
		const struct thing *t = thing_ref_borrow(&ref);
		struct thread *thread;

		KUNIT_EXPECT_TRUE(test, i ? late_gate_queue(t, 1) : gate_queue(t));
		KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
		thread = thread_start(test, unbind, test->priv);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
		KUNIT_EXPECT_EQ(test, ran(), i);
		complete(&drv.leave);
		thread_join(test, thread);
		KUNIT_EXPECT_EQ(test, ran(), i + 1);
		expect_off(test, t);
	}
}

static void work_never_drops_the_last_reference(struct kunit *test)
{
	struct thread *thread;

	{
		deed_own(thing_ref, ref) = thing_bound(test);

		KUNIT_EXPECT_TRUE(test, user_queue(thing_ref_borrow(&ref)));
	}
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	/* the references are the scope's and the work's own */
	thread = thread_start(test, unbind, test->priv);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	complete(&drv.leave);
	thread_join(test, thread);
	KUNIT_EXPECT_EQ(test, ran(), 1);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
	KUNIT_EXPECT_FALSE(test, drv.released_by_worker);
}

static void work_is_off_in_probe(struct kunit *test)
{
	drv.probe_queues = true;

	deed_own(thing_ref, ref) = thing_bound(test);
	const struct thing *t = thing_ref_borrow(&ref);

	KUNIT_EXPECT_FALSE(test, drv.queued_in_probe);
	KUNIT_EXPECT_FALSE(test, plain_pending(t) || second_pending(t) ||
			   later_pending(t) || tick_pending(t) || last_pending(t));
	KUNIT_EXPECT_EQ(test, ran(), 0);
	/* and on now */
	KUNIT_EXPECT_TRUE(test, plain_queue(t));
	plain_flush(t);
	KUNIT_EXPECT_EQ(test, ran(), 1);
	unbind(test->priv);
}

static void failed_probe_leaves_nothing_queued(struct kunit *test)
{
	drv.probe_queues = true;
	drv.probe_fails = true;
	KUNIT_EXPECT_EQ(test, bind(test->priv), -EIO);
	KUNIT_EXPECT_FALSE(test, drv.queued_in_probe);
	KUNIT_EXPECT_EQ(test, ran(), 0);
	KUNIT_EXPECT_EQ(test, drv.released, 0);
}

static void failed_start_ends_what_it_queued(struct kunit *test)
{
	struct thread *thread;

	drv.start_queues = true;
	drv.start_fails = true;
	thread = thread_start(test, bind, test->priv);
	/* the first to come in let start go on; the second one is inside, too */
	KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	complete(&drv.leave);
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), -EIO);
	KUNIT_EXPECT_EQ(test, drv.queued_in_start, 8);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
}

/* Queues as fast as it can, until it is told that the device has gone. */
static int queues(void *state)
{
	const struct thing *t = state;
	unsigned long end = jiffies + THREAD_PATIENCE;

	complete(&drv.entered);
	while (!deed_gone(&t->dev) && time_before(jiffies, end)) {
		plain_queue(t);
		third_queue(t);
		later_mod(t, 0);
		last_queue(t, 1);
		cond_resched();
	}
	/* and once more, while unbind ends one after the other */
	plain_queue(t);
	last_queue(t, 1);
	return 0;
}

static void unbind_wins_against_who_queues(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		deed_own(thing_ref, ref) = thing_bound(test);
		const struct thing *t = thing_ref_borrow(&ref);
		struct thread *thread = thread_start(test, queues, (void *)t);

		KUNIT_EXPECT_TRUE(test, happens(&drv.entered));
		again_queue(t);
		KUNIT_EXPECT_TRUE(test, happens(&drv.ran));
		unbind(test->priv);
		expect_off(test, t);
		thread_join(test, thread);
		expect_off(test, t);
	}
	KUNIT_EXPECT_EQ(test, drv.released, ROUNDS);
}

static void sets_true(struct work_struct *work)
{
	atomic_inc(&drv.runs);
}

static void queue_that_is_dropped_runs_what_is_on_it(struct kunit *test)
{
	struct work_struct *work = kunit_kzalloc(test, sizeof(*work), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, work);
	INIT_WORK(work, sets_true);

	deed_own(deed_workqueue, queue) = deed_workqueue_alloc("test", WQ_HIGHPRI);
	KUNIT_ASSERT_TRUE(test, deed_ok(queue));
	queue_work(deed_unsafe("the queue is not dropped yet", deed_borrow_raw(queue)), work);
	deed_workqueue_drop(&queue);
	KUNIT_EXPECT_EQ(test, ran(), 1);
}

static void queue_takes_only_flags_that_suit_it(struct kunit *test)
{
	static const unsigned int wrong[] = {
		WQ_BH, WQ_SYSFS, WQ_POWER_EFFICIENT, __WQ_ORDERED, WQ_HIGHPRI | WQ_BH, ~0u,
	};

	for (int i = 0; i < ARRAY_SIZE(wrong); i++) {
		deed_own(deed_workqueue, queue) = deed_workqueue_alloc("test", wrong[i]);
		deed_own(deed_workqueue, ordered) =
			deed_workqueue_alloc_ordered("test", wrong[i]);

		EXPECT_FAILED(test, queue, -EINVAL);
		EXPECT_FAILED(test, ordered, -EINVAL);
	}
}

static void queue_fails_without_memory(struct kunit *test)
{
	unsigned int n = 0;
	bool hit;

	faults_on(test);
	do {
		fault_at(++n);
		deed_own(deed_workqueue, queue) = deed_workqueue_alloc("test", 0);
		hit = fault_hit();
		if (hit && !deed_ok(queue))
			KUNIT_EXPECT_EQ(test, deed_err(queue), -ENOMEM);
		else
			KUNIT_EXPECT_TRUE(test, deed_ok(queue));
	} while (hit && n < 100);
	faults_off(test);
	KUNIT_EXPECT_GT(test, n, 2);
	KUNIT_EXPECT_FALSE(test, hit);
}

static struct kunit_case work_cases[] = {
	KUNIT_CASE(runs_as_often_as_it_is_queued),
	KUNIT_CASE(runs_once_if_queued_twice),
	KUNIT_CASE(runs_again_if_queued_while_it_runs),
	KUNIT_CASE(ordered_queue_runs_one_by_one),
	KUNIT_CASE(delayed_runs_after_its_delay),
	KUNIT_CASE(mod_moves_what_waits_and_queues_what_does_not),
	KUNIT_CASE(flush_skips_what_is_left_of_a_delay),
	KUNIT_CASE(flush_and_cancel_wait_for_what_runs),
	KUNIT_CASE(cancelled_work_does_not_run),
	KUNIT_CASE(cancel_ends_what_queues_itself),
	KUNIT_CASE(work_is_off_after_unbind),
	KUNIT_CASE(unbind_ends_what_queues_itself),
	KUNIT_CASE(unbind_takes_what_waits_off_its_queue),
	KUNIT_CASE(unbind_waits_for_what_runs),
	KUNIT_CASE(work_never_drops_the_last_reference),
	KUNIT_CASE(work_is_off_in_probe),
	KUNIT_CASE(failed_probe_leaves_nothing_queued),
	KUNIT_CASE(failed_start_ends_what_it_queued),
	KUNIT_CASE(unbind_wins_against_who_queues),
	KUNIT_CASE(queue_that_is_dropped_runs_what_is_on_it),
	KUNIT_CASE(queue_takes_only_flags_that_suit_it),
	KUNIT_CASE(queue_fails_without_memory),
	{}
};

static struct kunit_suite work_suite = {
	.name = "deed_work",
	.init = work_test_init,
	.exit = work_test_exit,
	.test_cases = work_cases,
};

kunit_test_suite(work_suite);

MODULE_DESCRIPTION("Tests of work and workqueues");
MODULE_LICENSE("GPL");
