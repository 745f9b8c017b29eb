// SPDX-License-Identifier: GPL-2.0
/* Tests of @name@.c, whose source is compiled into this file. */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/module.h>

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "@name@.c"

deed_unsafe_file("tests call what KUnit has");

static void begins_at_zero(struct kunit *test)
{
	deed_own(@name@_ref_box, box) = @name@_make();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	KUNIT_EXPECT_EQ(test, @name@_sum(@name@_ref_box_excl(&box)), 0);
}

static void adds(struct kunit *test)
{
	deed_own(@name@_ref_box, box) = @name@_make();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	KUNIT_EXPECT_EQ(test, @name@_add(@name@_ref_box_excl(&box), 2), 0);
	KUNIT_EXPECT_EQ(test, @name@_add(@name@_ref_box_excl(&box), 3), 0);
	KUNIT_EXPECT_EQ(test, @name@_sum(@name@_ref_box_excl(&box)), 5);
}

static void refuses_what_is_too_much(struct kunit *test)
{
	deed_own(@name@_ref_box, box) = @name@_make();
	u32 most = @NAME@_MAX;

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	KUNIT_EXPECT_EQ(test, @name@_add(@name@_ref_box_excl(&box), most), 0);
	KUNIT_EXPECT_EQ(test, @name@_add(@name@_ref_box_excl(&box), 1),
@(@-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, @name@_sum(@name@_ref_box_excl(&box)), most);
}

/* Fails if the driver is loaded, too: its device has the same name. */
static void starts_and_ends(struct kunit *test)
{
	for (int round = 0; round < 2; round++) {
		deed_own(@name@_dev, dev) = @name@_start();

		KUNIT_EXPECT_TRUE(test, deed_ok(dev));
	}
}

static struct kunit_case @name@_cases[] = {
	KUNIT_CASE(begins_at_zero),
	KUNIT_CASE(adds),
	KUNIT_CASE(refuses_what_is_too_much),
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
