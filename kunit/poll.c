// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/poll.h>: nobody is given up who was in time, and nobody is
 * waited for without end.
 */
#include <kunit/test.h>
#include <linux/irqflags.h>
#include <linux/module.h>

#include <deed/poll.h>

#include "fault.h"

deed_unsafe_file("tests turn interrupts off, and look at the clock");

/* Says yes when it was asked often enough; counts how often. */
struct slow {
	unsigned int asked, patience;
};

static bool ready(struct slow *slow)
{
	return slow->asked++ >= slow->patience;
}

#define NEVER UINT_MAX

static void poll_ends_when_the_condition_holds(struct kunit *test)
{
	struct slow sleeping = { .patience = 3 }, spinning = sleeping, atomic = sleeping;
	bool is = false;

	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&sleeping), is, 10, 10000000), 0);
	KUNIT_EXPECT_TRUE(test, is);
	KUNIT_EXPECT_EQ(test, sleeping.asked, 4);
	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&spinning), is, 0, 10000000), 0);
	KUNIT_EXPECT_EQ(test, spinning.asked, 4);
	KUNIT_EXPECT_EQ(test, deed_poll_atomic(is, ready(&atomic), is, 2, 7), 0);
	KUNIT_EXPECT_EQ(test, atomic.asked, 4);
}

static void poll_of_what_is_ready_looks_once(struct kunit *test)
{
	struct slow slow = {};
	bool is;

	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&slow), is, 100, 0), 0);
	KUNIT_EXPECT_EQ(test, deed_poll_atomic(is, ready(&slow), is, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, slow.asked, 2);
}

/* Whatever happens meanwhile: one pause is longer than the timeout. */
static void poll_looks_once_more_after_the_timeout(struct kunit *test)
{
	struct slow sleeping = { .patience = 1 }, atomic = sleeping;
	bool is;

	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&sleeping), is, 1000, 1), 0);
	KUNIT_EXPECT_EQ(test, sleeping.asked, 2);
	KUNIT_EXPECT_EQ(test, deed_poll_atomic(is, ready(&atomic), is, 10, 1), 0);
	KUNIT_EXPECT_EQ(test, atomic.asked, 2);
}

static void poll_gives_up_and_keeps_what_it_saw(struct kunit *test)
{
	struct slow slow = { .patience = NEVER };
	bool is = true;

	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&slow), is, 1000, 1), -ETIMEDOUT);
	KUNIT_EXPECT_FALSE(test, is);
	KUNIT_EXPECT_EQ(test, slow.asked, 2);
}

static void poll_does_not_give_up_early(struct kunit *test)
{
	struct slow slow = { .patience = NEVER };
	ktime_t start = ktime_get();
	bool is;

	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&slow), is, 100, 3000), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), start), 3000);
}

static void atomic_poll_gives_up_after_its_delays(struct kunit *test)
{
	struct slow slow = { .patience = NEVER }, undelayed = slow;
	bool is = true;
	int err;

	local_irq_disable();
	err = deed_poll_atomic(is, ready(&slow), is, 2, 5);
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, err, -ETIMEDOUT);
	KUNIT_EXPECT_FALSE(test, is);
	KUNIT_EXPECT_EQ(test, slow.asked, 4);

	/* No delay is one that ends, too. */
	KUNIT_EXPECT_EQ(test, deed_poll_atomic(is, ready(&undelayed), is, 0, 3), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, undelayed.asked, 4);
}

static void every_poll_can_be_made_to_time_out(struct kunit *test)
{
	struct slow slow = {};
	bool is;

	faults_on(test);
	fault_at(1);
	KUNIT_EXPECT_EQ(test, deed_poll(is, ready(&slow), is, 10, 10000), -ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	fault_at(1);
	KUNIT_EXPECT_EQ(test, deed_poll_atomic(is, ready(&slow), is, 1, 10), -ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	KUNIT_EXPECT_EQ(test, slow.asked, 2);
}

static struct kunit_case poll_cases[] = {
	KUNIT_CASE(poll_ends_when_the_condition_holds),
	KUNIT_CASE(poll_of_what_is_ready_looks_once),
	KUNIT_CASE(poll_looks_once_more_after_the_timeout),
	KUNIT_CASE(poll_gives_up_and_keeps_what_it_saw),
	KUNIT_CASE(poll_does_not_give_up_early),
	KUNIT_CASE(atomic_poll_gives_up_after_its_delays),
	KUNIT_CASE(every_poll_can_be_made_to_time_out),
	{}
};

static struct kunit_suite poll_suite = {
	.name = "deed_poll",
	.test_cases = poll_cases,
};

kunit_test_suite(poll_suite);

MODULE_DESCRIPTION("Tests of polling");
MODULE_LICENSE("GPL");
