// SPDX-License-Identifier: GPL-2.0
/*
 * A generator of ports/timeriomem_rng, as programs see it. Its register is one of
 * QEMU's edu device, which gives back the complement of what was written to it.
 *
 * It knows nothing of how the driver is written: it must pass with the kernel's own
 * timeriomem-rng.ko, too. So the device has both platform data and properties.
 */
#include <kunit/test.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/sched/signal.h>
#include <linux/timeriomem-rng.h>

#include "../../kunit/fake_platform.h"
#include "../../kunit/file.h"
#include "../../kunit/thread.h"
#include "../../kunit/usermem.h"

deed_unsafe_file("makes the device, and reads as a program would");

#define NAME	"timeriomem_rng"
#define FOLDER	"/sys/class/misc/hw_random/"
#define EDU	0x1234, 0x11e8
#define ECHO	4 /* the register, in the BAR */

static struct pci_dev *edu;
static void __iomem *echo;
static char __user *buffer;

static void edu_end(void *data)
{
	iounmap(echo);
	pci_disable_device(edu);
	pci_dev_put(edu);
}

static int rng_test_init(struct kunit *test)
{
	edu = pci_get_device(EDU, NULL);
	KUNIT_ASSERT_NOT_NULL(test, edu);
	KUNIT_ASSERT_EQ(test, pci_enable_device(edu), 0);
	echo = ioremap(pci_resource_start(edu, 0) + ECHO, sizeof(u32));
	KUNIT_ASSERT_NOT_NULL(test, (void __force *)echo);
	buffer = user_page(test, PROT_READ | PROT_WRITE);
	return kunit_add_action_or_reset(test, edu_end, NULL);
}

static void sets(u32 value)
{
	writel(~value, echo);
}

/* Whether the core's thread has read, and sleeps until it wants more. */
static bool core_is_content(void)
{
	struct task_struct *task;
	bool is = true;

	rcu_read_lock();
	for_each_process(task)
		if (!strcmp(task->comm, "hwrng"))
			is = READ_ONCE(task->__state) & TASK_INTERRUPTIBLE;
	rcu_read_unlock();
	return is;
}

/* The kernel's own driver must not be unbound before. */
static void wait_for_core(struct kunit *test)
{
	unsigned long end = jiffies + THREAD_PATIENCE;
	bool is;

	while (!(is = core_is_content()) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_TRUE(test, is);
}

static void device_end(void *pdev)
{
	platform_device_unregister(pdev);
}

/* A device, bound if its driver takes it; without a period, it has no data at all. */
static struct platform_device *
device(struct kunit *test, size_t at, size_t size, unsigned int period, unsigned int quality)
{
	const struct timeriomem_rng_data data = { .period = period, .quality = quality };
	const struct property_entry properties[] = {
		PROPERTY_ENTRY_U32("period", period), PROPERTY_ENTRY_U32("quality", quality), {}
	};
	const struct resource memory = DEFINE_RES_MEM(pci_resource_start(edu, 0) + at, size);
	const struct platform_device_info info = {
		.name = NAME,
		.id = PLATFORM_DEVID_NONE,
		.res = &memory,
		.num_res = 1,
		.data = period ? &data : NULL,
		.size_data = sizeof(data),
		.properties = period ? properties : NULL,
	};
	struct platform_device *pdev = platform_device_register_full(&info);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, device_end, pdev), 0);
	return pdev;
}

/* One that works. */
static struct platform_device *working(struct kunit *test, unsigned int period)
{
	struct platform_device *pdev = device(test, ECHO, 4, period, 700);

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	return pdev;
}

/* How many bytes a program gets into the buffer, or an errno. */
static ssize_t reads(struct kunit *test, size_t bytes, int flags)
{
	return reads_from(test, "/dev/hwrng", flags, buffer, bytes);
}

/* The core keeps what nobody has read. */
static void drain(struct kunit *test)
{
	ssize_t n;

	wait_for_core(test);
	do
		n = reads(test, 4096, O_NONBLOCK);
	while (n > 4);
}

static void expect_words(struct kunit *test, unsigned int count, u32 wanted)
{
	u32 word;

	for (unsigned int i = 0; i < count; i++) {
		KUNIT_ASSERT_EQ(test, copy_from_user(&word, buffer + 4 * i, 4), 0);
		KUNIT_EXPECT_EQ(test, word, wanted);
	}
}

static void is_called_like_its_device(struct kunit *test)
{
	working(test, 10);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_current"), NAME);
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_quality"), "700");
	wait_for_core(test);
}

