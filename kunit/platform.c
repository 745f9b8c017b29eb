// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/platform.h>, with devices on the real bus: that they are bound
 * and unbound in all the ways there are, what probe can take from them, and the
 * device that a module makes for its own driver.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/fwnode.h>
#include <linux/ioport.h>
#include <linux/module.h>

#include <deed/platform.h>

#include "fake_platform.h"
#include "handle.h"
#include "quiet.h"
#include "story.h"

deed_unsafe_file("tests bind and unbind as the driver core does");

#define NAME "deed-toy"

DEED_MMIO(toy_regs, 0x40);

struct toy_hw {
	struct toy_regs regs;
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct toy {
	struct toy_device dev;
};

/* What is to be known of two sorts of devices. */
struct toy_info {
	unsigned int number;
	char name[8];
};

static const struct toy_info first = { 1, "first" }, second = { 2, "second" };

DEED_OF_IDS_FOR(toy_ids, struct toy_info, DEED_OF_ID("deed,first", &first),
		DEED_OF_ID("deed,second", &second));

/* What probe does, and what came of it. */
static struct {
	struct story story;
	bool maps, maps_twice, finds_irq, matches;
	unsigned int index;
	int probe_err, err;
	unsigned int defers, states;
	struct toy_info known;
} drv;

static void toy_release(struct toy *t)
{
	drv.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static deed_misuses("takes what a test wants it to, and leaves the rest empty")
int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	int err = drv.probe_err;

	story_tell(&drv.story, 'P');
	if (drv.defers) {
		drv.defers--;
		return -EPROBE_DEFER;
	}
	if (!err && drv.maps)
		err = toy_regs_map(&hw->regs, deed_platform_mem(dev, drv.index));
	if (!err && drv.maps_twice)
		err = toy_regs_map(&hw->regs, deed_platform_mem(dev, drv.index));
	if (!err && drv.finds_irq)
		err = deed_platform_irq(dev, drv.index, &hw->irq);
	if (!err && drv.matches)
		err = toy_ids_match(dev, &drv.known);
	drv.err = err;
	return err;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	drv.states++;
	story_tell(&drv.story, 'S');
	return 0;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	story_tell(&drv.story, 'Q');
}

static int toy_suspend(const struct toy *t, const struct toy_hw *hw)
{
	story_tell(&drv.story, 's');
	return 0;
}

static int toy_resume(const struct toy *t, const struct toy_hw *hw)
{
	story_tell(&drv.story, 'r');
	return -EIO;
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce, suspend, toy_suspend, resume, toy_resume);

/* Another one of the same name. */
DEED_OF_IDS(other_ids, { .compatible = "deed,other" });
DEED_OF_DRIVER(other_driver, NAME, other_ids, toy_ref, dev, toy_probe);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int platform_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void platform_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, drv.states, 0);
}

/* With the first time that the debug kernel binds it. */
#define BOUND BOUND_TWICE("PSQ", "PS")

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

static void device_is_bound_until_it_is_removed(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	EXPECT_STORY(test, &drv.story, BOUND);
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, drv.states, 1);
	story_begin(&drv.story);
	fake_device_gone(test, pdev);
	EXPECT_STORY(test, &drv.story, "Q");
	KUNIT_EXPECT_EQ(test, drv.states, 0);
}

static void device_is_unbound_and_bound_again(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, 3, NULL, 0);

	for (int i = 0; i < 5; i++) {
		story_begin(&drv.story);
		device_release_driver(&pdev->dev);
		EXPECT_STORY(test, &drv.story, "Q");
		KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
		KUNIT_EXPECT_NULL(test, state_of(pdev));
		KUNIT_EXPECT_EQ(test, drv.states, 0);
		story_begin(&drv.story);
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
		EXPECT_STORY(test, &drv.story, BOUND);
	}
}

