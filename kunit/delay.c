// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/delay.h>: nobody is woken before his time.
 */
#include <kunit/test.h>
#include <linux/ktime.h>
#include <linux/module.h>

#include <deed/delay.h>

/* One for each way in which the kernel waits: a loop, a timer, ticks. */
static void delay_lasts_as_long_as_it_says(struct kunit *test)
{
	ktime_t start = ktime_get();

	deed_sleep_us(7);
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), start), 7);
	start = ktime_get();
	deed_sleep_us(1500);
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), start), 1500);
	start = ktime_get();
	deed_sleep_us(25 * USEC_PER_MSEC);
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), start), 25000);
}

static void delay_of_nothing_comes_back(struct kunit *test)
{
	bool back;

	deed_sleep_us(0);
	deed_cond_resched();
	back = true;
	KUNIT_EXPECT_TRUE(test, back);
}

static struct kunit_case delay_cases[] = {
	KUNIT_CASE(delay_lasts_as_long_as_it_says),
	KUNIT_CASE(delay_of_nothing_comes_back),
	{}
};

static struct kunit_suite delay_suite = {
	.name = "deed_delay",
	.test_cases = delay_cases,
};

kunit_test_suite(delay_suite);

MODULE_DESCRIPTION("KUnit tests of deed's delays");
MODULE_LICENSE("GPL");
