// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-edu<N>: suspend and resume, with callers inside. The kernel goes to
 * sleep as far as its test mode says, and comes back at once: "devices" is after
 * the drivers' suspend callbacks, "platform" also after the PCI core has saved the
 * device and taken its interrupt away.
 *
 * Source: Documentation/power/basic-pm-debugging.rst.
 */
#include "edu_test.h"

#define POWER	"/sys/power/"

FIXTURE(suspend)
{
	struct device device[2];
	int fd[2];
};

FIXTURE_VARIANT(suspend)
{
	const char *depth;
};

FIXTURE_VARIANT_ADD(suspend, devices) { "devices" };
FIXTURE_VARIANT_ADD(suspend, platform) { "platform" };

FIXTURE_SETUP(suspend)
{
	edu_begin(_metadata, self->device, self->fd);
	/* how many seconds it stays down */
	ASSERT_EQ(0, put("/sys/module/suspend/parameters/pm_test_delay", "0"));
	ASSERT_EQ(0, put(POWER "pm_test", variant->depth));
}

FIXTURE_TEARDOWN(suspend)
{
	put(POWER "pm_test", "none");
	close(self->fd[0]);
	close(self->fd[1]);
}

struct caller {
	pthread_t thread;
	int fd;
	bool stop;
	unsigned int calls;
	long result;
};

static void *run(void *arg)
{
	struct caller *c = arg;

	while (!c->result && !__atomic_load_n(&c->stop, __ATOMIC_ACQUIRE)) {
		c->result = edu_factorial(c->fd, c->calls % 13, TIMEOUT_MS);
		__atomic_add_fetch(&c->calls, 1, __ATOMIC_RELEASE);
	}
	return NULL;
}

static unsigned int calls(struct caller *c)
{
	return __atomic_load_n(&c->calls, __ATOMIC_ACQUIRE);
}

#define CALLERS	4

/* Their calls are cut short by the freezer, and begin anew. */
TEST_F_TIMEOUT(suspend, with_callers_inside, 600)
{
	struct caller c[CALLERS] = {};

	for (int i = 0; i < CALLERS; i++) {
		c[i].fd = self->fd[i & 1];
		ASSERT_EQ(0, pthread_create(&c[i].thread, NULL, run, &c[i]));
	}
	for (int round = 0; round < 5; round++) {
		unsigned int before[CALLERS];

		for (int i = 0; i < CALLERS; i++) {
			before[i] = calls(&c[i]);
			ASSERT_TRUE(until(calls(&c[i]) > before[i]));
		}
		ASSERT_EQ(0, put(POWER "state", "freeze"));
		for (int i = 0; i < CALLERS; i++) {
			before[i] = calls(&c[i]);
			EXPECT_TRUE(until(calls(&c[i]) > before[i] + 1));
		}
	}
	for (int i = 0; i < CALLERS; i++) {
		__atomic_store_n(&c[i].stop, true, __ATOMIC_RELEASE);
		pthread_join(c[i].thread, NULL);
		EXPECT_EQ(0, c[i].result);
	}
}

/* Who waits for a device that does not answer waits on, and can still be disturbed. */
TEST_F_TIMEOUT(suspend, while_the_device_is_silent, 600)
{
	struct deed_edu_factorial f = { .n = 3, .timeout_ms = DEED_EDU_TIMEOUT_MAX };
	struct task t;

	handle(SIGUSR1, 0);
	ASSERT_TRUE(edu_mute(&self->device[0], true));
	start(&t, SYS_ioctl, self->fd[0], DEED_EDU_FACTORIAL, (long)&f);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(0, put(POWER "state", "freeze"));
	ASSERT_TRUE(blocked(&t));
	disturb(&t, SIGUSR1);
	EXPECT_EQ(-EINTR, finish(&t));
	ASSERT_TRUE(edu_mute(&self->device[0], false));
	EXPECT_EQ(0, edu_factorial(self->fd[0], 5, TIMEOUT_MS));
}

TEST_HARNESS_MAIN