static void devices_have_states_of_their_own(struct kunit *test)
{
	struct platform_device *a = fake_device(test, NAME, 0, NULL, 0);
	struct platform_device *b = fake_device(test, NAME, 1, NULL, 0);

	KUNIT_EXPECT_EQ(test, drv.states, 2);
	KUNIT_EXPECT_PTR_NE(test, state_of(a), state_of(b));
	device_release_driver(&a->dev);
	KUNIT_EXPECT_EQ(test, drv.states, 1);
	KUNIT_EXPECT_FALSE(test, deed_gone(&state_of(b)->dev));
	KUNIT_EXPECT_PTR_EQ(test, deed_dev(&state_of(b)->dev), &b->dev);
}

static deed_misuses("drops and registers what platform_test_exit() drops")
void driver_that_goes_unbinds_its_devices(struct kunit *test)
{
	struct platform_device *a = fake_device(test, NAME, 0, NULL, 0);
	struct platform_device *b = fake_device(test, NAME, 1, NULL, 0);

	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, drv.states, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(a));
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(b));
	/* and one that comes later binds those that are there */
	registered = toy_driver_register();
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(a));
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(b));
}

static void driver_is_registered_under_a_free_name_only(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, 0, NULL, 0);

	deed_own(other_driver, other) = other_driver_register();

	EXPECT_FAILED(test, other, -EBUSY);
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(pdev));
}

static void probe_that_fails_binds_nothing(struct kunit *test)
{
	struct platform_device *pdev;

	drv.probe_err = -ENXIO;
	pdev = fake_device(test, NAME, 0, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_NULL(test, state_of(pdev));
	EXPECT_STORY(test, &drv.story, "P");
	/* not for good */
	drv.probe_err = 0;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
}

/* The driver core tries again when another device was bound. */
static void probe_that_defers_is_called_again(struct kunit *test)
{
	struct platform_device *pdev;

	drv.defers = 1;
	pdev = fake_device(test, NAME, 0, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	EXPECT_STORY(test, &drv.story, "P");
	fake_device(test, NAME, 1, NULL, 0);
	wait_for_device_probe();
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, drv.states, 2);
}

static bool memory_is_free(u64 start, u64 size)
{
	bool is = request_mem_region(start, size, "test");

	if (is)
		release_mem_region(start, size);
	return is;
}

static void memory_is_mapped_until_unbind(struct kunit *test)
{
	const struct resource memory[] = {
		DEFINE_RES_MEM(FAKE_MEM, 0x40), DEFINE_RES_MEM(FAKE_MEM + 0x1000, 0x1000),
	};
	struct platform_device *pdev;

	drv.maps = true;
	for (drv.index = 0; drv.index < ARRAY_SIZE(memory); drv.index++) {
		u64 start = memory[drv.index].start;

		pdev = fake_device(test, NAME, 0, memory, ARRAY_SIZE(memory));
		KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
		KUNIT_EXPECT_NOT_NULL(test, (__force void *)
				      state_of(pdev)->dev.__hw.regs.__map.__base);
		/* all of it, however much the region has */
		KUNIT_EXPECT_FALSE(test, memory_is_free(start, 1));
		KUNIT_EXPECT_FALSE(test, memory_is_free(memory[drv.index].end, 1));
		device_release_driver(&pdev->dev);
		KUNIT_EXPECT_TRUE(test, memory_is_free(start,
						       resource_size(&memory[drv.index])));
		fake_device_gone(test, pdev);
	}
}

static void expect_no_memory(struct kunit *test, u64 start, u64 size, int err)
{
	const struct resource memory = DEFINE_RES_MEM(start, size);
	struct platform_device *pdev = fake_device(test, NAME, 0, &memory, 1);

	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, drv.err, err);
	KUNIT_EXPECT_TRUE(test, list_empty(&pdev->dev.devres_head));
	fake_device_gone(test, pdev);
}

static void memory_that_is_not_right_is_not_mapped(struct kunit *test)
{
	drv.maps = true;
	expect_no_memory(test, FAKE_MEM, 0x3f, -ENXIO);
	expect_no_memory(test, FAKE_MEM, 1, -ENXIO);
	KUNIT_EXPECT_TRUE(test, memory_is_free(FAKE_MEM, 0x40));
	/* a register of 32 bits would not be aligned */
	for (unsigned int i = 1; i < 4; i++)
		expect_no_memory(test, FAKE_MEM + i, 0x40, -EINVAL);
	drv.index = 1;
	expect_no_memory(test, FAKE_MEM, 0x40, -ENOENT);
	drv.index = UINT_MAX;
	expect_no_memory(test, FAKE_MEM, 0x40, -ENOENT);
}

