// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/module.h>: that what a module owns lives from its start to its
 * end and goes if the start fails, and that parameters stay in their range.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/sysfs.h>

#include <deed/module.h>

deed_unsafe_file("tests are the kernel that calls init and exit");

/* What a module of the tests owns. */
struct thing {
	unsigned int released;
};

struct __deed_handle module_thing {
	struct thing *__ptr;
};

static void thing_release(struct module_thing h)
{
	deed_unsafe("the resource ends here", deed_into_raw(h))->released++;
}

DEED_HANDLE(module_thing, thing_release)

static struct thing loaded;
static unsigned int starts;

static struct module_thing real_start(void)
{
	starts++;
	return __deed_acquire(module_thing, &loaded);
}

/* This module's own: insmod has started it when the suite runs. */
deed_module(module_thing, real_start);

static void module_owns_what_its_start_made(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, starts, 1);
	KUNIT_EXPECT_TRUE(test, deed_ok(__deed_module_owns));
	KUNIT_EXPECT_PTR_EQ(test, __deed_module_owns.__ptr, &loaded);
	KUNIT_EXPECT_EQ(test, loaded.released, 0);
}

/*
 * The same macro twice more, with names of its own and in memory that stays, so
 * that the tests can be the kernel that calls init and exit.
 */
#undef module_init
#undef module_exit
#undef __init
#undef __exit
#define module_init(fn)	static_assert(__same_type(&(fn), int (*)(void)))
#define module_exit(fn)	static_assert(__same_type(&(fn), void (*)(void)))
#define __init
#define __exit

static struct thing made;

static struct module_thing good_start(void)
{
	return __deed_acquire(module_thing, &made);
}

static deed_misuses("what the macro declares, under a name that tests can tell")
struct module_thing good_owns;

#define __deed_module_owns good_owns
#define __deed_module_init good_init
#define __deed_module_exit good_exit
deed_module(module_thing, good_start);
#undef __deed_module_owns
#undef __deed_module_init
#undef __deed_module_exit

static long start_error;

/* Makes something, and then a later step fails. */
static struct module_thing bad_start(void)
{
	deed_own(module_thing, h) = __deed_acquire(module_thing, &made);

	if (!start_error)
		return (struct module_thing){};
	return deed_fail(module_thing, start_error);
}

static deed_misuses("what the macro declares, under a name that tests can tell")
struct module_thing bad_owns;

#define __deed_module_owns bad_owns
#define __deed_module_init bad_init
#define __deed_module_exit bad_exit
deed_module(module_thing, bad_start);
#undef __deed_module_owns
#undef __deed_module_init
#undef __deed_module_exit

static int module_test_init(struct kunit *test)
{
	made.released = 0;
	return 0;
}

static void exit_drops_what_init_made_once(struct kunit *test)
{
	for (unsigned int round = 1; round <= 3; round++) {
		KUNIT_EXPECT_EQ(test, good_init(), 0);
		KUNIT_EXPECT_TRUE(test, deed_ok(good_owns));
		KUNIT_EXPECT_EQ(test, made.released, round - 1);
		good_exit();
		KUNIT_EXPECT_EQ(test, made.released, round);
	}
}

static void init_fails_as_its_start_does(struct kunit *test)
{
	start_error = -ENODEV;
	KUNIT_EXPECT_EQ(test, bad_init(), -ENODEV);
	KUNIT_EXPECT_EQ(test, made.released, 1);
	start_error = 5; /* no errno */
	KUNIT_EXPECT_EQ(test, bad_init(), -EINVAL);
	KUNIT_EXPECT_EQ(test, made.released, 2);
	KUNIT_EXPECT_FALSE(test, deed_ok(bad_owns));
}

static void start_that_makes_nothing_is_no_success(struct kunit *test)
{
	start_error = 0;
	KUNIT_EXPECT_EQ(test, bad_init(), -ENOENT);
	KUNIT_EXPECT_EQ(test, made.released, 1);
}

DEED_PARAM_UINT(knob, 7, 2, 100, "what the tests turn");
DEED_PARAM_UINT(wide, 0, 0, UINT_MAX, "any number");

static int set(const struct kernel_param *param, const char *text)
{
	return param->ops->set(text, param);
}

static void parameter_has_its_preset(struct kunit *test)
{
	char text[PAGE_SIZE / 8];

	KUNIT_EXPECT_EQ(test, knob, 7);
	KUNIT_EXPECT_PTR_EQ(test, __param_knob.arg, (void *)&knob);
	KUNIT_EXPECT_EQ(test, __param_knob.ops->get(text, &__param_knob), 2);
	KUNIT_EXPECT_MEMEQ(test, text, "7\n", 2);
}

static void parameter_takes_numbers_within_its_range(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set(&__param_knob, "2"), 0);
	KUNIT_EXPECT_EQ(test, knob, 2);
	KUNIT_EXPECT_EQ(test, set(&__param_knob, "100"), 0);
	KUNIT_EXPECT_EQ(test, knob, 100);
	KUNIT_EXPECT_EQ(test, set(&__param_knob, "0x10\n"), 0);
	KUNIT_EXPECT_EQ(test, knob, 16);
	KUNIT_EXPECT_EQ(test, set(&__param_wide, "4294967295"), 0);
	KUNIT_EXPECT_EQ(test, wide, UINT_MAX);
	KUNIT_EXPECT_EQ(test, set(&__param_wide, "0"), 0);
	KUNIT_EXPECT_EQ(test, wide, 0);
	KUNIT_EXPECT_EQ(test, set(&__param_knob, "7"), 0);
}

static void parameter_refuses_everything_else(struct kunit *test)
{
	static const char * const wrong[] = {
		"1", "0", "101", "4294967295", "-5", "", " ", "many", "7 8", "7x",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_EQ_MSG(test, set(&__param_knob, wrong[i]), -EINVAL,
				    "for '%s'", wrong[i]);
		KUNIT_EXPECT_EQ(test, knob, 7);
	}
	KUNIT_EXPECT_EQ(test, set(&__param_knob, "4294967296"), -ERANGE);
	KUNIT_EXPECT_EQ(test, knob, 7);
}

static void parameter_is_set_at_insmod_only(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, __param_knob.perm, 0444);
	KUNIT_EXPECT_STREQ(test, __param_knob.name, "knob");
}

static struct kunit_case module_cases[] = {
	KUNIT_CASE(module_owns_what_its_start_made),
	KUNIT_CASE(exit_drops_what_init_made_once),
	KUNIT_CASE(init_fails_as_its_start_does),
	KUNIT_CASE(start_that_makes_nothing_is_no_success),
	KUNIT_CASE(parameter_has_its_preset),
	KUNIT_CASE(parameter_takes_numbers_within_its_range),
	KUNIT_CASE(parameter_refuses_everything_else),
	KUNIT_CASE(parameter_is_set_at_insmod_only),
	{}
};

static struct kunit_suite module_suite = {
	.name = "deed_module",
	.init = module_test_init,
	.test_cases = module_cases,
};

kunit_test_suite(module_suite);

MODULE_DESCRIPTION("Tests of module scope and parameters");
MODULE_LICENSE("GPL");
