// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/debugfs.h>: that counters count, that their files show them, that knobs
 * are what was written, and that the files go with the device, also for who has one open.
 */
#include <kunit/test.h>
#include <linux/debugfs.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>

#include <deed/debugfs.h>
#include <deed/platform.h>

#include "fake_platform.h"
#include "fault.h"
#include "file.h"
#include "thread.h"
#include "usermem.h"

deed_unsafe_file("tests read the files as a program would");

#define NAME	"deed-counting"
#define FOLDER	NAME "-" NAME /* of the driver, of the device */
#define TIMES	10000

DEED_DEVICE_TYPE(toy_device, struct deed_no_hw);

struct toy {
	struct deed_counter first;
	struct toy_device dev;
	struct deed_counter second;
	struct deed_knob knob;
};

static unsigned int states;
static char __user *buffer;

static void toy_release(struct toy *t)
{
	states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static int toy_probe(struct deed_platform *dev, struct toy *t, struct deed_no_hw *hw)
{
	return 0;
}

DEED_DEBUGFS(toy_counters, toy_ref, dev, "first", first, "2nd", second,
	     "knob", knob);

static int toy_start(const struct toy *t, const struct deed_no_hw *hw,
		     struct toy_device_scope *scope)
{
	states++;
	return toy_counters_show(scope);
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int debugfs_test_init(struct kunit *test)
{
	states = 0;
	buffer = user_tail(test, 16);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void debugfs_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, states, 0);
}

static struct file *open_for(const char *device, const char *name, int flags)
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/kernel/debug/" FOLDER "%s/%s", device, name);
	return filp_open(path, flags, 0);
}

static struct file *open(const char *device, const char *name)
{
	return open_for(device, name, O_RDONLY);
}

/* What a read of an open file gives, without the end of the line, or an errno. */
static ssize_t read_into(struct file *file, char text[static 16])
{
	loff_t pos = 0;
	ssize_t len = file->f_op->read(file, buffer, 15, &pos);

	if (len < 0)
		return len;
	memset(text, 0, 16);
	if (copy_from_user(text, buffer, len))
		return -EFAULT;
	strim(text);
	return 0;
}

/* The same: a number that is not negative, or an errno. */
static long number_in(struct file *file)
{
	char text[16];
	long value = read_into(file, text);

	return value ?: kstrtol(text, 10, &value) ?: value;
}

/* What a write of an open file answers: 0 or an errno. */
static long write_to(struct kunit *test, struct file *file, const char *text)
{
	size_t len = strlen(text);
	loff_t pos = 0;
	ssize_t n;

	user_fill(test, buffer, text, len);
	n = file->f_op->write(file, buffer, len, &pos);
	return n == len ? 0 : n < 0 ? n : -EIO;
}

/* Turns the knob; 0 or an errno. */
static long turn(struct kunit *test, const char *text)
{
	struct file *file = open_for("", "knob", O_WRONLY);
	long err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = write_to(test, file, text);
	close(file);
	return err;
}

static long shown(const char *device, const char *name)
{
	struct file *file = open(device, name);
	long value;

	if (IS_ERR(file))
		return PTR_ERR(file);
	value = number_in(file);
	close(file);
	return value;
}

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

static void files_show_what_was_counted(struct kunit *test)
{
	const struct toy *t = state_of(fake_device(test, NAME, -1, NULL, 0));

	KUNIT_EXPECT_EQ(test, shown("", "first"), 0);
	for (int i = 1; i <= 3; i++) {
		deed_count(&t->first);
		deed_count(&t->second);
		deed_count(&t->second);
		KUNIT_EXPECT_EQ(test, shown("", "first"), i);
		KUNIT_EXPECT_EQ(test, shown("", "2nd"), 2 * i);
	}
	KUNIT_EXPECT_EQ(test, shown("", "second"), -ENOENT);
}

static umode_t mode_of(struct kunit *test, const char *name)
{
	struct file *file = open("", name);
	umode_t mode;

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	mode = file_inode(file)->i_mode & 07777;
	close(file);
	return mode;
}

static void only_knobs_are_written(struct kunit *test)
{
	fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_EQ(test, mode_of(test, "first"), 0444);
	KUNIT_EXPECT_EQ(test, mode_of(test, "2nd"), 0444);
	KUNIT_EXPECT_EQ(test, mode_of(test, "knob"), 0600);
}

