// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of drivers/edu on a fake device: what QEMU's own never does, and the
 * order in which its registers are touched.
 *
 * The driver's source is compiled into this file, where each register access is
 * logged. The fake stands on the platform bus, with an interrupt of the kernel's
 * simulator.
 */
#include "mmio_log.h"

#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>

#include <deed/module.h>
#include <deed/platform.h>

#include "thread.h"

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "../drivers/edu/edu.c"

deed_unsafe_file("is the device behind the driver, and looks at the driver's state");

#define SOON 1
#define LATER (60 * HZ)

/* The device: what it does with its registers is in fake_write(). */
static struct fake {
	struct mmio_log *log;
	struct irq_domain *domain;
	unsigned int irq;
	bool answers;
	unsigned int busy; /* how many times it says so */
} fake;

static u32 *fake_reg(size_t offset)
{
	return (u32 __force *)(fake.log->base + offset);
}

static void fake_raise(u32 cause)
{
	*fake_reg(0x24) |= cause;
	irq_set_irqchip_state(fake.irq, IRQCHIP_STATE_PENDING, true);
}

/* The device has computed what it was asked. */
static void fake_answer(void)
{
	u32 result = 1;

	for (u32 n = *fake_reg(0x08); n > 1; n--)
		result *= n;
	*fake_reg(0x08) = result;
	if (*fake_reg(0x20) & 0x80)
		fake_raise(1);
}

static void fake_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	if (offset == 0x64)
		*fake_reg(0x24) &= ~value;
	else if (offset == 0x60)
		fake_raise(value);
	else
		*fake_reg(offset) = offset == 0x04 ? ~value : value;
	if (offset == 0x08 && fake.answers)
		fake_answer();
}

static u64 fake_read(struct mmio_log *log, size_t offset, size_t width)
{
	bool busy = offset == 0x20 && fake.busy && fake.busy--;

	return *fake_reg(offset) | busy;
}

static void fake_unmapped(void *data)
{
	mmio_log_mark(fake.log, "unmap");
}

static void fake_freed(struct irq_domain *domain, irq_hw_number_t hwirq, void *data)
{
	mmio_log_mark(fake.log, "irq-free");
}

static const struct irq_sim_ops fake_ops = {
	.irq_sim_irq_released = fake_freed,
};

static int fake_probe(struct deed_platform *dev, struct edu *e, struct edu_hw *hw)
{
	int err = devm_add_action(dev->scope.__dev, fake_unmapped, NULL) ?:
		  edu_regs_map(&hw->regs, mmio_fake(fake.log->base)) ?: edu_setup(e, &hw->regs);

	if (err)
		return err;
	__deed_irq_fill(&hw->irq, fake.irq, 0);
	__deed_dma_fill(&hw->dma, dev->scope.__dev, NULL, GFP_KERNEL);
	return 0;
}

DEED_PLATFORM_DRIVER(fake_driver, "deed-edu-fake", edu_ref, dev, fake_probe, start,
		     edu_start, quiesce, edu_quiesce, suspend, edu_suspend,
		     resume, edu_resume);

static void fake_end(void *data)
{
	irq_dispose_mapping(fake.irq);
	irq_domain_remove_sim(fake.domain);
}

static int edu_test_init(struct kunit *test)
{
	fake.log = mmio_log_start(test, NULL, 0x100);
	fake.log->write = fake_write;
	fake.log->read = fake_read;
	fake.answers = true;
	fake.busy = 0;
	*fake_reg(0x00) = 0x010000ed;
	fake.domain = irq_domain_create_sim_full(NULL, 1, &fake_ops, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, fake.domain);
	fake.irq = irq_create_mapping(fake.domain, 0);
	KUNIT_ASSERT_NE(test, fake.irq, 0);
	return kunit_add_action_or_reset(test, fake_end, NULL);
}

/* The driver, bound to the fake; both go at the end of the test. */
DEED_COMPOSITE(bound, deed_platform_device, device, fake_driver, driver);

static struct bound bind(void)
{
	deed_own(fake_driver, driver) = fake_driver_register();
	if (!deed_ok(driver))
		return deed_fail(bound, deed_err(driver));

	deed_own(deed_platform_device, device) =
		deed_platform_device_register("deed-edu-fake", -1);
	if (!deed_ok(device))
		return deed_fail(bound, deed_err(device));
	return (struct bound){ .device = deed_move(device), .driver = deed_move(driver) };
}

