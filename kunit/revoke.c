// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/revoke.h>, and of waiting on the queues of a device: that
 * nobody has the hardware after it has gone, that nobody waits for it, and that
 * the state stays as long as somebody knows it.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/smp.h>

#include <deed/chrdev.h>

#include "bound.h"
#include "handle.h"
#include "story.h"
#include "thread.h"

deed_unsafe_file("tests look at the queues and tasks that wait");

#define ID	0x5eed
#define ROUNDS	20

struct toy_hw {
	u32 id; /* 0 when the scope has ended */
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct turn {
	unsigned int turn, looks;
};

DEED_CELL_TYPE(m_turn, mutex, struct turn);
DEED_CELL_TYPE(s_turn, spin, struct turn);
DEED_CELL_TYPE(bh_turn, spin_bh, struct turn);
DEED_CELL_TYPE(irq_turn, spin_irq, struct turn);

struct toy_tie {
	struct deed_tie tie;
	char letter;
};

struct toy {
	struct m_turn m;
	struct s_turn s;
	struct bh_turn bh;
	struct irq_turn irq;
	struct toy_device dev;
	struct deed_bound_queue first, second;
	struct deed_waitqueue plain;
	struct toy_tie ties[3];
};

static struct {
	struct story story;
	struct completion entered, leave;
	bool ties;
	int early; /* what a live-guard in probe fails with */
	unsigned int released;
} drv;

static void toy_release(struct toy *t)
{
	drv.released++;
	story_tell(&drv.story, 'r');
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static void tie_turns(struct deed_tie *tie, enum deed_turn how)
{
	static const char first[] = {
		[DEED_TURN_ON] = 'a', [DEED_TURN_CLOSE] = 'A', [DEED_TURN_OFF] = '1',
	};
	char letter = container_of(tie, struct toy_tie, tie)->letter;

	story_tell(&drv.story, letter - 'a' + first[how]);
}

/* The registers are unmapped, so to say. */
static void hardware_goes(void *data)
{
	struct toy_hw *hw = data;

	hw->id = 0;
	story_tell(&drv.story, 'u');
}

static int toy_probe(struct bound_bus *bus, struct toy *t, struct toy_hw *hw)
{
	deed_cell_init(&t->m);
	deed_cell_init(&t->s);
	deed_cell_init(&t->bh);
	deed_cell_init(&t->irq);
	deed_waitqueue_init(&t->plain);
	deed_bound_queue_init(t, first, dev);
	deed_bound_queue_init(t, second, dev);
	deed_bound_queue_init(t, first, dev); /* once more does no harm */
	for (int i = 0; drv.ties && i < ARRAY_SIZE(t->ties); i++) {
		t->ties[i].letter = 'a' + i;
		__deed_tie(&t->dev.__device, &t->ties[i].tie, tie_turns);
	}
	hw->id = ID;

	deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

	drv.early = deed_ok(live) ? 0 : deed_err(live);
	return devm_add_action(bus->scope.__dev, hardware_goes, hw);
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	story_tell(&drv.story, 'q');
}

__DEED_BIND(toy_driver, toy_ref, dev, struct bound_bus, bound_bus_enable,
	    toy_probe, quiesce, toy_quiesce)

static int unbind(void *dev)
{
	__toy_driver_unbind(dev);
	return 0;
}

/* A device that is bound, and a reference to its state. */
static deed_returns_live struct toy_ref toy_bound(struct kunit *test)
{
	struct device *dev = test->priv;

	KUNIT_ASSERT_EQ(test, __toy_driver_bind(dev, &(struct bound_bus){ { dev } }), 0);
	return toy_ref_get(dev_get_drvdata(dev));
}

static int revoke_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	init_completion(&drv.entered);
	init_completion(&drv.leave);
	test->priv = bound_device(test);
	return 0;
}

static void live_guard_lends_the_hardware(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_FALSE(test, deed_gone(&t->dev));
	for (int i = 0; i < 3; i++) {
		deed_own(toy_device_live, live) = toy_device_enter(&t->dev);
		deed_own(toy_device_live, again) = toy_device_enter(&t->dev);

		KUNIT_ASSERT_TRUE(test, deed_ok(live));
		KUNIT_ASSERT_TRUE(test, deed_ok(again));
		KUNIT_EXPECT_EQ(test, toy_device_hw(&live)->id, ID);
		KUNIT_EXPECT_PTR_EQ(test, toy_device_hw(&live), toy_device_hw(&again));
	}
	unbind(test->priv);
}

static void nobody_enters_in_probe(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);

