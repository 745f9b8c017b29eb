// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/device.h>: what is called when, from probe to unbind, in which
 * order everything goes that was taken meanwhile, and that nothing is left of a
 * probe that fails, wherever it does.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pm.h>

#include "bound.h"
#include "fault.h"
#include "handle.h"
#include "story.h"

deed_unsafe_file("tests take what the kernel's own devm_ functions give");

#define MAGIC 0x600d

struct toy_bus {
	struct deed_scope scope;
	int enable_err;
};

struct toy_hw {
	u32 first, last;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct toy {
	u32 magic; /* so that the place is not first */
	struct toy_device dev;
};

static struct {
	struct story story;
	unsigned int steps; /* of probe and start, before they return */
	int probe_err, start_err, sleep_err;
	bool zeroed, keeps_reference;
	const void *state, *hw; /* of the last callback */
	struct device *dev;
	struct toy *kept; /* owns a count, as an open file would */
} drv;

static void toy_release(struct toy *t)
{
	story_tell(&drv.story, t->magic == MAGIC ? 'R' : '?');
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static void keep(const struct toy *t)
{
	deed_own(toy_ref, ref) = toy_ref_get(t);

	drv.kept = deed_unsafe("take_kept() gives it an owner", deed_into_raw(ref));
}

static struct toy_ref take_kept(void)
{
	return deed_unsafe("keep() took it from its owner",
			   deed_from_raw(toy_ref, no_free_ptr(drv.kept)));
}

/* The end of something that was taken, which still looks at the state. */
#define END(letter)							\
	static void end_##letter(void *state)				\
	{								\
		const struct toy *t = state;				\
									\
		story_tell(&drv.story, t->magic == MAGIC ? #letter[0] : '?'); \
	}

END(a)
END(b)
END(c)
END(d)
END(e)

static void end_before(void *data)
{
	story_tell(&drv.story, 'x');
}

static void end_later(void *data)
{
	story_tell(&drv.story, 'z');
}

/* An entry of another kind than an action. */
static void end_entry(struct device *dev, void *data)
{
	end_b(*(void **)data);
}

static int add_entry(struct device *dev, void *state)
{
	void **entry = devres_alloc(end_entry, sizeof(*entry), GFP_KERNEL);

	if (!entry)
		return -ENOMEM;
	*entry = state;
	devres_add(dev, entry);
	return 0;
}

static int toy_probe(struct toy_bus *bus, struct toy *t, struct toy_hw *hw)
{
	struct device *dev = bus->scope.__dev;
	int err = 0;

	story_tell(&drv.story, 'P');
	drv.zeroed = !t->magic && !hw->first && !hw->last;
	t->magic = MAGIC;
	hw->first = MAGIC;
	hw->last = MAGIC;
	drv.state = t;
	drv.hw = hw;
	if (drv.steps > 0)
		err = devm_add_action(dev, end_a, t);
	if (!err && drv.steps > 1)
		err = add_entry(dev, t);
	if (!err && drv.steps > 2)
		err = __deed_scope_add(&bus->scope, end_c, t);
	return err ?: drv.probe_err;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	int err = 0;

	story_tell(&drv.story, dev_get_drvdata(drv.dev) == t ? 'S' : '?');
	if (t != drv.state || hw != drv.hw || hw->last != MAGIC)
		story_tell(&drv.story, '?');
	if (drv.keeps_reference)
		keep(t);
	if (drv.steps > 3)
		err = __deed_scope_add(&scope->scope, end_d, (void *)t);
	if (!err && drv.steps > 4)
		err = devm_add_action(drv.dev, end_e, (void *)t);
	return err ?: drv.start_err;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	bool right = t == drv.state && hw == drv.hw && hw->last == MAGIC;

	story_tell(&drv.story, right && deed_gone(&t->dev) ? 'Q' : '?');
}

static int toy_suspend(const struct toy *t, const struct toy_hw *hw)
{
	bool right = t == drv.state && hw == drv.hw && !deed_gone(&t->dev);

	story_tell(&drv.story, right ? 's' : '?');
	return drv.sleep_err;
}

static int toy_resume(const struct toy *t, const struct toy_hw *hw)
{
	bool right = t == drv.state && hw == drv.hw && !deed_gone(&t->dev);

	story_tell(&drv.story, right ? 'r' : '?');
	return drv.sleep_err;
}

static int toy_enable(struct toy_bus *bus)
{
	story_tell(&drv.story, 'E');
	return bus->enable_err;
}

/* Roles in another order than they are called. */
__DEED_BIND(toy_driver, toy_ref, dev, struct toy_bus, toy_enable, toy_probe,
	    resume, toy_resume, quiesce, toy_quiesce, suspend, toy_suspend,
	    start, toy_start)

/* A driver with nothing but probe. */
__DEED_BIND(bare_driver, toy_ref, dev, struct toy_bus, toy_enable, toy_probe)

static int bind(void)
{
	return __toy_driver_bind(drv.dev, &(struct toy_bus){ { drv.dev } });
}

static void unbind(void)
{
	__toy_driver_unbind(drv.dev);
	dev_set_drvdata(drv.dev, NULL); /* as the driver core does */
}

static unsigned int references(void)
{
	return kref_read(&drv.dev->kobj.kref);
}

/* The kernel itself looks at this before it probes. */
static bool has_entries(void)
{
	return !list_empty(&drv.dev->devres_head);
}

static int device_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.dev = bound_device(test);
	KUNIT_ASSERT_FALSE(test, has_entries());
	return 0;
}

static void device_test_exit(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, drv.kept);
	KUNIT_EXPECT_FALSE(test, has_entries());
}

/* What a bind that fails must have told, and nothing left. */
static void expect_failure(struct kunit *test, int err, const char *story)
{
	unsigned int before = references();

	story_begin(&drv.story);
	KUNIT_EXPECT_EQ(test, bind(), err);
	EXPECT_STORY(test, &drv.story, story);
	KUNIT_EXPECT_FALSE(test, has_entries());
	KUNIT_EXPECT_EQ(test, references(), before);
	dev_set_drvdata(drv.dev, NULL);
}

static void scope_ends_last_in_first_out(struct kunit *test)
{
	unsigned int before = references();

	drv.steps = 5;
	KUNIT_ASSERT_EQ(test, bind(), 0);
	KUNIT_EXPECT_TRUE(test, drv.zeroed);
	EXPECT_STORY(test, &drv.story, "EPS");
	unbind();
	EXPECT_STORY(test, &drv.story, "EPSQedcbaR");
	KUNIT_EXPECT_EQ(test, references(), before);
}

static void scope_has_what_is_taken_later_and_nothing_from_before(struct kunit *test)
{
	drv.steps = 3;
	KUNIT_ASSERT_EQ(test, devm_add_action(drv.dev, end_before, NULL), 0);
	KUNIT_ASSERT_EQ(test, bind(), 0);
	KUNIT_ASSERT_EQ(test, devm_add_action(drv.dev, end_later, NULL), 0);
	unbind();
	EXPECT_STORY(test, &drv.story, "EPSQzcbaR");
	KUNIT_EXPECT_TRUE(test, has_entries());
	devm_release_action(drv.dev, end_before, NULL);
	EXPECT_STORY(test, &drv.story, "EPSQzcbaRx");
}

static void device_is_bound_again(struct kunit *test)
{
	unsigned int before = references();

	drv.steps = 1;
	for (int i = 0; i < 10; i++) {
		story_begin(&drv.story);
		KUNIT_ASSERT_EQ(test, bind(), 0);
		KUNIT_EXPECT_TRUE(test, drv.zeroed);
		unbind();
		EXPECT_STORY(test, &drv.story, "EPSQaR");
	}
	KUNIT_EXPECT_EQ(test, references(), before);
}

static void driver_needs_no_more_than_probe(struct kunit *test)
{
	struct toy_bus bus = { { drv.dev } };

	drv.steps = 3;
	KUNIT_ASSERT_EQ(test, __bare_driver_bind(drv.dev, &bus), 0);
	KUNIT_EXPECT_PTR_EQ(test, dev_get_drvdata(drv.dev), drv.state);
	__bare_driver_unbind(drv.dev);
	EXPECT_STORY(test, &drv.story, "EPcbaR");
	drv.probe_err = -EIO;
	KUNIT_EXPECT_EQ(test, __bare_driver_bind(drv.dev, &bus), -EIO);
	EXPECT_STORY(test, &drv.story, "EPcbaREPcba");
}

static void device_that_is_not_enabled_is_not_probed(struct kunit *test)
{
	struct toy_bus bus = { { drv.dev }, -EIO };
	unsigned int before = references();

	KUNIT_EXPECT_EQ(test, __toy_driver_bind(drv.dev, &bus), -EIO);
	EXPECT_STORY(test, &drv.story, "E");
	KUNIT_EXPECT_EQ(test, references(), before);
}

/* Neither start, nor quiesce, nor release: nobody knew the state. */
static void probe_that_fails_leaves_nothing(struct kunit *test)
{
	static const char *const stories[] = { "EP", "EPa", "EPba", "EPcba" };

	drv.probe_err = -ENXIO;
	for (int i = 0; i < ARRAY_SIZE(stories); i++) {
		drv.steps = i;
		expect_failure(test, -ENXIO, stories[i]);
	}
}

static void start_that_fails_ends_as_unbind_does(struct kunit *test)
{
	static const char *const stories[] = { "EPSQcbaR", "EPSQdcbaR", "EPSQedcbaR" };

	drv.start_err = -EBUSY;
	for (int i = 0; i < ARRAY_SIZE(stories); i++) {
		drv.steps = 3 + i;
		expect_failure(test, -EBUSY, stories[i]);
	}
}

/* A node may have been opened before the step after it failed. */
static void start_that_fails_leaves_what_others_have(struct kunit *test)
{
	unsigned int before = references();

	drv.start_err = -EBUSY;
	drv.keeps_reference = true;
	KUNIT_EXPECT_EQ(test, bind(), -EBUSY);
	EXPECT_STORY(test, &drv.story, "EPSQ");

	deed_own(toy_ref, kept) = take_kept();

	KUNIT_ASSERT_TRUE(test, deed_ok(kept));
	{
		deed_own(toy_device_live, live) =
			toy_device_enter(&toy_ref_borrow(&kept)->dev);

		KUNIT_EXPECT_FALSE(test, deed_ok(live));
	}
	KUNIT_EXPECT_EQ(test, references(), before + 1);
	toy_ref_drop(&kept);
	EXPECT_STORY(test, &drv.story, "EPSQR");
	KUNIT_EXPECT_EQ(test, references(), before);
}

static void errors_come_through_as_they_are(struct kunit *test)
{
	static const int errors[] = { -EPROBE_DEFER, -ENODEV, -ENOMEM, -MAX_ERRNO };

	for (int i = 0; i < ARRAY_SIZE(errors); i++) {
		drv.probe_err = errors[i];
		expect_failure(test, errors[i], "EP");
		drv.probe_err = 0;
		drv.start_err = errors[i];
		expect_failure(test, errors[i], "EPSQR");
	}
}

/* As of a function that returns a count: pci_device_probe() would let it pass. */
static void positive_number_is_no_success(struct kunit *test)
{
	drv.probe_err = 1;
	expect_failure(test, -EINVAL, "EP");
	drv.probe_err = 0;
	drv.start_err = 1;
	expect_failure(test, -EINVAL, "EPSQR");
}

static void state_outlives_the_scope_if_others_have_it(struct kunit *test)
{
	drv.steps = 5;
	drv.keeps_reference = true;
	KUNIT_ASSERT_EQ(test, bind(), 0);
	unbind();
	EXPECT_STORY(test, &drv.story, "EPSQedcba");

	deed_own(toy_ref, kept) = take_kept();

	toy_ref_drop(&kept);
	EXPECT_STORY(test, &drv.story, "EPSQedcbaR");
}

static void sleep_calls_its_roles(struct kunit *test)
{
	const struct dev_pm_ops *pm = &__toy_driver_pm;

	int (*const down[])(struct device *dev) = {
		pm->suspend, pm->freeze, pm->poweroff,
	};
	int (*const up[])(struct device *dev) = {
		pm->resume, pm->thaw, pm->restore,
	};

	KUNIT_ASSERT_EQ(test, bind(), 0);
	story_begin(&drv.story);
	for (int i = 0; i < ARRAY_SIZE(down); i++) {
		KUNIT_ASSERT_NOT_NULL(test, down[i]);
		KUNIT_ASSERT_NOT_NULL(test, up[i]);
		drv.sleep_err = -i;
		KUNIT_EXPECT_EQ(test, down[i](drv.dev), -i);
		KUNIT_EXPECT_EQ(test, up[i](drv.dev), -i);
	}
	/* who does not sleep is woken at once */
	EXPECT_STORY(test, &drv.story, "srsrrsrr");
	unbind();
}

static void driver_without_roles_does_nothing_in_sleep(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, memchr_inv(&__bare_driver_pm, 0,
					   sizeof(__bare_driver_pm)));
}

