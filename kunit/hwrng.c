// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/hwrng.h>: what programs read is what the driver gave, and nobody
 * reads once the device has gone.
 *
 * The core has a thread that reads, too, whenever it likes. What tests look at is
 * what the driver was asked by the test's own thread.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>

#include <deed/hwrng.h>
#include <deed/platform.h>

#include "fake_platform.h"
#include "fault.h"
#include "file.h"
#include "story.h"
#include "thread.h"
#include "usermem.h"

deed_unsafe_file("tests read as a program would, and are the device");

#define NAME	"deed-toy-rng"
#define FOLDER	"/sys/class/misc/hw_random/"
#define ROOM	64 /* what the core asks for at once, in bytes */

DEED_DEVICE_TYPE(toy_device, struct deed_no_hw);

struct toy {
	struct toy_device dev;
	struct deed_hwrng rng;
};

/* What the driver was asked last, and what it answers. */
static struct {
	struct task_struct *reader;
	const struct toy *state;
	bool wait;
	unsigned int calls;
	u32 first; /* word */
	unsigned int words[4]; /* of each call; of later ones none */
	int err;
	unsigned int quality;
	bool twice;
	unsigned int starts, stays_from; /* in which the core's thread stays until it may leave */
	struct completion entered, leave;
	struct story story;
	unsigned int states;
} toy;

static char __user *buffer;

static void toy_release(struct toy *t)
{
	toy.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static deed_misuses("stays as long as a test wants")
int toy_read(const struct toy *t, const struct deed_no_hw *hw,
	     struct deed_hwrng_words *to, bool wait)
{
	unsigned int words;

	if (current != toy.reader) {
		if (toy.stays_from && toy.starts >= toy.stays_from) {
			complete(&toy.entered);
			wait_for_completion(&toy.leave);
		}
		return -EIO;
	}
	toy.state = hw == &t->dev.__hw ? t : NULL;
	toy.wait = wait;
	words = toy.calls < ARRAY_SIZE(toy.words) ? toy.words[toy.calls] : 0;
	toy.calls++;
	for (unsigned int i = 0; i < words; i++)
		deed_hwrng_give(to, toy.first + i);
	return toy.err;
}

DEED_HWRNG(toy_rng, toy_ref, dev, rng, toy_read);

static void toy_unmapped(void *data)
{
	story_tell(&toy.story, 'u');
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
	toy.starts++;
	err = toy_rng_register(scope, toy.quality);
	return !err && toy.twice ? toy_rng_register(scope, toy.quality) : err;
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int hwrng_test_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	toy.reader = current;
	init_completion(&toy.entered);
	init_completion(&toy.leave);
	buffer = user_page(test, PROT_READ | PROT_WRITE);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void hwrng_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

/* How many bytes a program gets into the buffer, or an errno. */
static ssize_t reads(struct kunit *test, size_t bytes, int flags)
{
	return reads_from(test, "/dev/hwrng", flags, buffer, bytes);
}

static void words_reach_the_reader(struct kunit *test)
{
	const u32 wanted[] = { 7, 8, 9 }, more[] = { 7 };
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	toy.first = 7;
	toy.words[0] = 3;
	toy.words[1] = 1;
	/* asks again for what is missing, and gets no more */
	KUNIT_EXPECT_EQ(test, reads(test, ROOM, O_NONBLOCK), 16);
	KUNIT_EXPECT_EQ(test, toy.calls, 3);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(pdev));
	USER_EXPECT(test, buffer, wanted, sizeof(wanted));
	USER_EXPECT(test, buffer + sizeof(wanted), more, sizeof(more));
}

static void reader_waits_or_not(struct kunit *test)
{
	fake_device(test, NAME, -1, NULL, 0);
	toy.words[0] = 1;
	KUNIT_EXPECT_EQ(test, reads(test, 4, 0), 4);
	KUNIT_EXPECT_TRUE(test, toy.wait);
	KUNIT_EXPECT_EQ(test, reads(test, 4, O_NONBLOCK), -EAGAIN);
	KUNIT_EXPECT_FALSE(test, toy.wait);
}

static void words_that_find_no_room_are_lost(struct kunit *test)
{
	u32 wanted[ROOM / sizeof(u32)];

	for (unsigned int i = 0; i < ARRAY_SIZE(wanted); i++)
		wanted[i] = 100 + i;
	fake_device(test, NAME, -1, NULL, 0);
	toy.first = 100;
	toy.words[0] = 1000;
	KUNIT_EXPECT_EQ(test, reads(test, ROOM + 4, O_NONBLOCK), ROOM);
	KUNIT_EXPECT_EQ(test, toy.calls, 2);
	USER_EXPECT(test, buffer, wanted, ROOM);
}

static void errors_reach_the_reader(struct kunit *test)
{
	fake_device(test, NAME, -1, NULL, 0);
	toy.err = -EPROTO;
	KUNIT_EXPECT_EQ(test, reads(test, 4, 0), -EPROTO);
	KUNIT_EXPECT_EQ(test, toy.calls, 1);
	/* unless there is something */
	toy.calls = 0;
	toy.words[0] = 2;
	KUNIT_EXPECT_EQ(test, reads(test, 8, 0), 8);
	/* no errno, and no length that the core must not believe */
	toy.calls = 3;
	toy.err = 1000;
	KUNIT_EXPECT_EQ(test, reads(test, 4, O_NONBLOCK), -EAGAIN);
}

static void room_is_counted(struct kunit *test)
{
	u8 bytes[14] = {};
	struct deed_hwrng_words to = { bytes, 10 };

	deed_hwrng_give(&to, 0x01020304);
	KUNIT_EXPECT_TRUE(test, deed_hwrng_wants(&to));
	deed_hwrng_give(&to, 0x05060708);
	KUNIT_EXPECT_FALSE(test, deed_hwrng_wants(&to));
	deed_hwrng_give(&to, 0x090a0b0c);
	KUNIT_EXPECT_EQ(test, __deed_hwrng_given(&to, 10, 0), 8);
	KUNIT_EXPECT_EQ(test, bytes[7], 5);
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes + 8, 0, 6));
}

