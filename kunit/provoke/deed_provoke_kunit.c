// SPDX-License-Identifier: GPL-2.0
/*
 * A KUnit suite that does what its parameter says: pass, fail, or skip all.
 */
#include <kunit/test.h>
#include <linux/module.h>

static char *what = "pass";
module_param(what, charp, 0444);
MODULE_PARM_DESC(what, "pass, fail or skip");

static void provoke_case(struct kunit *test)
{
	if (!strcmp(what, "skip"))
		kunit_skip(test, "provoked");
	KUNIT_EXPECT_STREQ(test, what, "pass");
}

static struct kunit_case provoke_cases[] = {
	KUNIT_CASE(provoke_case),
	{}
};

static struct kunit_suite provoke_suite = {
	.name = "deed_provoke",
	.test_cases = provoke_cases,
};

kunit_test_suite(provoke_suite);

MODULE_DESCRIPTION("A KUnit suite that fails on purpose");
MODULE_LICENSE("GPL");
