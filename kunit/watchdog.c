// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/watchdog.h>: what the watchdog core asks of a driver and when, and
 * that it asks no more once the device has gone.
 */
#include <kunit/test.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>

#include <deed/platform.h>
#include <deed/watchdog.h>

#include "fake_platform.h"
#include "file.h"
#include "usermem.h"

deed_unsafe_file("tests use the watchdog as a program would, and are its device");

#define NAME	"deed-toy-watchdog"
#define NODE	"/dev/watchdog"
#define NODE_0	"/dev/watchdog0"
#define NODE_1	"/dev/watchdog1"

DEED_DEVICE_TYPE(toy_device, struct deed_no_hw);

struct toy {
	struct toy_device dev;
	struct deed_watchdog watchdog;
};

/* What the driver was asked, in order, a letter for each; and what it answers. */
static struct {
	char asked[32];
	unsigned int seconds;
	int start, stop, ping, set_timeout;
	bool nowayout;
	bool twice;
	const struct toy *state;
	struct deed_watchdog_config config;
	unsigned int states;
} toy;

static void asked(const struct toy *t, const struct deed_no_hw *hw, char what)
{
	size_t len = strlen(toy.asked);

	if (len + 1 < sizeof(toy.asked))
		toy.asked[len] = what;
	toy.state = hw == &t->dev.__hw ? t : NULL;
}

static int toy_run(const struct toy *t, const struct deed_no_hw *hw)
{
	asked(t, hw, 'r');
	toy.nowayout = deed_watchdog_nowayout(&t->watchdog);
	return toy.start;
}

static int toy_stop(const struct toy *t, const struct deed_no_hw *hw)
{
	asked(t, hw, 's');
	return toy.stop;
}

static int toy_ping(const struct toy *t, const struct deed_no_hw *hw)
{
	asked(t, hw, 'p');
	return toy.ping;
}

static int toy_set_timeout(const struct toy *t, const struct deed_no_hw *hw,
			   unsigned int seconds)
{
	asked(t, hw, 't');
	toy.seconds = seconds;
	return toy.set_timeout;
}

static void toy_release(struct toy *t)
{
	toy.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);
DEED_WATCHDOG(toy_watchdog, toy_ref, dev, watchdog, toy_run, toy_stop, ping, toy_ping,
	      set_timeout, toy_set_timeout);

static void toy_unmapped(void *data)
{
	strlcat(toy.asked, "u", sizeof(toy.asked));
}

static int toy_probe(struct deed_platform *dev, struct toy *t, struct deed_no_hw *hw)
{
	return devm_add_action(dev->scope.__dev, toy_unmapped, NULL);
}

static int toy_start(const struct toy *t, const struct deed_no_hw *hw,
		     struct toy_device_scope *scope)
{
	int err;

	toy.states++;
	err = toy_watchdog_register(scope, &toy.config);
	return !err && toy.twice ? toy_watchdog_register(scope, &toy.config) : err;
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start);

/* One that can do nothing but what it must. */
DEED_WATCHDOG(bare_watchdog, toy_ref, dev, watchdog, toy_run, toy_stop);

static int bare_start(const struct toy *t, const struct deed_no_hw *hw,
		      struct toy_device_scope *scope)
{
	toy.states++;
	return bare_watchdog_register(scope, &toy.config);
}

DEED_PLATFORM_DRIVER(bare_driver, NAME "-bare", toy_ref, dev, toy_probe,
		     start, bare_start);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;
static deed_misuses("registered before each test, and dropped after it")
struct bare_driver registered_bare;
static char __user *argument;