	KUNIT_EXPECT_EQ(test, drv.early, -ENODEV);
	KUNIT_EXPECT_FALSE(test, deed_gone(&toy_ref_borrow(&ref)->dev));
	unbind(test->priv);
}

static void nobody_enters_after_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);

	unbind(test->priv);
	KUNIT_EXPECT_TRUE(test, deed_gone(&t->dev));
	for (int i = 0; i < 3; i++) {
		deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

		EXPECT_FAILED(test, live, -ENODEV);
	}
	/* and who tried is not inside: or the end of the domain would warn */
	KUNIT_EXPECT_EQ(test, drv.released, 0);
}

/* Runs with interrupts off, in an interrupt most likely. */
static void enter_in_interrupt(void *arg)
{
	const struct toy *t = arg;

	deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

	if (!deed_ok(live))
		story_tell(&drv.story, deed_err(live) == -ENODEV ? 'n' : '?');
	else
		story_tell(&drv.story, toy_device_hw(&live)->id == ID ? 'y' : '?');
}

static void live_guard_needs_no_task(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	void *t = (void *)toy_ref_borrow(&ref);
	int cpu = cpumask_last(cpu_online_mask);

	smp_call_function_single(cpu, enter_in_interrupt, t, 1);
	unbind(test->priv);
	smp_call_function_single(cpu, enter_in_interrupt, t, 1);
	EXPECT_STORY(test, &drv.story, "yqun");
}

static int stays_inside(void *arg)
{
	const struct toy *t = arg;

	deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

	if (!deed_ok(live))
		return deed_err(live);
	complete(&drv.entered);
	if (!wait_for_completion_timeout(&drv.leave, THREAD_PATIENCE))
		return -ETIMEDOUT;
	story_tell(&drv.story, 'l');
	return toy_device_hw(&live)->id == ID ? 0 : -EIO;
}

static struct thread *somebody_inside(struct kunit *test, const struct toy *t)
{
	struct thread *inside = thread_start(test, stays_inside, (void *)t);

	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&drv.entered,
							    THREAD_PATIENCE));
	return inside;
}

static void unbind_waits_for_who_is_inside(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *inside[2], *unbinds;

	inside[0] = somebody_inside(test, t);
	inside[1] = somebody_inside(test, t);
	unbinds = thread_start(test, unbind, test->priv);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinds));
	KUNIT_EXPECT_TRUE(test, deed_gone(&t->dev));
	EXPECT_STORY(test, &drv.story, "");
	complete(&drv.leave);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 1));
	/* whichever has left, one is inside */
	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinds));
	EXPECT_STORY(test, &drv.story, "l");
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, inside[0]), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, inside[1]), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, unbinds), 0);
	EXPECT_STORY(test, &drv.story, "llqu");
}

static void unbind_waits_for_nobody_who_comes_later(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *inside = somebody_inside(test, t);
	struct thread *unbinds = thread_start(test, unbind, test->priv);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinds));
	{
		/* kept beyond the end of unbind, which it would hold up */
		deed_own(toy_device_live, later) = toy_device_enter(&t->dev);

		complete(&drv.leave);
		KUNIT_EXPECT_EQ(test, thread_join(test, unbinds), 0);
		KUNIT_EXPECT_FALSE(test, deed_ok(later));
	}
	KUNIT_EXPECT_EQ(test, thread_join(test, inside), 0);
	EXPECT_STORY(test, &drv.story, "lqu");
}

/* Uses the hardware until it has gone; how often it was not there. */
static int uses_it(void *arg)
{
	const struct toy *t = arg;
	int missing = 0;

	complete(&drv.entered);
	for (;;) {
		deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

		if (!deed_ok(live))
			return deed_err(live) == -ENODEV ? missing : -EIO;
		missing += READ_ONCE(toy_device_hw(&live)->id) != ID;
		cond_resched();
	}
}

static void nobody_uses_what_has_gone(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		deed_own(toy_ref, ref) = toy_bound(test);
		struct thread *users[2];

		for (int j = 0; j < ARRAY_SIZE(users); j++)
			users[j] = thread_start(test, uses_it,
						(void *)toy_ref_borrow(&ref));
		for (int j = 0; j < ARRAY_SIZE(users); j++)
			wait_for_completion_timeout(&drv.entered, THREAD_PATIENCE);
		unbind(test->priv);
		for (int j = 0; j < ARRAY_SIZE(users); j++)
			KUNIT_EXPECT_EQ(test, thread_join(test, users[j]), 0);
		story_begin(&drv.story);
	}
}

/*
 * Bodies that wait for turn 1 on a queue of the device, for each kind of lock
 * and each way to wait. -EIO: the lock was not held afterwards.
 */
