// SPDX-License-Identifier: GPL-2.0
/* Tests of @name@.c, whose source is compiled into this file. */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/module.h>

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "@name@.c"

deed_unsafe_file("tests call what KUnit has");

static void counts_what_was_seen(struct kunit *test)
{
	u32 total = 0;

	KUNIT_EXPECT_EQ(test, @name@_count(&total, 2, 2), 0);
	KUNIT_EXPECT_EQ(test, @name@_count(&total, 3, 3), 0);
	KUNIT_EXPECT_EQ(test, total, 5);
}

static void does_not_count_what_was_lost(struct kunit *test)
{
	u32 total = 7;

	KUNIT_EXPECT_EQ(test, @name@_count(&total, 2, 1), -EIO);
	KUNIT_EXPECT_EQ(test, @name@_count(&total, 2, 3), -EIO);
	KUNIT_EXPECT_EQ(test, total, 7);
}

/* If there is a device without a driver, it is bound and unbound. */
static void starts_and_ends(struct kunit *test)
{
	for (int round = 0; round < 2; round++) {
		deed_own(@name@_driver, driver) = @name@_driver_register();

		KUNIT_EXPECT_TRUE(test, deed_ok(driver));
	}
}

static struct kunit_case @name@_cases[] = {
	KUNIT_CASE(counts_what_was_seen),
	KUNIT_CASE(does_not_count_what_was_lost),
	KUNIT_CASE(starts_and_ends),
	{}
};

static struct kunit_suite @name@_suite = {
	.name = "deed_@name@",
	.test_cases = @name@_cases,
};

kunit_test_suite(@name@_suite);

MODULE_DESCRIPTION("KUnit tests of @name@");
MODULE_LICENSE("GPL");
