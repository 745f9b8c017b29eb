// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/irq.h>, with interrupts of the kernel's simulator: which handler
 * runs, what it may do, and that it runs neither while the interrupt is disabled
 * nor after its device has gone.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>
#include <linux/module.h>

#include <deed/irq.h>
#include <deed/platform.h>

#include "fake_platform.h"
#include "handle.h"
#include "story.h"
#include "thread.h"

deed_unsafe_file("tests raise interrupts, and ask the kernel who handles them");

#define NAME	"deed-irq-toy"
#define ID	0x1d
#define ROUNDS	20
#define TIMES	2000

struct toy_hw {
	struct deed_irq irq;
	u32 id; /* 0 when the scope has ended */
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct count {
	unsigned int count;
};

DEED_CELL_TYPE(count_cell, spin_irq, struct count);

struct toy {
	u32 before; /* so that the place is not first */
	struct toy_device dev;
	struct count_cell counted;
	char letter; /* of its hard handler */
};

enum kind { HARD, THREAD, BOTH, HARD_TWICE, NONE };

static struct {
	struct story story;
	enum kind kind;
	unsigned int flags; /* of the interrupt, beside those of the bus */
	irqreturn_t hard_returns;
	bool thread_stays, counts;
	atomic_t handled, wrong;
	unsigned int states;
	int err;
	struct completion entered, leave;
	struct irq_domain *domain;
	int irqs[2];
} drv;

static void toy_release(struct toy *t)
{
	drv.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

/* Not in a storm: nobody reads so much. */
static void tell(char letter)
{
	if (!drv.counts)
		story_tell(&drv.story, letter);
}

static void look(const struct toy *t, const struct toy_hw *hw, bool context)
{
	if (hw != &t->dev.__hw || READ_ONCE(hw->id) != ID || !context)
		atomic_inc(&drv.wrong);
	atomic_inc(&drv.handled);
}

static irqreturn_t toy_hard(const struct toy *t, const struct toy_hw *hw,
			    const struct deed_hardirq *in)
{
	look(t, hw, irqs_disabled());

	deed_lock_hardirq(counted, &t->counted, in);
	WRITE_ONCE(counted->count, READ_ONCE(counted->count) + 1);
	tell(t->letter);
	return drv.hard_returns;
}

static irqreturn_t toy_thread(const struct toy *t, const struct toy_hw *hw)
{
	look(t, hw, !irqs_disabled() && !preempt_count() && in_task());
	might_sleep();
	if (drv.thread_stays) {
		tell('i');
		complete(&drv.entered);
		if (!wait_for_completion_timeout(&drv.leave, THREAD_PATIENCE))
			atomic_inc(&drv.wrong);
	}
	tell('t');
	return IRQ_HANDLED;
}

DEED_IRQ(hard_irq, toy_ref, dev, irq, hard, toy_hard);
DEED_IRQ(thread_irq, toy_ref, dev, irq, thread, toy_thread);
DEED_IRQ(both_irq, toy_ref, dev, irq, thread, toy_thread, hard, toy_hard);

/* The registers are unmapped, so to say. */
static void hardware_goes(void *data)
{
	struct toy_hw *hw = data;

	WRITE_ONCE(hw->id, 0);
	tell('u');
}

static int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	int err = deed_platform_irq(dev, 0, &hw->irq);

	if (err)
		return err;
	hw->irq.__flags |= drv.flags; /* as another bus would */
	hw->id = ID;
	t->letter = dev->__pdev->id ? 'g' : 'h';
	deed_cell_init(&t->counted);
	return devm_add_action(dev->scope.__dev, hardware_goes, hw);
}

static int toy_request(struct toy_device_scope *scope)
{
	switch (drv.kind) {
	case HARD:
		return hard_irq_request(scope);
	case THREAD:
		return thread_irq_request(scope);
	case BOTH:
		return both_irq_request(scope);
	case HARD_TWICE:
		return hard_irq_request(scope) ?: thread_irq_request(scope);
	default:
		return 0;
	}
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	drv.states++;
	drv.err = toy_request(scope);
	return drv.err;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	tell('q');
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int irq_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.hard_returns = IRQ_HANDLED;
	init_completion(&drv.entered);
	init_completion(&drv.leave);
	drv.domain = irq_domain_create_sim(NULL, ARRAY_SIZE(drv.irqs));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, drv.domain);
	for (int i = 0; i < ARRAY_SIZE(drv.irqs); i++) {
		drv.irqs[i] = irq_create_mapping(drv.domain, i);
		KUNIT_ASSERT_GT(test, drv.irqs[i], 0);
	}
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void irq_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, drv.states, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&drv.wrong), 0);
	for (int i = 0; i < ARRAY_SIZE(drv.irqs); i++) {
		KUNIT_EXPECT_FALSE(test, irq_has_action(drv.irqs[i]));
		irq_dispose_mapping(drv.irqs[i]);
	}
	irq_domain_remove_sim(drv.domain);
}