static void expect_knob(struct kunit *test, const char *value)
{
	struct file *file = open("", "knob");
	char text[16] = {};

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, read_into(file, text), 0);
	KUNIT_EXPECT_STREQ(test, text, value);
	close(file);
}

static void knobs_are_on_while_they_are_not_0(struct kunit *test)
{
	static const char *const on[] = { "1", "2147483647", "-1", "-2147483648" };
	const struct toy *t = state_of(fake_device(test, NAME, -1, NULL, 0));

	KUNIT_EXPECT_FALSE(test, deed_knob_on(&t->knob));
	for (int i = 0; i < ARRAY_SIZE(on); i++) {
		KUNIT_EXPECT_EQ(test, turn(test, on[i]), 0);
		KUNIT_EXPECT_TRUE(test, deed_knob_on(&t->knob));
		expect_knob(test, on[i]);
		KUNIT_EXPECT_EQ(test, turn(test, "0\n"), 0);
		KUNIT_EXPECT_FALSE(test, deed_knob_on(&t->knob));
	}
	/* what is no number changes nothing */
	KUNIT_EXPECT_EQ(test, turn(test, "4"), 0);
	KUNIT_EXPECT_EQ(test, turn(test, "many"), -EINVAL);
	KUNIT_EXPECT_EQ(test, shown("", "knob"), 4);
	KUNIT_EXPECT_EQ(test, shown("", "first"), 0);
	KUNIT_EXPECT_EQ(test, shown("", "2nd"), 0);
}

static void knobs_are_due_once(struct kunit *test)
{
	static const char *const set[] = { "1", "2", "7" };
	static const int due_at[] = { 1, 2, 7 };
	const struct toy *t = state_of(fake_device(test, NAME, -1, NULL, 0));

	KUNIT_EXPECT_FALSE(test, deed_knob_due(&t->knob));
	for (int i = 0; i < ARRAY_SIZE(set); i++) {
		KUNIT_ASSERT_EQ(test, turn(test, set[i]), 0);
		for (int n = 1; n <= 10; n++) {
			KUNIT_EXPECT_EQ(test, deed_knob_due(&t->knob), n == due_at[i]);
			KUNIT_EXPECT_EQ(test, shown("", "knob"), max(due_at[i] - n, 0));
		}
		KUNIT_EXPECT_FALSE(test, deed_knob_on(&t->knob));
	}
}

static void knobs_below_0_are_never_due(struct kunit *test)
{
	static const char *const below[] = { "-1", "-2", "-2147483648" };
	const struct toy *t = state_of(fake_device(test, NAME, -1, NULL, 0));

	for (int i = 0; i < ARRAY_SIZE(below); i++) {
		KUNIT_ASSERT_EQ(test, turn(test, below[i]), 0);
		for (int n = 0; n < 3; n++)
			KUNIT_EXPECT_FALSE(test, deed_knob_due(&t->knob));
		/* nothing is counted: they stay on */
		expect_knob(test, below[i]);
	}
}

static int is_due(void *arg)
{
	const struct toy *t = arg;
	int due = 0;

	for (int i = 0; i < TIMES; i++)
		due += deed_knob_due(&t->knob);
	return due;
}

/* Each counts on, and one of them comes to 1. */
static void knobs_are_due_for_one_of_two(struct kunit *test)
{
	const struct toy *t = state_of(fake_device(test, NAME, -1, NULL, 0));

	KUNIT_ASSERT_EQ(test, turn(test, __stringify(TIMES)), 0);
	KUNIT_EXPECT_EQ(test, threads_race(test, is_due, (void *)t), 1);
	KUNIT_EXPECT_FALSE(test, deed_knob_on(&t->knob));
}

static void each_device_has_a_folder(struct kunit *test)
{
	struct platform_device *a = fake_device(test, NAME, 0, NULL, 0);
	struct platform_device *b = fake_device(test, NAME, 1, NULL, 0);

	deed_count(&state_of(b)->first);
	KUNIT_EXPECT_EQ(test, shown(".0", "first"), 0);
	KUNIT_EXPECT_EQ(test, shown(".1", "first"), 1);
	fake_device_gone(test, a);
	KUNIT_EXPECT_EQ(test, shown(".0", "first"), -ENOENT);
	KUNIT_EXPECT_EQ(test, shown(".1", "first"), 1);
}