#define WAITER(name, prefix, member, queue, wait)			\
	static int name(void *arg)					\
	{								\
		const struct toy *t = arg;				\
		int err, again;						\
									\
		deed_own(prefix##_guard, guard) = prefix##_lock(&t->member); \
		struct turn *turn = prefix##_data(&guard);		\
									\
		err = wait(&t->queue, &guard,				\
			   (turn->looks++, turn->turn == 1));		\
		{							\
			deed_own(prefix##_guard, busy) =		\
				prefix##_trylock(&t->member);		\
			again = deed_ok(busy) ? 0 : deed_err(busy);	\
		}							\
		return again == -EBUSY && deed_ok(guard) ? err : -EIO;	\
	}

#define wait_patiently(queue, guard, condition) \
	deed_wait_timeout(queue, guard, condition, THREAD_PATIENCE)
#define wait_not_at_all(queue, guard, condition) \
	deed_wait_timeout(queue, guard, condition, 0)

WAITER(mutex_waiter, m_turn, m, first, deed_wait_interruptible)
WAITER(mutex_killable, m_turn, m, second, deed_wait_killable)
WAITER(mutex_patient, m_turn, m, first, wait_patiently)
WAITER(spin_waiter, s_turn, s, second, deed_wait_interruptible)
WAITER(spin_patient, s_turn, s, first, wait_patiently)
WAITER(bh_killable, bh_turn, bh, second, deed_wait_killable)
WAITER(irq_waiter, irq_turn, irq, first, deed_wait_interruptible)
WAITER(irq_killable, irq_turn, irq, second, deed_wait_killable)
WAITER(irq_patient, irq_turn, irq, first, wait_patiently)
WAITER(mutex_impatient, m_turn, m, second, wait_not_at_all)
WAITER(plain_waiter, m_turn, m, plain, deed_wait_interruptible)

static int (*const waiters[])(void *) = {
	mutex_waiter, mutex_killable, mutex_patient, spin_waiter, spin_patient,
	bh_killable, irq_waiter, irq_killable, irq_patient,
};

static bool somebody_waits(const struct toy *t)
{
	/* wq_has_sleeper(): with the barrier that the waiter's pairs with */
	return wq_has_sleeper(__deed_raw_queue(__deed_queue_of(&t->first))) ||
	       wq_has_sleeper(__deed_raw_queue(__deed_queue_of(&t->second)));
}

static void unbind_wakes_who_waits(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *threads[ARRAY_SIZE(waiters)];

	for (int i = 0; i < ARRAY_SIZE(waiters); i++) {
		threads[i] = thread_start(test, waiters[i], (void *)t);
		KUNIT_EXPECT_TRUE(test, thread_sleeps(threads[i]));
	}
	KUNIT_EXPECT_TRUE(test, somebody_waits(t));
	unbind(test->priv);
	for (int i = 0; i < ARRAY_SIZE(waiters); i++)
		KUNIT_EXPECT_EQ(test, thread_join(test, threads[i]), -ENODEV);
	KUNIT_EXPECT_FALSE(test, somebody_waits(t));
}

/* Who is inside a live-guard waits for who waits: so they wake first. */
static void unbind_wakes_before_it_waits(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *inside = somebody_inside(test, t);
	struct thread *waits = thread_start(test, irq_waiter, (void *)t);
	struct thread *unbinds;

	KUNIT_EXPECT_TRUE(test, thread_sleeps(waits));
	unbinds = thread_start(test, unbind, test->priv);
	KUNIT_EXPECT_EQ(test, thread_join(test, waits), -ENODEV);
	EXPECT_STORY(test, &drv.story, "");
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, inside), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, unbinds), 0);
}

static void wait_goes_on_as_long_as_the_device_is_there(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *thread = thread_start(test, irq_waiter, (void *)t);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	{
		deed_lock(spin_irq, turn, &t->irq);

		turn->turn = 1;
	}
	deed_wake(&t->first, EPOLLIN);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), 0);
	KUNIT_EXPECT_EQ(test, irq_waiter((void *)t), 0);
	KUNIT_EXPECT_EQ(test, irq_patient((void *)t), 0);
	KUNIT_EXPECT_EQ(test, mutex_impatient((void *)t), -ETIMEDOUT);
	unbind(test->priv);
}

