// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of DEED_BOUND_CHRDEV(), in <deed/chrdev.h>: the device nodes of a bound
 * device, and what their files do when it has gone.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/eventpoll.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>

#include <deed/chrdev.h>
#include <deed/platform.h>

#include "fake_platform.h"
#include "fault.h"
#include "file.h"
#include "quiet.h"
#include "story.h"
#include "thread.h"

deed_unsafe_file("tests open and call a device as the kernel does");

#define NAME	"deed-node"
#define ID	0x42

struct toy_hw {
	u32 id;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);
DEED_CELL_TYPE(ready_cell, mutex, bool);

struct toy {
	struct ready_cell ready;
	struct toy_device dev;
	struct deed_bound_queue queue;
	struct deed_misc misc;
};

static struct {
	struct story story;
	bool numbered, twice, other;
	unsigned int states;
	int err;
} drv;

static void toy_release(struct toy *t)
{
	drv.states--;
	story_tell(&drv.story, 'R');
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static struct toy_ref toy_open(const struct toy *t, struct deed_open how)
{
	story_tell(&drv.story, 'o');
	return toy_ref_get(t);
}

static void toy_close(const struct toy *t, struct deed_open how)
{
	story_tell(&drv.story, deed_gone(&t->dev) ? 'C' : 'c');
}

static ssize_t toy_read(const struct toy *t, struct deed_iter_writer *to)
{
	deed_own(ready_cell_guard, guard) = ready_cell_lock(&t->ready);

	return deed_io_wait(to, &t->queue, &guard, *ready_cell_data(&guard)) ?: 1;
}

static int toy_ioctl(const struct toy *t, struct deed_ioctl *call)
{
	deed_own(toy_device_live, live) = toy_device_enter(&t->dev);

	if (!deed_ok(live))
		return deed_err(live);
	return toy_device_hw(&live)->id;
}

static __poll_t toy_poll(const struct toy *t, const struct deed_poll *poll)
{
	deed_poll_wait(poll, &t->queue);

	deed_lock(mutex, ready, &t->ready);
	return *ready ? EPOLLIN : EPOLLOUT;
}

DEED_BOUND_CHRDEV(toy_node, toy_ref, dev, misc, toy_ref, toy_open, close, toy_close,
		  read, toy_read, ioctl, toy_ioctl, poll, toy_poll);

static void hardware_goes(void *hw)
{
	((struct toy_hw *)hw)->id = 0;
}

static int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	deed_cell_init(&t->ready);
	deed_bound_queue_init(t, queue, dev);
	hw->id = ID;
	return devm_add_action(dev->scope.__dev, hardware_goes, hw);
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	drv.states++;
	drv.err = drv.numbered ? toy_node_register_numbered(scope, NAME) :
				 toy_node_register(scope, NAME);
	if (drv.err ? drv.other : drv.twice)
		drv.err = toy_node_register(scope, NAME "-again");
	return drv.err;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	story_tell(&drv.story, 'q');
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int node_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void node_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, drv.states, 0);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&__toy_node_numbers));
}

static struct platform_device *toy_bound(struct kunit *test, int id)
{
	struct platform_device *pdev = fake_device(test, NAME, id, NULL, 0);

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	story_begin(&drv.story);
	return pdev;
}

static struct file *open(struct kunit *test, const char *path, int flags)
{
	struct file *file = filp_open(path, flags, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %pe", path, file);
	return file;
}

static long ask(struct file *file)
{
	return vfs_ioctl(file, 1, 0);
}

static ssize_t take(void *file)
{
	char byte;
	loff_t pos = 0;

	return kernel_read(file, &byte, 1, &pos);
}

static int takes(void *file)
{
	return take(file);
}

static void set_ready(const struct toy *t, bool is)
{
	{
		deed_lock(mutex, ready, &t->ready);

		*ready = is;
	}
	deed_wake(&t->queue, EPOLLIN);
}

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

static void node_is_there_while_the_device_is_bound(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);

	for (int i = 0; i < 3; i++) {
		struct file *file = open(test, "/dev/" NAME, O_RDWR);

		KUNIT_EXPECT_EQ(test, ask(file), ID);
		close(file);
		device_release_driver(&pdev->dev);
		KUNIT_EXPECT_FALSE(test, there_is("/dev/" NAME));
		EXPECT_STORY(test, &drv.story, "ocqR");
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
		story_begin(&drv.story);
	}
}