static deed_misuses("what a module's start does, for each test")
int watchdog_test_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	toy.config = (struct deed_watchdog_config){
		.identity = "a toy",
		.options = WDIOF_MAGICCLOSE | WDIOF_CARDRESET,
		.boot_status = WDIOF_CARDRESET,
		.timeout = 30,
		.min_timeout = 2,
		.max_timeout = 60,
	};
	argument = user_tail(test, sizeof(struct watchdog_info));
	registered = toy_driver_register();
	registered_bare = bare_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered) && deed_ok(registered_bare));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void watchdog_test_exit(struct kunit *test)
{
	bare_driver_drop(&registered_bare);
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

/* A device with its driver; what was asked so far is forgotten. */
static struct platform_device *bound(struct kunit *test, const char *name, int id)
{
	struct platform_device *pdev = fake_device(test, name, id, NULL, 0);

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	memset(toy.asked, 0, sizeof(toy.asked));
	return pdev;
}

static struct file *opened(struct kunit *test, const char *node)
{
	struct file *file = filp_open(node, O_WRONLY, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %pe", node, file);
	return file;
}

static int open_error(const char *node)
{
	struct file *file = filp_open(node, O_WRONLY, 0);

	if (IS_ERR(file))
		return PTR_ERR(file);
	close(file);
	return 0;
}

static long written(struct kunit *test, struct file *file, const char *text)
{
	loff_t pos = 0;

	user_fill(test, argument, text, strlen(text));
	return file->f_op->write(file, argument, strlen(text), &pos);
}

static void close_for_good(struct kunit *test, struct file *file)
{
	KUNIT_EXPECT_EQ(test, written(test, file, "V"), 1);
	close(file);
}

/* A command with a number; what it answers, or an errno. */
static long command(struct kunit *test, struct file *file, unsigned int cmd, int value)
{
	long err;

	user_fill(test, argument, &value, sizeof(value));
	err = file->f_op->unlocked_ioctl(file, cmd, (unsigned long)argument);
	if (!err && copy_from_user(&value, argument, sizeof(value)))
		err = -EFAULT;
	return err ?: value;
}

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

static void says_what_it_is(struct kunit *test)
{
	struct watchdog_info info = {};
	struct file *file;

	bound(test, NAME, -1);
	file = opened(test, NODE);
	KUNIT_EXPECT_EQ(test, file->f_op->unlocked_ioctl(file, WDIOC_GETSUPPORT,
							 (unsigned long)argument), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(&info, argument, sizeof(info)), 0);
	KUNIT_EXPECT_STREQ(test, (char *)info.identity, "a toy");
	KUNIT_EXPECT_EQ(test, info.options, WDIOF_MAGICCLOSE | WDIOF_CARDRESET |
			WDIOF_KEEPALIVEPING | WDIOF_SETTIMEOUT);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_GETBOOTSTATUS, 0), WDIOF_CARDRESET);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_GETTIMEOUT, 0), 30);
	close_for_good(test, file);
}

static void long_name_is_cut(struct kunit *test)
{
	struct watchdog_info info = {};
	struct file *file;

	toy.config.identity = "0123456789abcdef0123456789abcdef0123";
	bound(test, NAME, -1);
	file = opened(test, NODE);
	KUNIT_EXPECT_EQ(test, file->f_op->unlocked_ioctl(file, WDIOC_GETSUPPORT,
							 (unsigned long)argument), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(&info, argument, sizeof(info)), 0);
	KUNIT_EXPECT_STREQ(test, (char *)info.identity, "0123456789abcdef0123456789abcde");
	close_for_good(test, file);
}

static void callbacks_are_called(struct kunit *test)
{
	struct platform_device *pdev = bound(test, NAME, -1);
	struct file *file = opened(test, NODE);

	KUNIT_EXPECT_STREQ(test, toy.asked, "r");
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(pdev));
	KUNIT_EXPECT_EQ(test, written(test, file, "x"), 1);
	KUNIT_EXPECT_STREQ(test, toy.asked, "rp");
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_SETTIMEOUT, 45), 45);
	KUNIT_EXPECT_STREQ(test, toy.asked, "rptp");
	KUNIT_EXPECT_EQ(test, toy.seconds, 45);
	KUNIT_EXPECT_EQ(test, deed_watchdog_timeout(&state_of(pdev)->watchdog), 45);
	close_for_good(test, file);
	KUNIT_EXPECT_STREQ(test, toy.asked, "rptpps");
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(pdev));
}

static void without_ping_it_is_started_again(struct kunit *test)
{
	struct file *file;

	bound(test, NAME "-bare", -1);
	file = opened(test, NODE);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_KEEPALIVE, 0), 0);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_SETTIMEOUT, 45), -EOPNOTSUPP);
	KUNIT_EXPECT_STREQ(test, toy.asked, "rr");
	close_for_good(test, file);
}

static void each_device_has_its_own(struct kunit *test)
{
	struct platform_device *a = bound(test, NAME, 0);
	struct platform_device *b = bound(test, NAME, 1);
	struct file *first = opened(test, NODE_0);

	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(a));

	struct file *second = opened(test, NODE_1);

	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(b));
	KUNIT_EXPECT_EQ(test, command(test, second, WDIOC_SETTIMEOUT, 45), 45);
	KUNIT_EXPECT_EQ(test, command(test, first, WDIOC_GETTIMEOUT, 0), 30);
	close_for_good(test, second);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(b));
	close_for_good(test, first);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(a));
}

static void first_timeout_is_set_before_it_is_there(struct kunit *test)
{
	struct platform_device *pdev;

	toy.config.wanted = 50;
	toy.set_timeout = -EIO;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_STREQ(test, toy.asked, "tu");
	KUNIT_EXPECT_EQ(test, toy.seconds, 50);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	KUNIT_EXPECT_EQ(test, open_error(NODE), -ENOENT);
}

