// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/hwmon.h>: what is read is what the driver says, and nobody reads
 * once the device has gone.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>

#include <deed/hwmon.h>
#include <deed/platform.h>

#include "fake_platform.h"
#include "fault.h"
#include "file.h"
#include "thread.h"

deed_unsafe_file("tests read the values as a program would, and are the device");

#define NAME	"deed-toy-sensors"

DEED_DEVICE_TYPE(toy_device, struct deed_no_hw);

struct toy {
	struct toy_device dev;
};

/* What the driver was asked last, and what it answers. */
static struct {
	const struct toy *state;
	enum hwmon_sensor_types type;
	u32 attr;
	int channel;
	long value;
	int err;
	bool stays; /* until it may leave */
	struct completion entered, leave;
	unsigned int states;
} toy;

static void toy_release(struct toy *t)
{
	toy.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static deed_misuses("stays as long as a test wants")
int toy_read(const struct toy *t, const struct deed_no_hw *hw,
	     enum hwmon_sensor_types type, u32 attr, int channel, long *value)
{
	toy.state = hw == &t->dev.__hw ? t : NULL;
	toy.type = type;
	toy.attr = attr;
	toy.channel = channel;
	*value = toy.value;
	if (toy.stays) {
		complete(&toy.entered);
		wait_for_completion(&toy.leave);
	}
	return toy.err;
}

static const struct hwmon_channel_info *const toy_channels[] = {
	HWMON_CHANNEL_INFO(temp, HWMON_T_INPUT, HWMON_T_INPUT | HWMON_T_MAX),
	HWMON_CHANNEL_INFO(fan, HWMON_F_INPUT),
	NULL
};

DEED_HWMON(toy_sensors, toy_ref, dev, "toy", toy_channels, toy_read);

static int toy_probe(struct deed_platform *dev, struct toy *t, struct deed_no_hw *hw)
{
	return 0;
}

static int toy_start(const struct toy *t, const struct deed_no_hw *hw,
		     struct toy_device_scope *scope)
{
	toy.states++;
	return toy_sensors_register(scope);
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int hwmon_test_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	init_completion(&toy.entered);
	init_completion(&toy.leave);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void hwmon_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

/* A value of the device with this suffix, that is the n-th of all with sensors. */
static struct file *open(const char *suffix, int n, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/devices/platform/" NAME "%s/hwmon/hwmon%d/%s",
		 suffix, n, value);
	return filp_open(path, O_RDONLY, 0);
}

static int read_line(struct file *file, char *line, size_t len)
{
	loff_t pos = 0;
	ssize_t n = kernel_read(file, line, len - 1, &pos);

	if (n < 0)
		return n;
	line[n] = 0;
	strim(line);
	return 0;
}

/* What is in there, or an errno. */
static long shown(const char *suffix, int n, const char *value)
{
	struct file *file = open(suffix, n, value);
	char line[32];
	long number;
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = read_line(file, line, sizeof(line)) ?: kstrtol(line, 10, &number);
	close(file);
	return err ?: number;
}

static void values_are_what_is_read(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	toy.value = 23500;
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_input"), 23500);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(pdev));
	KUNIT_EXPECT_EQ(test, toy.type, hwmon_temp);
	KUNIT_EXPECT_EQ(test, toy.attr, hwmon_temp_input);
	KUNIT_EXPECT_EQ(test, toy.channel, 0);
	toy.value = -7;
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp2_max"), -7);
	KUNIT_EXPECT_EQ(test, toy.attr, hwmon_temp_max);
	KUNIT_EXPECT_EQ(test, toy.channel, 1);
	KUNIT_EXPECT_EQ(test, shown("", 0, "fan1_input"), -7);
	KUNIT_EXPECT_EQ(test, toy.type, hwmon_fan);
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_max"), -ENOENT);
}

static void chip_has_a_name(struct kunit *test)
{
	struct file *file;
	char line[32];

	fake_device(test, NAME, -1, NULL, 0);
	file = open("", 0, "name");
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, read_line(file, line, sizeof(line)), 0);
	KUNIT_EXPECT_STREQ(test, line, "toy");
	close(file);
}

static void values_are_only_read(struct kunit *test)
{
	struct file *file;

	fake_device(test, NAME, -1, NULL, 0);
	file = open("", 0, "temp1_input");
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, file_inode(file)->i_mode & 0777, 0444);
	close(file);
}

static void errors_reach_the_reader(struct kunit *test)
{
	fake_device(test, NAME, -1, NULL, 0);
	toy.err = -ENODATA;
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_input"), -ENODATA);
}

static void each_device_has_its_own(struct kunit *test)
{
	struct platform_device *a = fake_device(test, NAME, 0, NULL, 0);
	struct platform_device *b = fake_device(test, NAME, 1, NULL, 0);

	KUNIT_EXPECT_EQ(test, shown(".0", 0, "temp1_input"), 0);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(a));
	KUNIT_EXPECT_EQ(test, shown(".1", 1, "temp1_input"), 0);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(b));
}

static void values_go_with_the_device(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct file *file = open("", 0, "temp1_input");
	char line[32];

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	toy.state = NULL;
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_input"), -ENOENT);
	KUNIT_EXPECT_EQ(test, read_line(file, line, sizeof(line)), -ENODEV);
	KUNIT_EXPECT_NULL(test, toy.state);
	close(file);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_input"), 0);
}

static int reads(void *unused)
{
	return shown("", 0, "temp1_input");
}

static int unbinds(void *dev)
{
	device_release_driver(dev);
	return 0;
}

static void unbind_waits_for_who_reads(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct thread *reader, *unbinder;

	toy.value = 5;
	toy.stays = true;
	reader = thread_start(test, reads, NULL);
	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&toy.entered, THREAD_PATIENCE));
	unbinder = thread_start(test, unbinds, &pdev->dev);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinder));
	KUNIT_EXPECT_EQ(test, toy.states, 1);
	complete(&toy.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, reader), 5);
	KUNIT_EXPECT_EQ(test, thread_join(test, unbinder), 0);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

static void nothing_is_left_of_what_failed(struct kunit *test)
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
		KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_input"), -ENOENT);
		KUNIT_EXPECT_EQ(test, toy.states, 0);
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_GT(test, failed, 3);
	KUNIT_EXPECT_EQ(test, shown("", 0, "temp1_input"), 0);
}

static struct kunit_case hwmon_cases[] = {
	KUNIT_CASE(values_are_what_is_read),
	KUNIT_CASE(chip_has_a_name),
	KUNIT_CASE(values_are_only_read),
	KUNIT_CASE(errors_reach_the_reader),
	KUNIT_CASE(each_device_has_its_own),
	KUNIT_CASE(values_go_with_the_device),
	KUNIT_CASE(unbind_waits_for_who_reads),
	KUNIT_CASE(nothing_is_left_of_what_failed),
	{}
};

static struct kunit_suite hwmon_suite = {
	.name = "deed_hwmon",
	.init = hwmon_test_init,
	.exit = hwmon_test_exit,
	.test_cases = hwmon_cases,
};

kunit_test_suite(hwmon_suite);

MODULE_DESCRIPTION("Tests of sensors");
MODULE_LICENSE("GPL");