static void all_waits_fail_after_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	struct toy *t = dev_get_drvdata(test->priv);

	unbind(test->priv);
	for (int turn = 0; turn < 2; turn++) {
		/* whether their condition holds or not, and they do not look */
		deed_cell_excl(&t->m)->turn = turn;
		deed_cell_excl(&t->s)->turn = turn;
		deed_cell_excl(&t->bh)->turn = turn;
		deed_cell_excl(&t->irq)->turn = turn;
		for (int i = 0; i < ARRAY_SIZE(waiters); i++)
			KUNIT_EXPECT_EQ(test, thread_run(test, waiters[i], t), -ENODEV);
		KUNIT_EXPECT_EQ(test, mutex_impatient(t), -ENODEV);
	}
	KUNIT_EXPECT_EQ(test, deed_cell_excl(&t->m)->looks, 0);
	KUNIT_EXPECT_EQ(test, deed_cell_excl(&t->irq)->looks, 0);
}

/* One wakes with the turn and without the device at the same time. */
static void condition_that_holds_does_not_bring_the_device_back(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *thread = thread_start(test, mutex_waiter, (void *)t), *unbinds;

	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	{
		/* the waiter wakes, and must wait for the lock */
		deed_lock(mutex, turn, &t->m);

		unbinds = thread_start(test, unbind, test->priv);
		KUNIT_EXPECT_EQ(test, thread_join(test, unbinds), 0);
		turn->turn = 1;
	}
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), -ENODEV);
}

static void plain_queue_does_not_know_the_device(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct thread *thread = thread_start(test, plain_waiter, (void *)t);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	unbind(test->priv);
	{
		deed_lock(mutex, turn, &t->m);

		KUNIT_EXPECT_EQ(test, turn->looks, 2); /* since it fell asleep */
		turn->turn = 1;
	}
	deed_wake(&t->plain, EPOLLIN);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), 0);
}

struct race {
	const struct toy *toy;
	struct device *dev;
	atomic_t here;
};

static int wait_or_unbind(void *arg)
{
	struct race *r = arg;
	bool waits = raw_smp_processor_id() == cpumask_first(cpu_online_mask);

	threads_meet(&r->here);
	return waits ? irq_waiter((void *)r->toy) : unbind(r->dev);
}

static void no_wake_up_by_unbind_is_lost(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		deed_own(toy_ref, ref) = toy_bound(test);
		struct race r = { toy_ref_borrow(&ref), test->priv };

		if (num_online_cpus() < 2)
			unbind(test->priv);
		else
			KUNIT_EXPECT_EQ(test, threads_race(test, wait_or_unbind, &r),
					-ENODEV);
		story_begin(&drv.story);
	}
}

/* Who polls is on the queue before it looks whether the device has gone. */
struct poller {
	struct poll_table_struct table;
	struct wait_queue_entry entry;
	wait_queue_head_t *queue;
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

static void poller_joins(struct file *file, wait_queue_head_t *queue,
			 struct poll_table_struct *table)
{
	struct poller *p = container_of(table, struct poller, table);

	init_waitqueue_func_entry(&p->entry, poller_woken);
	add_wait_queue(queue, &p->entry);
	p->queue = queue;
}

static bool poll_says_gone(struct poller *p, const struct toy *t)
{
	struct __deed_polled polled = {};
	struct deed_poll poll = { .__table = p ? &p->table : NULL, .__polled = &polled };

	if (!p)
		deed_poll_wait(&poll, &t->second);
	deed_poll_wait(&poll, &t->first);
	if (!p)
		deed_poll_wait(&poll, &t->plain); /* does not take it back */
	return polled.__bound && __deed_queue_gone(polled.__queue);
}

static void unbind_wakes_who_polls(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_bound(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct poller p = {}, later = {};

	init_poll_funcptr(&p.table, poller_joins);
	KUNIT_EXPECT_FALSE(test, poll_says_gone(&p, t));
	unbind(test->priv);
	KUNIT_EXPECT_EQ(test, p.woken, 1);
	KUNIT_EXPECT_EQ(test, (__force u32)p.events, (__force u32)(EPOLLHUP | EPOLLERR));
	remove_wait_queue(p.queue, &p.entry);
	KUNIT_EXPECT_TRUE(test, poll_says_gone(NULL, t));
	init_poll_funcptr(&later.table, poller_joins);
	KUNIT_EXPECT_TRUE(test, poll_says_gone(&later, t));
	remove_wait_queue(later.queue, &later.entry);
}

static void ties_end_in_turn_before_the_hardware_is_quiet(struct kunit *test)
{
	drv.ties = true;

	deed_own(toy_ref, ref) = toy_bound(test);
	struct thread *inside = somebody_inside(test, toy_ref_borrow(&ref));
	struct thread *unbinds = thread_start(test, unbind, test->priv);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinds));
	EXPECT_STORY(test, &drv.story, "cba");
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, inside), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, unbinds), 0);
	/* who is inside may start a work: so they end after it; all closed, then all off */
	EXPECT_STORY(test, &drv.story, "cbalCBA321qu");
}