static void wanted_is_taken_if_it_is_in_range(struct kunit *test)
{
	static const struct {
		unsigned int wanted, set;
	} cases[] = {
		{ 0, 30 }, { 1, 30 }, { 2, 2 }, { 60, 60 }, { 61, 30 }, { UINT_MAX, 30 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct platform_device *pdev;

		toy.config.wanted = cases[i].wanted;
		pdev = bound(test, NAME, -1);
		KUNIT_EXPECT_EQ(test, toy.seconds, cases[i].set);
		KUNIT_EXPECT_EQ(test, deed_watchdog_timeout(&state_of(pdev)->watchdog),
				cases[i].set);
		fake_device_gone(test, pdev);
	}
}

static void errors_reach_the_program(struct kunit *test)
{
	struct file *file;

	bound(test, NAME, -1);
	toy.start = -EIO;
	KUNIT_EXPECT_EQ(test, open_error(NODE), -EIO);
	toy.start = 0;
	file = opened(test, NODE);
	toy.ping = -EAGAIN;
	KUNIT_EXPECT_EQ(test, written(test, file, "x"), -EAGAIN);
	toy.ping = 0;
	toy.set_timeout = -ERANGE;
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_SETTIMEOUT, 45), -ERANGE);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_GETTIMEOUT, 0), 30);
	toy.stop = -EIO;
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_SETOPTIONS, WDIOS_DISABLECARD), -EIO);
	toy.stop = 0;
	close_for_good(test, file);
}

static void nowayout_is_what_it_says(struct kunit *test)
{
	struct platform_device *pdev;
	struct file *file;

	toy.config.nowayout = true;
	toy.config.stop_on_unbind = true;
	pdev = bound(test, NAME, -1);
	file = opened(test, NODE);
	KUNIT_EXPECT_TRUE(test, toy.nowayout);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_SETOPTIONS, WDIOS_DISABLECARD),
			-EBUSY);
	KUNIT_EXPECT_STREQ(test, toy.asked, "r");
	/* it is closed when the device has gone: a module with one that runs must stay */
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_STREQ(test, toy.asked, "ru");
	close(file);
}

static void is_not_registered_twice(struct kunit *test)
{
	struct platform_device *pdev;

	toy.twice = true;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_STREQ(test, toy.asked, "tu");
	KUNIT_EXPECT_EQ(test, open_error(NODE), -ENOENT);
}

static void policies_are_set(struct kunit *test)
{
	struct platform_device *pdev;
	unsigned long status;

	for (unsigned int i = 0; i < 4; i++) {
		toy.config.stop_on_reboot = i & 1;
		toy.config.stop_on_unbind = i & 2;
		pdev = bound(test, NAME, -1);
		status = state_of(pdev)->watchdog.__device.status;
		KUNIT_EXPECT_EQ(test, test_bit(WDOG_STOP_ON_REBOOT, &status), !!(i & 1));
		KUNIT_EXPECT_EQ(test, test_bit(WDOG_STOP_ON_UNREGISTER, &status), !!(i & 2));
		KUNIT_EXPECT_FALSE(test, test_bit(WDOG_NO_WAY_OUT, &status));
		fake_device_gone(test, pdev);
	}
}

/* The device goes while a program has the file: what the driver is asked then. */
static void gone_with_open_file(struct kunit *test, const char *expected)
{
	struct platform_device *pdev = bound(test, NAME, -1);
	struct file *file = opened(test, NODE);

	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_STREQ(test, toy.asked, expected);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	KUNIT_EXPECT_EQ(test, open_error(NODE), -ENOENT);
	KUNIT_EXPECT_EQ(test, written(test, file, "x"), -ENODEV);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_SETTIMEOUT, 45), -ENODEV);
	KUNIT_EXPECT_EQ(test, command(test, file, WDIOC_KEEPALIVE, 0), -ENODEV);
	close(file);
	KUNIT_EXPECT_STREQ(test, toy.asked, expected);

	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	memset(toy.asked, 0, sizeof(toy.asked));
	file = opened(test, NODE);
	KUNIT_EXPECT_STREQ(test, toy.asked, "r");
	close_for_good(test, file);
}

static void runs_on_when_the_device_goes(struct kunit *test)
{
	gone_with_open_file(test, "ru");
}

/* and before its registers go */
static void stops_when_the_device_goes(struct kunit *test)
{
	toy.config.stop_on_unbind = true;
	gone_with_open_file(test, "rsu");
}

static struct kunit_case watchdog_cases[] = {
	KUNIT_CASE(says_what_it_is),
	KUNIT_CASE(long_name_is_cut),
	KUNIT_CASE(callbacks_are_called),
	KUNIT_CASE(without_ping_it_is_started_again),
	KUNIT_CASE(each_device_has_its_own),
	KUNIT_CASE(first_timeout_is_set_before_it_is_there),
	KUNIT_CASE(wanted_is_taken_if_it_is_in_range),
	KUNIT_CASE(errors_reach_the_program),
	KUNIT_CASE(nowayout_is_what_it_says),
	KUNIT_CASE(is_not_registered_twice),
	KUNIT_CASE(policies_are_set),
	KUNIT_CASE(runs_on_when_the_device_goes),
	KUNIT_CASE(stops_when_the_device_goes),
	{}
};

static struct kunit_suite watchdog_suite = {
	.name = "deed_watchdog",
	.init = watchdog_test_init,
	.exit = watchdog_test_exit,
	.test_cases = watchdog_cases,
};

kunit_test_suite(watchdog_suite);

MODULE_DESCRIPTION("Tests of watchdogs");
MODULE_LICENSE("GPL");