/* A device with one of the interrupts; nothing is told of how it was bound. */
static struct platform_device *toy_device_with(struct kunit *test, int id, int irq)
{
	const struct resource resource = DEFINE_RES_IRQ(irq);
	struct platform_device *pdev = fake_device(test, NAME, id, &resource, 1);

	story_begin(&drv.story);
	return pdev;
}

static struct platform_device *
toy_device_bound(struct kunit *test, int id, int irq, enum kind kind)
{
	struct platform_device *pdev;

	drv.kind = kind;
	pdev = toy_device_with(test, id, irq);
	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	atomic_set(&drv.handled, 0);
	return pdev;
}

static deed_returns_live struct toy_ref state_of(struct platform_device *pdev)
{
	return toy_ref_get(platform_get_drvdata(pdev));
}

/* Nobody else is told while it is pending: that would be one for both. */
static void raise(int irq)
{
	unsigned long end = jiffies + THREAD_PATIENCE;
	bool pending = false;

	irq_set_irqchip_state(irq, IRQCHIP_STATE_PENDING, true);
	do {
		irq_get_irqchip_state(irq, IRQCHIP_STATE_PENDING, &pending);
	} while (pending && time_before(jiffies, end));
}

static void hard_handler_runs(struct kunit *test)
{
	toy_device_bound(test, 0, drv.irqs[0], HARD);
	for (int i = 1; i <= 3; i++) {
		raise(drv.irqs[0]);
		KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, i));
	}
	EXPECT_STORY(test, &drv.story, "hhh");
}

static void thread_runs_without_a_hard_handler(struct kunit *test)
{
	toy_device_bound(test, 0, drv.irqs[0], THREAD);
	for (int i = 1; i <= 3; i++) {
		raise(drv.irqs[0]);
		KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, i));
	}
	EXPECT_STORY(test, &drv.story, "ttt");
}

static void thread_runs_when_the_hard_handler_says_so(struct kunit *test)
{
	toy_device_bound(test, 0, drv.irqs[0], BOTH);
	drv.hard_returns = IRQ_WAKE_THREAD;
	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 2));
	drv.hard_returns = IRQ_HANDLED;
	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 3));
	synchronize_irq(drv.irqs[0]);
	EXPECT_STORY(test, &drv.story, "hth");
}

static void kernel_is_told_what_the_handler_says(struct kunit *test)
{
	static const irqreturn_t said[] = { IRQ_NONE, IRQ_HANDLED, IRQ_WAKE_THREAD };
	struct platform_device *pdev = toy_device_bound(test, 0, drv.irqs[0], NONE);
	void *cookie = platform_get_drvdata(pdev);
	unsigned long flags;

	for (int i = 0; i < ARRAY_SIZE(said); i++) {
		drv.hard_returns = said[i];
		local_irq_save(flags);
		KUNIT_EXPECT_EQ(test, __both_irq_hard(1, cookie), said[i]);
		local_irq_restore(flags);
	}
	KUNIT_EXPECT_EQ(test, __both_irq_thread(1, cookie), IRQ_HANDLED);
}

static void each_device_has_its_own_handler(struct kunit *test)
{
	toy_device_bound(test, 0, drv.irqs[0], HARD);
	toy_device_bound(test, 1, drv.irqs[1], HARD);
	raise(drv.irqs[1]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 1));
	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 2));
	EXPECT_STORY(test, &drv.story, "gh");
}