/* Each allocation and each step of device.h fails once. */
static void bind_that_gets_no_memory_leaves_nothing(struct kunit *test)
{
	unsigned int before = references(), n, failed = 0;
	bool hit = true;

	faults_on(test);
	drv.steps = 5;
	for (n = 1; hit && n < 100; n++) {
		int err;

		story_begin(&drv.story);
		fault_at(n);
		err = bind();
		hit = fault_hit();
		failed += !!err;
		if (err)
			KUNIT_EXPECT_EQ(test, err, -ENOMEM);
		else
			unbind();
		dev_set_drvdata(drv.dev, NULL);
		KUNIT_EXPECT_FALSE(test, has_entries());
		KUNIT_EXPECT_EQ(test, references(), before);
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	/* state, SRCU, group, and five entries */
	KUNIT_EXPECT_GE(test, failed, 8);
	EXPECT_STORY(test, &drv.story, "EPSQedcbaR");
}

static struct kunit_case device_cases[] = {
	KUNIT_CASE(scope_ends_last_in_first_out),
	KUNIT_CASE(scope_has_what_is_taken_later_and_nothing_from_before),
	KUNIT_CASE(device_is_bound_again),
	KUNIT_CASE(driver_needs_no_more_than_probe),
	KUNIT_CASE(device_that_is_not_enabled_is_not_probed),
	KUNIT_CASE(probe_that_fails_leaves_nothing),
	KUNIT_CASE(start_that_fails_ends_as_unbind_does),
	KUNIT_CASE(start_that_fails_leaves_what_others_have),
	KUNIT_CASE(errors_come_through_as_they_are),
	KUNIT_CASE(positive_number_is_no_success),
	KUNIT_CASE(state_outlives_the_scope_if_others_have_it),
	KUNIT_CASE(sleep_calls_its_roles),
	KUNIT_CASE(driver_without_roles_does_nothing_in_sleep),
	KUNIT_CASE(bind_that_gets_no_memory_leaves_nothing),
	{}
};

static struct kunit_suite device_suite = {
	.name = "deed_device",
	.init = device_test_init,
	.exit = device_test_exit,
	.test_cases = device_cases,
};

kunit_test_suite(device_suite);

MODULE_DESCRIPTION("Tests of bound devices and their scopes");
MODULE_LICENSE("GPL");