static void memory_that_is_busy_is_not_mapped(struct kunit *test)
{
	const struct resource memory = DEFINE_RES_MEM(FAKE_MEM, 0x40);
	struct platform_device *pdev;

	drv.maps = true;
	drv.probe_err = -ENXIO;
	pdev = fake_device(test, NAME, 0, &memory, 1);
	drv.probe_err = 0;
	KUNIT_ASSERT_NOT_NULL(test, request_mem_region(FAKE_MEM + 0x20, 1, "test"));
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, drv.err, -EBUSY);
	release_mem_region(FAKE_MEM + 0x20, 1);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	fake_device_gone(test, pdev);
	drv.maps_twice = true;
	expect_no_memory(test, FAKE_MEM, 0x40, -EBUSY);
	KUNIT_EXPECT_TRUE(test, memory_is_free(FAKE_MEM, 0x40));
}

static void device_tree_is_asked_if_there_are_ids(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, __toy_driver_driver.driver.of_match_table);
	KUNIT_EXPECT_PTR_EQ(test, __other_driver_driver.driver.of_match_table, &other_ids[0]);
	KUNIT_EXPECT_STREQ(test, other_ids[0].compatible, "deed,other");
	KUNIT_EXPECT_STREQ(test, other_ids[1].compatible, "");
	KUNIT_EXPECT_STREQ(test, toy_ids[1].compatible, "deed,second");
	KUNIT_EXPECT_PTR_EQ(test, toy_ids[1].data, (const void *)&second);
	KUNIT_EXPECT_STREQ(test, toy_ids[2].compatible, "");
}

/* As if it stood in a device tree, and was found there. */
static const void *matched;

static const void *match_data(const struct fwnode_handle *fwnode, const struct device *dev)
{
	return matched;
}

static void what_is_known_of_a_device_is_copied(struct kunit *test)
{
	static const struct fwnode_operations operations = {
		.device_get_match_data = match_data,
	};
	static struct fwnode_handle node;
	struct platform_device *pdev = fake_device(test, NAME, 0, NULL, 0);

	fwnode_init(&node, &operations);
	drv.matches = true;
	device_release_driver(&pdev->dev);
	/* it has no node at all, or none that is in the table */
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, drv.err, -EINVAL);
	KUNIT_EXPECT_EQ(test, drv.known.number, 0);
	set_primary_fwnode(&pdev->dev, &node);
	matched = NULL;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, drv.err, -EINVAL);
	matched = &second;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_EQ(test, drv.known.number, 2);
	KUNIT_EXPECT_STREQ(test, drv.known.name, "second");
	device_release_driver(&pdev->dev);
	set_primary_fwnode(&pdev->dev, NULL);
}

static void irq_is_found(struct kunit *test)
{
	const struct resource irqs[] = {
		DEFINE_RES_IRQ(5), DEFINE_RES_IRQ(7),
	};
	struct platform_device *pdev;

	drv.finds_irq = true;
	drv.index = 1;
	pdev = fake_device(test, NAME, 0, irqs, ARRAY_SIZE(irqs));
	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, state_of(pdev)->dev.__hw.irq.__number, 7);
	KUNIT_EXPECT_EQ(test, state_of(pdev)->dev.__hw.irq.__flags, 0);
}

static void irq_that_is_not_there_is_not_found(struct kunit *test)
{
	const struct resource irq = DEFINE_RES_IRQ(5);

	drv.finds_irq = true;
	drv.index = 1;
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(fake_device(test, NAME, 0, &irq, 1)));
	KUNIT_EXPECT_EQ(test, drv.err, -ENXIO);
}

static void modules_own_device_is_bound(struct kunit *test)
{
	{
		deed_own(deed_platform_device, device) =
			deed_platform_device_register(NAME, -1);

		KUNIT_EXPECT_TRUE(test, deed_ok(device));
		EXPECT_STORY(test, &drv.story, BOUND);
		KUNIT_EXPECT_EQ(test, drv.states, 1);
		story_begin(&drv.story);
	}
	EXPECT_STORY(test, &drv.story, "Q");
}