static void node_belongs_to_the_device(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);
	const struct toy *t = state_of(pdev);

	KUNIT_EXPECT_PTR_EQ(test, t->misc.__misc.this_device->parent, &pdev->dev);
}

static void nodes_have_the_lowest_number_that_is_free(struct kunit *test)
{
	struct platform_device *a, *b, *c;

	drv.numbered = true;
	a = toy_bound(test, 7);
	b = toy_bound(test, 5);
	c = toy_bound(test, 6);
	KUNIT_EXPECT_STREQ(test, state_of(a)->misc.__misc.name, NAME "0");
	KUNIT_EXPECT_STREQ(test, state_of(b)->misc.__misc.name, NAME "1");
	KUNIT_EXPECT_STREQ(test, state_of(c)->misc.__misc.name, NAME "2");
	KUNIT_EXPECT_TRUE(test, there_is("/dev/" NAME "1"));
	fake_device_gone(test, b);
	KUNIT_EXPECT_FALSE(test, there_is("/dev/" NAME "1"));
	device_release_driver(&a->dev);
	KUNIT_EXPECT_EQ(test, device_attach(&a->dev), 1);
	KUNIT_EXPECT_STREQ(test, state_of(a)->misc.__misc.name, NAME "0");
	b = toy_bound(test, 1);
	KUNIT_EXPECT_STREQ(test, state_of(b)->misc.__misc.name, NAME "1");
}

static void file_outlives_its_device(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);
	struct file *file = open(test, "/dev/" NAME, O_RDWR);

	KUNIT_EXPECT_EQ(test, ask(file), ID);
	fake_device_gone(test, pdev);
	EXPECT_STORY(test, &drv.story, "oq");
	KUNIT_EXPECT_EQ(test, drv.states, 1);
	KUNIT_EXPECT_EQ(test, ask(file), -ENODEV);
	KUNIT_EXPECT_EQ(test, take(file), -ENODEV);
	close(file);
	EXPECT_STORY(test, &drv.story, "oqCR");
}

/* One has the number of the other, and not its state. */
static void old_file_is_not_one_of_the_new_device(struct kunit *test)
{
	struct platform_device *pdev;
	struct file *old, *new;

	drv.numbered = true;
	pdev = toy_bound(test, 0);
	old = open(test, "/dev/" NAME "0", O_RDWR);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	new = open(test, "/dev/" NAME "0", O_RDWR);
	KUNIT_EXPECT_EQ(test, ask(new), ID);
	KUNIT_EXPECT_EQ(test, ask(old), -ENODEV);
	close(old);
	KUNIT_EXPECT_EQ(test, ask(new), ID);
	close(new);
}

static void read_that_waits_ends_with_the_device(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);
	struct file *file = open(test, "/dev/" NAME, O_RDONLY);
	struct thread *reads = thread_start(test, takes, file);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(reads));
	set_ready(state_of(pdev), true);
	KUNIT_EXPECT_EQ(test, thread_join(test, reads), 1);
	KUNIT_EXPECT_EQ(test, take(file), 1);
	set_ready(state_of(pdev), false);
	reads = thread_start(test, takes, file);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(reads));
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, thread_join(test, reads), -ENODEV);
	close(file);
}

static void read_that_must_not_wait_says_so_while_it_may_come(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);
	struct file *file = open(test, "/dev/" NAME, O_RDONLY | O_NONBLOCK);

	KUNIT_EXPECT_EQ(test, take(file), -EAGAIN);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, take(file), -ENODEV);
	close(file);
}

static void read_of_what_is_ready_fails_when_the_device_has_gone(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);
	struct file *file = open(test, "/dev/" NAME, O_RDONLY);

	set_ready(state_of(pdev), true);
	KUNIT_EXPECT_EQ(test, take(file), 1);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, take(file), -ENODEV);
	close(file);
}

#define EXPECT_EVENTS(test, file, events)				\
	KUNIT_EXPECT_EQ(test, (__force u32)vfs_poll(file, NULL),	\
			(__force u32)(events))