static void expect_quality(struct kunit *test, unsigned int quality, const char *shown)
{
	struct platform_device *pdev;

	toy.quality = quality;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_current"), NAME);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_quality"), shown);
	fake_device_gone(test, pdev);
}

static void quality_is_in_range(struct kunit *test)
{
	expect_quality(test, 500, "500");
	expect_quality(test, 1024, "1024");
	expect_quality(test, 0, "1024");
	expect_quality(test, 1025, "1024");
	expect_quality(test, 0x10001, "1024");
}

static void each_device_has_its_own(struct kunit *test)
{
	struct platform_device *a, *b;

	toy.quality = 10;
	a = fake_device(test, NAME, 0, NULL, 0);
	toy.quality = 20;
	b = fake_device(test, NAME, 1, NULL, 0);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_available"), NAME ".0 " NAME ".1 none");
	KUNIT_EXPECT_EQ(test, reads(test, 4, O_NONBLOCK), -EAGAIN);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(b));
	device_release_driver(&b->dev);
	KUNIT_EXPECT_EQ(test, reads(test, 4, O_NONBLOCK), -EAGAIN);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(a));
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_available"), NAME ".0 none");
}

static void is_registered_once(struct kunit *test)
{
	struct platform_device *pdev;

	toy.twice = true;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_available"), "none");
	toy.twice = false;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_current"), NAME);
}

static void goes_with_the_device(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	KUNIT_EXPECT_EQ(test, reads(test, 4, 0), -ENODEV);
	KUNIT_EXPECT_EQ(test, toy.calls, 0);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_EQ(test, reads(test, 4, O_NONBLOCK), -EAGAIN);
}

static int unbinds(void *dev)
{
	device_release_driver(dev);
	return 0;
}

static void unbind_waits_for_who_reads(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct thread *unbinder;

	/* bound anew, for the core's thread to read anew */
	device_release_driver(&pdev->dev);
	/* the debug kernel binds it twice, and nobody lets who reads in between leave */
	toy.stays_from = toy.starts + 1 + IS_ENABLED(CONFIG_DEBUG_TEST_DRIVER_REMOVE);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&toy.entered, THREAD_PATIENCE));
	story_begin(&toy.story);
	unbinder = thread_start(test, unbinds, &pdev->dev);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinder));
	EXPECT_STORY(test, &toy.story, "");
	story_tell(&toy.story, 'l');
	complete_all(&toy.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, unbinder), 0);
	EXPECT_STORY(test, &toy.story, "lu");
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
		story_begin(&toy.story);
		fault_at(n);
		bound = device_attach(&pdev->dev);
		hit = fault_hit();
		if (bound)
			continue;
		failed++;
		KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_available"), "none");
		KUNIT_EXPECT_EQ(test, toy.states, 0);
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_GT(test, failed, 3);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_current"), NAME);
}

static struct kunit_case hwrng_cases[] = {
	KUNIT_CASE(words_reach_the_reader),
	KUNIT_CASE(reader_waits_or_not),
	KUNIT_CASE(words_that_find_no_room_are_lost),
	KUNIT_CASE(errors_reach_the_reader),
	KUNIT_CASE(room_is_counted),
	KUNIT_CASE(quality_is_in_range),
	KUNIT_CASE(each_device_has_its_own),
	KUNIT_CASE(is_registered_once),
	KUNIT_CASE(goes_with_the_device),
	KUNIT_CASE(unbind_waits_for_who_reads),
	KUNIT_CASE(nothing_is_left_of_what_failed),
	{}
};

static struct kunit_suite hwrng_suite = {
	.name = "deed_hwrng",
	.init = hwrng_test_init,
	.exit = hwrng_test_exit,
	.test_cases = hwrng_cases,
};

kunit_test_suite(hwrng_suite);

MODULE_DESCRIPTION("Tests of random number generators");
MODULE_LICENSE("GPL");