static struct device *named(const char *name)
{
	return bus_find_device_by_name(&platform_bus_type, NULL, name);
}

static void modules_own_device_fails_with_its_driver(struct kunit *test)
{
	drv.probe_err = -EIO;
	for (int i = 0; i < 3; i++) {
		deed_own(deed_platform_device, device) =
			deed_platform_device_register(NAME, i);

		EXPECT_FAILED(test, device, -ENODEV);
	}
	KUNIT_EXPECT_NULL(test, named(NAME ".0"));
	EXPECT_STORY(test, &drv.story, "PPP");
	deed_own(deed_platform_device, device) =
		deed_platform_device_register("deed-nobody", -1);

	EXPECT_FAILED(test, device, -ENODEV);
	KUNIT_EXPECT_NULL(test, named("deed-nobody"));
}

/* As with insmod's async_probe=1. */
static void modules_own_device_is_not_bound_later(struct kunit *test)
{
	bool before = THIS_MODULE->async_probe_requested;

	THIS_MODULE->async_probe_requested = true;
	{
		deed_own(deed_platform_device, device) =
			deed_platform_device_register(NAME, -1);

		KUNIT_EXPECT_TRUE(test, deed_ok(device));
	}
	THIS_MODULE->async_probe_requested = before;
	wait_for_device_probe();
}

static void name_of_a_device_is_its_own(struct kunit *test)
{
	int level;

	deed_own(deed_platform_device, a) = deed_platform_device_register(NAME, 1);
	KUNIT_EXPECT_TRUE(test, deed_ok(a));
	level = console_loudness(0); /* sysfs dumps the stack, and all is well */
	deed_own(deed_platform_device, b) = deed_platform_device_register(NAME, 1);
	console_loudness(level);
	EXPECT_FAILED(test, b, -EEXIST);
	KUNIT_EXPECT_EQ(test, drv.states, 1);
}

static void sleep_reaches_the_driver(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, 0, NULL, 0);
	const struct dev_pm_ops *pm = pdev->dev.bus->pm;

	story_begin(&drv.story);
	KUNIT_EXPECT_EQ(test, pm->suspend(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, pm->resume(&pdev->dev), -EIO);
	EXPECT_STORY(test, &drv.story, "sr");
}

static struct kunit_case platform_cases[] = {
	KUNIT_CASE(device_is_bound_until_it_is_removed),
	KUNIT_CASE(device_is_unbound_and_bound_again),
	KUNIT_CASE(devices_have_states_of_their_own),
	KUNIT_CASE(driver_that_goes_unbinds_its_devices),
	KUNIT_CASE(driver_is_registered_under_a_free_name_only),
	KUNIT_CASE(probe_that_fails_binds_nothing),
	KUNIT_CASE(probe_that_defers_is_called_again),
	KUNIT_CASE(memory_is_mapped_until_unbind),
	KUNIT_CASE(memory_that_is_not_right_is_not_mapped),
	KUNIT_CASE(memory_that_is_busy_is_not_mapped),
	KUNIT_CASE(device_tree_is_asked_if_there_are_ids),
	KUNIT_CASE(what_is_known_of_a_device_is_copied),
	KUNIT_CASE(irq_is_found),
	KUNIT_CASE(irq_that_is_not_there_is_not_found),
	KUNIT_CASE(modules_own_device_is_bound),
	KUNIT_CASE(modules_own_device_fails_with_its_driver),
	KUNIT_CASE(modules_own_device_is_not_bound_later),
	KUNIT_CASE(name_of_a_device_is_its_own),
	KUNIT_CASE(sleep_reaches_the_driver),
	{}
};

static struct kunit_suite platform_suite = {
	.name = "deed_platform",
	.init = platform_test_init,
	.exit = platform_test_exit,
	.test_cases = platform_cases,
};

kunit_test_suite(platform_suite);

MODULE_DESCRIPTION("Tests of platform devices");
MODULE_LICENSE("GPL");