static void state_lives_as_long_as_its_last_reference(struct kunit *test)
{
	deed_own(toy_ref, a) = toy_bound(test);
	deed_own(toy_ref, b) = toy_ref_get(toy_ref_borrow(&a));

	unbind(test->priv);
	EXPECT_STORY(test, &drv.story, "qu");
	toy_ref_drop(&a);
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	KUNIT_EXPECT_TRUE(test, deed_gone(&toy_ref_borrow(&b)->dev));
	toy_ref_drop(&b);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
	EXPECT_STORY(test, &drv.story, "qur");
}

static void state_that_nobody_else_has_goes_with_the_device(struct kunit *test)
{
	{
		deed_own(toy_ref, ref) = toy_bound(test);
	}
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	unbind(test->priv);
	EXPECT_STORY(test, &drv.story, "qur");
}

static unsigned int references(struct device *dev)
{
	return kref_read(&dev->kobj.kref);
}

static void state_keeps_the_device_for_messages(struct kunit *test)
{
	struct device *dev = get_device(test->priv);
	unsigned int before = references(dev);
	char name[64];

	deed_own(toy_ref, ref) = toy_bound(test);

	KUNIT_EXPECT_PTR_EQ(test, deed_dev(&toy_ref_borrow(&ref)->dev), dev);
	strscpy(name, dev_name(dev));
	unbind(dev);
	KUNIT_EXPECT_EQ(test, references(dev), before + 1);
	kunit_device_unregister(test, dev);
	put_device(dev);
	/* only the state has it now */
	KUNIT_EXPECT_STREQ(test, dev_name(deed_dev(&toy_ref_borrow(&ref)->dev)), name);
	KUNIT_EXPECT_EQ(test, references(dev), 1);
}

static void device_is_bound_again_with_a_state_of_its_own(struct kunit *test)
{
	deed_own(toy_ref, old) = toy_bound(test);

	unbind(test->priv);

	deed_own(toy_ref, new) = toy_bound(test);
	deed_own(toy_device_live, none) = toy_device_enter(&toy_ref_borrow(&old)->dev);
	deed_own(toy_device_live, live) = toy_device_enter(&toy_ref_borrow(&new)->dev);

	KUNIT_EXPECT_PTR_NE(test, toy_ref_borrow(&old), toy_ref_borrow(&new));
	EXPECT_FAILED(test, none, -ENODEV);
	KUNIT_EXPECT_TRUE(test, deed_ok(live));
	toy_device_live_drop(&live);
	unbind(test->priv);
	EXPECT_STORY(test, &drv.story, "ququ");
}

static struct kunit_case revoke_cases[] = {
	KUNIT_CASE(live_guard_lends_the_hardware),
	KUNIT_CASE(nobody_enters_in_probe),
	KUNIT_CASE(nobody_enters_after_unbind),
	KUNIT_CASE(live_guard_needs_no_task),
	KUNIT_CASE(unbind_waits_for_who_is_inside),
	KUNIT_CASE(unbind_waits_for_nobody_who_comes_later),
	KUNIT_CASE(nobody_uses_what_has_gone),
	KUNIT_CASE(unbind_wakes_who_waits),
	KUNIT_CASE(unbind_wakes_before_it_waits),
	KUNIT_CASE(wait_goes_on_as_long_as_the_device_is_there),
	KUNIT_CASE(all_waits_fail_after_unbind),
	KUNIT_CASE(condition_that_holds_does_not_bring_the_device_back),
	KUNIT_CASE(plain_queue_does_not_know_the_device),
	KUNIT_CASE(no_wake_up_by_unbind_is_lost),
	KUNIT_CASE(unbind_wakes_who_polls),
	KUNIT_CASE(ties_end_in_turn_before_the_hardware_is_quiet),
	KUNIT_CASE(state_lives_as_long_as_its_last_reference),
	KUNIT_CASE(state_that_nobody_else_has_goes_with_the_device),
	KUNIT_CASE(state_keeps_the_device_for_messages),
	KUNIT_CASE(device_is_bound_again_with_a_state_of_its_own),
	{}
};

static struct kunit_suite revoke_suite = {
	.name = "deed_revoke",
	.init = revoke_test_init,
	.test_cases = revoke_cases,
};

kunit_test_suite(revoke_suite);

MODULE_DESCRIPTION("Tests of revocation and of the queues of a device");
MODULE_LICENSE("GPL");