static void poll_says_that_the_device_has_gone(struct kunit *test)
{
	struct platform_device *pdev = toy_bound(test, -1);
	struct file *file = open(test, "/dev/" NAME, O_RDONLY);

	EXPECT_EVENTS(test, file, EPOLLOUT);
	set_ready(state_of(pdev), true);
	EXPECT_EVENTS(test, file, EPOLLIN);
	device_release_driver(&pdev->dev);
	EXPECT_EVENTS(test, file, EPOLLHUP | EPOLLERR);
	close(file);
}

static void state_has_one_node(struct kunit *test)
{
	struct platform_device *pdev;

	drv.twice = true;
	for (int numbered = 0; numbered < 2; numbered++) {
		drv.numbered = numbered;
		pdev = fake_device(test, NAME, -1, NULL, 0);
		KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
		KUNIT_EXPECT_EQ(test, drv.err, -EBUSY);
		KUNIT_EXPECT_FALSE(test, there_is("/dev/" NAME));
		KUNIT_EXPECT_FALSE(test, there_is("/dev/" NAME "0"));
		KUNIT_EXPECT_FALSE(test, there_is("/dev/" NAME "-again"));
		fake_device_gone(test, pdev);
	}
}

static void name_of_a_node_is_its_own(struct kunit *test)
{
	struct platform_device *a = toy_bound(test, 0), *b;
	int level = console_loudness(0); /* sysfs dumps the stack, and all is well */

	b = fake_device(test, NAME, 1, NULL, 0);
	console_loudness(level);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(b));
	KUNIT_EXPECT_EQ(test, drv.err, -EEXIST);
	KUNIT_EXPECT_TRUE(test, there_is("/dev/" NAME));
	fake_device_gone(test, a);
	KUNIT_EXPECT_EQ(test, device_attach(&b->dev), 1);
}

static void state_tries_another_name(struct kunit *test)
{
	struct platform_device *b;
	int level;

	toy_bound(test, 0);
	drv.other = true;
	level = console_loudness(0); /* as above */
	b = fake_device(test, NAME, 1, NULL, 0);
	console_loudness(level);
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(b));
	KUNIT_EXPECT_TRUE(test, there_is("/dev/" NAME "-again"));
}

/* Each allocation and each step fails once. */
static void node_that_is_not_made_leaves_nothing(struct kunit *test)
{
	struct platform_device *pdev;
	unsigned int failed = 0;
	bool hit = true, bound;

	faults_on(test);
	drv.numbered = true;
	pdev = fake_device(test, NAME, 0, NULL, 0);
	for (unsigned int n = 1; hit && n < 300; n++) {
		device_release_driver(&pdev->dev);
		story_begin(&drv.story);
		fault_at(n);
		bound = device_attach(&pdev->dev);
		hit = fault_hit();
		if (bound)
			continue;
		failed++;
		KUNIT_EXPECT_FALSE(test, there_is("/dev/" NAME "0"));
		KUNIT_EXPECT_TRUE(test, ida_is_empty(&__toy_node_numbers));
		KUNIT_EXPECT_EQ(test, drv.states, 0);
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_GT(test, failed, 10);
}

static struct kunit_case node_cases[] = {
	KUNIT_CASE(node_is_there_while_the_device_is_bound),
	KUNIT_CASE(node_belongs_to_the_device),
	KUNIT_CASE(nodes_have_the_lowest_number_that_is_free),
	KUNIT_CASE(file_outlives_its_device),
	KUNIT_CASE(old_file_is_not_one_of_the_new_device),
	KUNIT_CASE(read_that_waits_ends_with_the_device),
	KUNIT_CASE(read_that_must_not_wait_says_so_while_it_may_come),
	KUNIT_CASE(read_of_what_is_ready_fails_when_the_device_has_gone),
	KUNIT_CASE(poll_says_that_the_device_has_gone),
	KUNIT_CASE(state_has_one_node),
	KUNIT_CASE(name_of_a_node_is_its_own),
	KUNIT_CASE(state_tries_another_name),
	KUNIT_CASE(node_that_is_not_made_leaves_nothing),
	{}
};

static struct kunit_suite node_suite = {
	.name = "deed_node",
	.init = node_test_init,
	.exit = node_test_exit,
	.test_cases = node_cases,
};

kunit_test_suite(node_suite);

MODULE_DESCRIPTION("Tests of the device nodes of a bound device");
MODULE_LICENSE("GPL");