static void shared_line_has_a_handler_per_device(struct kunit *test)
{
	struct platform_device *a, *b;

	drv.flags = IRQF_SHARED;
	a = toy_device_bound(test, 0, drv.irqs[0], HARD);
	b = toy_device_bound(test, 1, drv.irqs[0], HARD);
	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 2));
	EXPECT_STORY(test, &drv.story, "hg");
	fake_device_gone(test, a);
	story_begin(&drv.story);
	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 1));
	EXPECT_STORY(test, &drv.story, "g");
	fake_device_gone(test, b);
}

/* It would disable the other devices' interrupts, too. */
static void shared_line_is_not_disabled(struct kunit *test)
{
	drv.flags = IRQF_SHARED;

	deed_own(toy_ref, ref) = state_of(toy_device_bound(test, 0, drv.irqs[0], HARD));
	deed_own(toy_device_live, live) = toy_device_enter(&toy_ref_borrow(&ref)->dev);

	KUNIT_ASSERT_TRUE(test, deed_ok(live));
	deed_own(deed_irq_off, off) = deed_irq_disable(&toy_device_hw(&live)->irq);

	KUNIT_EXPECT_FALSE(test, deed_ok(off));
	if (!deed_ok(off))
		KUNIT_EXPECT_EQ(test, deed_err(off), -EINVAL);
	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 1));
}

static void disabled_interrupt_waits_until_it_is_enabled(struct kunit *test)
{
	deed_own(toy_ref, ref) = state_of(toy_device_bound(test, 0, drv.irqs[0], HARD));
	deed_own(toy_device_live, live) = toy_device_enter(&toy_ref_borrow(&ref)->dev);

	KUNIT_ASSERT_TRUE(test, deed_ok(live));
	for (int i = 1; i <= 3; i++) {
		deed_own(deed_irq_off, off) =
			deed_irq_disable(&toy_device_hw(&live)->irq);
		deed_own(deed_irq_off, again) =
			deed_irq_disable(&toy_device_hw(&live)->irq);

		KUNIT_ASSERT_TRUE(test, deed_ok(off));
		KUNIT_ASSERT_TRUE(test, deed_ok(again));
		raise(drv.irqs[0]);
		KUNIT_EXPECT_EQ(test, atomic_read(&drv.handled), i - 1);
		deed_irq_off_drop(&again);
		KUNIT_EXPECT_EQ(test, atomic_read(&drv.handled), i - 1);
		deed_irq_off_drop(&off);
		KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, i));
	}
	EXPECT_STORY(test, &drv.story, "hhh");
}

static int disables(void *arg)
{
	const struct toy *t = arg;

	deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

	if (!deed_ok(live))
		return deed_err(live);
	deed_own(deed_irq_off, off) = deed_irq_disable(&toy_device_hw(&live)->irq);

	if (!deed_ok(off))
		return deed_err(off);
	tell('d');
	return 0;
}

static int synchronizes(void *arg)
{
	const struct toy *t = arg;

	deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

	if (!deed_ok(live))
		return deed_err(live);
	deed_irq_synchronize(&toy_device_hw(&live)->irq);
	tell('s');
	return 0;
}

static int unbinds(void *dev)
{
	device_release_driver(dev);
	return 0;
}

/* Starts a thread of the handler, which stays until drv.leave. */
static bool somebody_inside(void)
{
	drv.thread_stays = true;
	raise(drv.irqs[0]);
	return wait_for_completion_timeout(&drv.entered, THREAD_PATIENCE);
}

static void disable_waits_for_a_handler_that_runs(struct kunit *test)
{
	deed_own(toy_ref, ref) = state_of(toy_device_bound(test, 0, drv.irqs[0], THREAD));
	struct thread *thread;

	KUNIT_EXPECT_TRUE(test, somebody_inside());
	thread = thread_start(test, disables, (void *)toy_ref_borrow(&ref));
	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	EXPECT_STORY(test, &drv.story, "i");
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), 0);
	EXPECT_STORY(test, &drv.story, "itd");
}