static const struct edu *state_of(const struct bound *b)
{
	return dev_get_drvdata(&b->device.__ptr->dev);
}

#define LISTEN "r32 24=0 w32 64=0 w32 20=80"
#define AT_BIND "r32 0=10000ed r32 20=0 " LISTEN
/* interrupts off, then the line is freed, then the registers are unmapped */
#define AT_UNBIND "w32 20=0 r32 24=0 w32 64=0 irq-free unmap"

static void edu_computes(struct kunit *test)
{
	deed_own(bound, b) = bind();
	u32 result = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	/* the debug kernel unbinds each driver once, and binds it again */
	EXPECT_ACCESSES(test, fake.log,
			IS_ENABLED(CONFIG_DEBUG_TEST_DRIVER_REMOVE) ?
				AT_BIND " " AT_UNBIND " " AT_BIND : AT_BIND);
	KUNIT_EXPECT_EQ(test, edu_factorial(state_of(&b), 5, LATER, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 120);
	EXPECT_ACCESSES(test, fake.log, "w32 8=5 r32 24=1 w32 64=1 r32 20=80 r32 8=78");
}

static void edu_ends_in_order(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	mmio_log_clear(fake.log);
	bound_drop(&b);
	EXPECT_ACCESSES(test, fake.log, AT_UNBIND);
}

static void edu_is_silent_after_unbind(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	deed_own(edu_ref, e) = edu_ref_get(state_of(&b));
	u32 value = 0;

	bound_drop(&b);
	mmio_log_clear(fake.log);
	fake_raise(3);
	KUNIT_EXPECT_EQ(test, edu_factorial(edu_ref_borrow(&e), 5, LATER, &value), -ENODEV);
	KUNIT_EXPECT_EQ(test, edu_liveness(edu_ref_borrow(&e), &value), -ENODEV);
	KUNIT_EXPECT_EQ(test, edu_raise(edu_ref_borrow(&e), 1), -ENODEV);
	EXPECT_ACCESSES(test, fake.log, "");
}

/* It does not answer, and nobody else gets a turn until it does. */
static void edu_never_answers(struct kunit *test)
{
	deed_own(bound, b) = bind();
	u32 result = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	const struct edu *e = state_of(&b);

	fake.answers = false;
	fake.busy = 2;
	mmio_log_clear(fake.log);
	KUNIT_EXPECT_EQ(test, edu_factorial(e, 5, SOON, &result), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, edu_factorial(e, 6, SOON, &result), -ETIMEDOUT);
	EXPECT_ACCESSES(test, fake.log, "w32 8=5 r32 20=81 r32 20=81");

	/* the late answer is nobody's, and the next one gets its own */
	fake.answers = true;
	fake_answer();
	KUNIT_EXPECT_EQ(test, edu_factorial(e, 6, LATER, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 720);
}

/* It has computed, and its interrupt got lost: the next one has its turn. */
static void edu_loses_interrupt(struct kunit *test)
{
	deed_own(bound, b) = bind();
	u32 result = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	fake.answers = false;
	mmio_log_clear(fake.log);
	KUNIT_EXPECT_EQ(test, edu_factorial(state_of(&b), 5, SOON, &result), -ETIMEDOUT);
	EXPECT_ACCESSES(test, fake.log, "w32 8=5 r32 20=80");
	fake.answers = true;
	KUNIT_EXPECT_EQ(test, edu_factorial(state_of(&b), 6, LATER, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 720);
}

/* Unplugged: a bus answers with ones, and so the cause is not believed. */
static void edu_reads_ones(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	const struct edu *e = state_of(&b);

	*fake_reg(0x24) = U32_MAX;
	mmio_log_clear(fake.log);
	KUNIT_EXPECT_EQ(test, __edu_irq_hard(fake.irq, (void *)e), IRQ_NONE);
	EXPECT_ACCESSES(test, fake.log, "r32 24=ffffffff");
	KUNIT_EXPECT_EQ(test, atomic_read(&e->spurious.__count), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&e->interrupts.__count), 0);
}

static void edu_refuses_another_device(struct kunit *test)
{
	*fake_reg(0x00) = U32_MAX;

	deed_own(bound, b) = bind();

	KUNIT_EXPECT_FALSE(test, deed_ok(b));
	/* never written to, and given back */
	EXPECT_ACCESSES(test, fake.log, "r32 0=ffffffff unmap");
}

/* What it does for a driver before us is not taken for our own. */
static void edu_waits_for_what_came_before(struct kunit *test)
{
	fake.busy = 2;

	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	KUNIT_EXPECT_NOT_NULL(test, strstr(fake.log->text,
					   "=10000ed r32 20=1 r32 20=1 r32 20=0 " LISTEN));
}

static void edu_that_stays_busy_is_refused(struct kunit *test)
{
	fake.busy = UINT_MAX;

	deed_own(bound, b) = bind();

	KUNIT_EXPECT_FALSE(test, deed_ok(b));
	KUNIT_EXPECT_NULL(test, strstr(fake.log->text, "w32 20=80"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(fake.log->text, "irq-free unmap"));
}

static void edu_suspends(struct kunit *test)
{
	deed_own(bound, b) = bind();
	u32 result = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct device *dev = &b.device.__ptr->dev;

	fake.answers = false;
	KUNIT_EXPECT_EQ(test, edu_factorial(state_of(&b), 5, SOON, &result), -ETIMEDOUT);
	mmio_log_clear(fake.log);
	KUNIT_EXPECT_EQ(test, __fake_driver_pm.suspend(dev), 0);
	EXPECT_ACCESSES(test, fake.log, "r64 98=0 w32 20=0 r32 24=0 w32 64=0");
	KUNIT_EXPECT_EQ(test, __fake_driver_pm.resume(dev), 0);
	EXPECT_ACCESSES(test, fake.log, "r32 20=0 " LISTEN);

	/* the job that was under way does not block the next one */
	fake.answers = true;
	KUNIT_EXPECT_EQ(test, edu_factorial(state_of(&b), 4, LATER, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 24);
}

static int factorial_thread(void *arg)
{
	u32 result;

	return edu_factorial(arg, 5, MAX_SCHEDULE_TIMEOUT, &result);
}

/* One waits for the device and one for its turn: unbind ends both. */
static void edu_wakes_callers_at_unbind(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	deed_own(edu_ref, e) = edu_ref_get(state_of(&b));

	fake.answers = false;

	struct thread *one = thread_start(test, factorial_thread, (void *)e.__ptr);
	struct thread *two = thread_start(test, factorial_thread, (void *)e.__ptr);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(one));
	KUNIT_EXPECT_TRUE(test, thread_sleeps(two));
	bound_drop(&b);
	KUNIT_EXPECT_EQ(test, thread_join(test, one), -ENODEV);
	KUNIT_EXPECT_EQ(test, thread_join(test, two), -ENODEV);
}

static int signalled_thread(void *arg)
{
	signal_self(SIGUSR1);
	return factorial_thread(arg);
}

static void edu_ends_on_signals(struct kunit *test)
{
	deed_own(bound, b) = bind();
	u32 result = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	fake.answers = false;
	KUNIT_EXPECT_EQ(test, thread_run(test, signalled_thread, (void *)state_of(&b)),
			-ERESTARTSYS);
	fake.answers = true;
	fake_answer();
	KUNIT_EXPECT_EQ(test, edu_factorial(state_of(&b), 3, LATER, &result), 0);
	KUNIT_EXPECT_EQ(test, result, 6);
}

static struct kunit_case edu_cases[] = {
	KUNIT_CASE(edu_computes),
	KUNIT_CASE(edu_ends_in_order),
	KUNIT_CASE(edu_is_silent_after_unbind),
	KUNIT_CASE(edu_never_answers),
	KUNIT_CASE(edu_loses_interrupt),
	KUNIT_CASE(edu_reads_ones),
	KUNIT_CASE(edu_refuses_another_device),
	KUNIT_CASE(edu_waits_for_what_came_before),
	KUNIT_CASE(edu_that_stays_busy_is_refused),
	KUNIT_CASE(edu_suspends),
	KUNIT_CASE(edu_wakes_callers_at_unbind),
	KUNIT_CASE(edu_ends_on_signals),
	{}
};

static struct kunit_suite edu_suite = {
	.name = "deed_edu",
	.init = edu_test_init,
	.test_cases = edu_cases,
};

kunit_test_suite(edu_suite);