static void files_go_with_the_device(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct file *file = open("", "first");

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, number_in(file), 0);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, states, 0);
	KUNIT_EXPECT_EQ(test, shown("", "first"), -ENOENT);
	/* the counter was freed, and is not looked at */
	KUNIT_EXPECT_EQ(test, number_in(file), -EIO);
	close(file);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_EQ(test, shown("", "first"), 0);
}

/* Debugfs may fail, and a driver works the same without. */
static void device_works_without_a_folder(struct kunit *test)
{
	struct dentry *in_the_way = debugfs_create_dir(FOLDER, NULL);
	struct platform_device *pdev;

	KUNIT_ASSERT_FALSE(test, IS_ERR(in_the_way));
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, shown("", "first"), -ENOENT);
	deed_count(&state_of(pdev)->first);
	fake_device_gone(test, pdev);
	debugfs_remove(in_the_way);
}

static void knobs_go_with_the_device(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct file *file = open_for("", "knob", O_RDWR);

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, write_to(test, file, "5"), 0);
	KUNIT_EXPECT_TRUE(test, deed_knob_on(&state_of(pdev)->knob));
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, states, 0);
	/* the knob was freed, and is not turned */
	KUNIT_EXPECT_EQ(test, write_to(test, file, "6"), -EIO);
	KUNIT_EXPECT_EQ(test, number_in(file), -EIO);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	/* nor is that of the next one */
	KUNIT_EXPECT_EQ(test, write_to(test, file, "7"), -EIO);
	KUNIT_EXPECT_EQ(test, shown("", "knob"), 0);
	close(file);
}

static int counts(void *arg)
{
	const struct toy *t = arg;

	for (int i = 0; i < TIMES; i++)
		deed_count(&t->first);
	return 0;
}

static void nothing_is_counted_once_for_two(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	KUNIT_EXPECT_EQ(test, threads_race(test, counts, (void *)state_of(pdev)), 0);
	KUNIT_EXPECT_EQ(test, shown("", "first"), 2 * TIMES);
}

/* Only what the scope needs is an error, and then no file is left. */
static void folder_goes_if_the_scope_cannot_have_it(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	unsigned int failed = 0;
	bool hit = true, bound;

	faults_on(test);
	for (unsigned int n = 1; hit && n < 300; n++) {
		device_release_driver(&pdev->dev);
		fault_at(n);
		bound = device_attach(&pdev->dev);
		hit = fault_hit();
		if (bound)
			continue;
		failed++;
		KUNIT_EXPECT_EQ(test, shown("", "first"), -ENOENT);
		KUNIT_EXPECT_EQ(test, states, 0);
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_GT(test, failed, 3);
	KUNIT_EXPECT_EQ(test, shown("", "first"), 0);
}

static struct kunit_case debugfs_cases[] = {
	KUNIT_CASE(files_show_what_was_counted),
	KUNIT_CASE(only_knobs_are_written),
	KUNIT_CASE(knobs_are_on_while_they_are_not_0),
	KUNIT_CASE(knobs_are_due_once),
	KUNIT_CASE(knobs_below_0_are_never_due),
	KUNIT_CASE(knobs_are_due_for_one_of_two),
	KUNIT_CASE(each_device_has_a_folder),
	KUNIT_CASE(files_go_with_the_device),
	KUNIT_CASE(knobs_go_with_the_device),
	KUNIT_CASE(device_works_without_a_folder),
	KUNIT_CASE(nothing_is_counted_once_for_two),
	KUNIT_CASE(folder_goes_if_the_scope_cannot_have_it),
	{}
};

static struct kunit_suite debugfs_suite = {
	.name = "deed_debugfs",
	.init = debugfs_test_init,
	.exit = debugfs_test_exit,
	.test_cases = debugfs_cases,
};

kunit_test_suite(debugfs_suite);

MODULE_DESCRIPTION("Tests of counters and knobs in debugfs");
MODULE_LICENSE("GPL");