static void synchronize_waits_for_a_handler_that_runs(struct kunit *test)
{
	deed_own(toy_ref, ref) = state_of(toy_device_bound(test, 0, drv.irqs[0], THREAD));
	struct thread *thread;

	KUNIT_EXPECT_EQ(test, synchronizes((void *)toy_ref_borrow(&ref)), 0);
	EXPECT_STORY(test, &drv.story, "s");
	KUNIT_EXPECT_TRUE(test, somebody_inside());
	thread = thread_start(test, synchronizes, (void *)toy_ref_borrow(&ref));
	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	EXPECT_STORY(test, &drv.story, "si");
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), 0);
	EXPECT_STORY(test, &drv.story, "sits");
}

static void unbind_waits_for_a_handler_that_runs(struct kunit *test)
{
	struct platform_device *pdev = toy_device_bound(test, 0, drv.irqs[0], THREAD);
	struct thread *thread;

	KUNIT_EXPECT_TRUE(test, somebody_inside());
	thread = thread_start(test, unbinds, &pdev->dev);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 2));
	KUNIT_EXPECT_TRUE(test, thread_sleeps(thread));
	EXPECT_STORY(test, &drv.story, "iq");
	complete(&drv.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), 0);
	EXPECT_STORY(test, &drv.story, "iqtu");
}

static void no_handler_runs_after_unbind(struct kunit *test)
{
	struct platform_device *pdev = toy_device_bound(test, 0, drv.irqs[0], HARD);

	raise(drv.irqs[0]);
	KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 1));
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_FALSE(test, irq_has_action(drv.irqs[0]));
	raise(drv.irqs[0]);
	EXPECT_STORY(test, &drv.story, "hqu");
}

struct storm {
	bool over;
	unsigned int raised;
};

static int raises(void *arg)
{
	struct storm *storm = arg;

	while (!READ_ONCE(storm->over)) {
		raise(drv.irqs[0]);
		WRITE_ONCE(storm->raised, storm->raised + 1);
		cond_resched();
	}
	return 0;
}

/* The handlers look at the hardware: see look() and irq_test_exit(). */
static void no_handler_runs_on_while_the_device_goes(struct kunit *test)
{
	struct storm *storm = kunit_kzalloc(test, sizeof(*storm), GFP_KERNEL);
	struct platform_device *pdev;
	struct thread *thread;

	KUNIT_ASSERT_NOT_NULL(test, storm);
	drv.counts = true;
	drv.hard_returns = IRQ_WAKE_THREAD;
	pdev = toy_device_bound(test, 0, drv.irqs[0], BOTH);
	thread = thread_start(test, raises, storm);
	for (int i = 0; i < ROUNDS; i++) {
		unsigned int before = atomic_read(&drv.handled);
		unsigned long end = jiffies + THREAD_PATIENCE;

		while (atomic_read(&drv.handled) == before && time_before(jiffies, end))
			schedule_timeout_uninterruptible(1);
		KUNIT_EXPECT_NE(test, atomic_read(&drv.handled), before);
		device_release_driver(&pdev->dev);
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	}
	WRITE_ONCE(storm->over, true);
	KUNIT_EXPECT_EQ(test, thread_join(test, thread), 0);
	KUNIT_EXPECT_GE(test, storm->raised, ROUNDS);
}

/* The kernel dumps no stack when it refuses. */
#define QUIET IRQF_PROBE_SHARED

static irqreturn_t somebody_elses(int irq, void *cookie)
{
	return IRQ_NONE;
}

static void line_that_somebody_has_is_not_requested(struct kunit *test)
{
	struct platform_device *pdev;

	drv.flags = QUIET;
	KUNIT_ASSERT_EQ(test, request_irq(drv.irqs[0], somebody_elses, 0, "test", &drv), 0);
	for (drv.kind = HARD; drv.kind <= BOTH; drv.kind++) {
		pdev = toy_device_with(test, drv.kind, drv.irqs[0]);
		KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
		KUNIT_EXPECT_EQ(test, drv.err, -EBUSY);
		KUNIT_EXPECT_EQ(test, drv.states, 0);
	}
	free_irq(drv.irqs[0], &drv);
}