static void words_are_those_of_the_register(struct kunit *test)
{
	sets(0xcafe1234);
	working(test, 10);
	drain(test);
	for (u32 i = 0; i < 5; i++) {
		/* what is left of the last one was read before */
		drain(test);
		sets(0x1000 + i);
		KUNIT_EXPECT_EQ(test, reads(test, 200, 0), 200);
		expect_words(test, 50, 0x1000 + i);
	}
}

#define PERIOD	10000 /* us */

static void words_come_once_in_a_period(struct kunit *test)
{
	ktime_t start;

	working(test, PERIOD);
	drain(test);
	start = ktime_get();
	KUNIT_EXPECT_EQ(test, reads(test, 40 * 4, 0), 160);
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), start), 38 * PERIOD);
}

static void who_does_not_wait_gets_one_at_most(struct kunit *test)
{
	unsigned int words = 0, none = 0;
	unsigned long end;
	ktime_t start;

	working(test, PERIOD);
	drain(test);
	start = ktime_get();
	end = jiffies + THREAD_PATIENCE;
	while (words < 20 && time_before(jiffies, end)) {
		ssize_t n = reads(test, 4096, O_NONBLOCK);

		if (n > 0)
			words += n / 4;
		else
			none += n == -EAGAIN;
	}
	KUNIT_EXPECT_EQ(test, words, 20);
	KUNIT_EXPECT_GT(test, none, 0);
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), start), 18 * PERIOD);
}

static void shortest_period_is_kept_up_with(struct kunit *test)
{
	sets(77);
	working(test, 1);
	drain(test);
	for (unsigned int i = 0; i < 50; i++) {
		ssize_t n;

		KUNIT_EXPECT_EQ(test, reads(test, 400, 0), 400);
		n = reads(test, 4, O_NONBLOCK);
		KUNIT_EXPECT_TRUE(test, n == 4 || n == -EAGAIN);
	}
	expect_words(test, 100, 77);
	wait_for_core(test);
}

static void expect_unbound(struct kunit *test, struct platform_device *pdev)
{
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_STREQ(test, says(test, FOLDER "rng_available"), "none");
	kunit_release_action(test, device_end, pdev);
}

static void device_that_is_not_right_is_refused(struct kunit *test)
{
	expect_unbound(test, device(test, ECHO, 4, 0, 0)); /* no period */
	expect_unbound(test, device(test, ECHO, 2, 10, 0));
	expect_unbound(test, device(test, ECHO + 2, 4, 10, 0));
	expect_unbound(test, device(test, ECHO + 1, 8, 10, 0));
}

static void goes_with_the_device(struct kunit *test)
{
	struct platform_device *pdev = working(test, 10);

	for (int i = 0; i < 20; i++) {
		wait_for_core(test);
		device_release_driver(&pdev->dev);
		KUNIT_EXPECT_EQ(test, reads(test, 4, 0), -ENODEV);
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	}
	wait_for_core(test);
}

static bool is_port(struct platform_device *pdev)
{
	return !strcmp(module_name(pdev->dev.driver->owner), "deed_timeriomem_rng");
}

/*
 * The core's thread waits for a number when the device goes. The kernel's own driver
 * then cancels its timer, and waits for the thread, which waits for the timer.
 */
static void who_waits_is_woken_at_unbind(struct kunit *test)
{
	struct platform_device *pdev = working(test, 1);

	if (!is_port(pdev)) {
		wait_for_core(test);
		kunit_skip(test, "this driver would wait for ever");
	}
	kunit_release_action(test, device_end, pdev);
	pdev = working(test, 100 * USEC_PER_SEC);
	for (int i = 0; i < 20; i++) {
		ktime_t start = ktime_get();

		device_release_driver(&pdev->dev);
		KUNIT_EXPECT_LT(test, ktime_us_delta(ktime_get(), start), 50 * USEC_PER_SEC);
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

static struct kunit_case rng_cases[] = {
	KUNIT_CASE(is_called_like_its_device),
	KUNIT_CASE(words_are_those_of_the_register),
	KUNIT_CASE(words_come_once_in_a_period),
	KUNIT_CASE(who_does_not_wait_gets_one_at_most),
	KUNIT_CASE(shortest_period_is_kept_up_with),
	KUNIT_CASE(device_that_is_not_right_is_refused),
	KUNIT_CASE(goes_with_the_device),
	KUNIT_CASE(who_waits_is_woken_at_unbind),
	{}
};

static struct kunit_suite rng_suite = {
	.name = "deed_timeriomem_rng",
	.init = rng_test_init,
	.test_cases = rng_cases,
};

kunit_test_suite(rng_suite);

MODULE_DESCRIPTION("Tests of a random number generator");
MODULE_LICENSE("GPL");