static void line_is_requested_once(struct kunit *test)
{
	struct platform_device *pdev;

	drv.flags = QUIET;
	drv.kind = HARD_TWICE;
	pdev = toy_device_with(test, 0, drv.irqs[0]);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, drv.err, -EBUSY);
	KUNIT_EXPECT_FALSE(test, irq_has_action(drv.irqs[0]));
}

static void line_that_is_not_there_is_not_requested(struct kunit *test)
{
	drv.kind = HARD;
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(toy_device_with(test, 0, INT_MAX)));
	KUNIT_EXPECT_EQ(test, drv.err, -EINVAL);
}

static void handler_waits_for_who_has_the_cell(struct kunit *test)
{
	deed_own(toy_ref, ref) = state_of(toy_device_bound(test, 0, drv.irqs[0], HARD));

	for (int i = 0; i < 3; i++) {
		{
			deed_lock(spin_irq, counted, &toy_ref_borrow(&ref)->counted);

			irq_set_irqchip_state(drv.irqs[0], IRQCHIP_STATE_PENDING, true);
			counted->count = i;
			tell('l');
		}
		KUNIT_EXPECT_TRUE(test, story_grows(&drv.story, 2 * i + 2));
	}
	EXPECT_STORY(test, &drv.story, "lhlhlh");
}

static int counts(void *arg)
{
	const struct toy *t = arg;

	if (raw_smp_processor_id() == cpumask_first(cpu_online_mask)) {
		for (int i = 0; i < TIMES; i++)
			raise(drv.irqs[0]);
		return 0;
	}
	for (int i = 0; i < TIMES; i++) {
		deed_lock(spin_irq, counted, &t->counted);

		WRITE_ONCE(counted->count, READ_ONCE(counted->count) + 1);
	}
	return TIMES;
}

static void handler_and_task_do_not_disturb_each_other(struct kunit *test)
{
	deed_own(toy_ref, ref) = state_of(toy_device_bound(test, 0, drv.irqs[0], HARD));
	const struct toy *t = toy_ref_borrow(&ref);
	unsigned int counted_to;
	int times;

	if (num_online_cpus() < 2)
		return;
	drv.counts = true;
	times = threads_race(test, counts, (void *)t);
	synchronize_irq(drv.irqs[0]);
	KUNIT_EXPECT_GT(test, atomic_read(&drv.handled), 0);
	{
		deed_lock(spin_irq, counted, &t->counted);

		counted_to = counted->count;
	}
	KUNIT_EXPECT_EQ(test, counted_to, times + atomic_read(&drv.handled));
}

static struct kunit_case irq_cases[] = {
	KUNIT_CASE(hard_handler_runs),
	KUNIT_CASE(thread_runs_without_a_hard_handler),
	KUNIT_CASE(thread_runs_when_the_hard_handler_says_so),
	KUNIT_CASE(kernel_is_told_what_the_handler_says),
	KUNIT_CASE(each_device_has_its_own_handler),
	KUNIT_CASE(shared_line_has_a_handler_per_device),
	KUNIT_CASE(shared_line_is_not_disabled),
	KUNIT_CASE(disabled_interrupt_waits_until_it_is_enabled),
	KUNIT_CASE(disable_waits_for_a_handler_that_runs),
	KUNIT_CASE(synchronize_waits_for_a_handler_that_runs),
	KUNIT_CASE(unbind_waits_for_a_handler_that_runs),
	KUNIT_CASE(no_handler_runs_after_unbind),
	KUNIT_CASE(no_handler_runs_on_while_the_device_goes),
	KUNIT_CASE(line_that_somebody_has_is_not_requested),
	KUNIT_CASE(line_is_requested_once),
	KUNIT_CASE(line_that_is_not_there_is_not_requested),
	KUNIT_CASE(handler_waits_for_who_has_the_cell),
	KUNIT_CASE(handler_and_task_do_not_disturb_each_other),
	{}
};

static struct kunit_suite irq_suite = {
	.name = "deed_irq",
	.init = irq_test_init,
	.exit = irq_test_exit,
	.test_cases = irq_cases,
};

kunit_test_suite(irq_suite);

MODULE_DESCRIPTION("Tests of interrupts");
MODULE_LICENSE("GPL");
