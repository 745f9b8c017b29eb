// SPDX-License-Identifier: GPL-2.0
/*
 * The simulated bus and its network device go while they are used: unbound with the
 * interface up and callers inside, suspended, and without their PHY's driver.
 */
#include "sim_test.h"

FIXTURE(going) {};

FIXTURE_SETUP(going)
{
	ASSERT_EQ(0, sim_load(AX88772A));
	ASSERT_EQ(0, sim_up(true));
}

FIXTURE_TEARDOWN(going)
{
	sim_up(false);
}

/* Who asks the PHY and the link for as long as there is a network device. */
struct caller {
	pthread_t thread;
	bool stop;
	unsigned int calls, gone;
};

static void *ask(void *arg)
{
	struct caller *c = arg;

	while (!__atomic_load_n(&c->stop, __ATOMIC_ACQUIRE)) {
		struct settings s;

		if (sim_reg(MII_BMSR) < 0 || sim_settings(&s))
			__atomic_add_fetch(&c->gone, 1, __ATOMIC_RELEASE);
		else
			__atomic_add_fetch(&c->calls, 1, __ATOMIC_RELEASE);
	}
	return NULL;
}

#define CALLERS	4

static unsigned int calls(struct caller *c)
{
	unsigned int sum = 0;

	for (int i = 0; i < CALLERS; i++)
		sum += __atomic_load_n(&c[i].calls, __ATOMIC_ACQUIRE);
	return sum;
}

TEST_F_TIMEOUT(going, unbound_with_callers_inside, 3600)
{
	const char *all = getenv("DEED_ROUNDS");
	int rounds = all ? atoi(all) : 50;
	struct caller c[CALLERS] = {};

	for (int i = 0; i < CALLERS; i++)
		ASSERT_EQ(0, pthread_create(&c[i].thread, NULL, ask, &c[i]));
	for (int i = 0; i < rounds && !_metadata->exit_code; i++) {
		unsigned int before = calls(c);
		char name[IFNAMSIZ];

		EXPECT_TRUE(until(calls(c) > before));
		EXPECT_EQ(0, bind_device(&sim_device, false));
		EXPECT_STREQ("", sim_name(name, sizeof(name)));
		EXPECT_EQ(0, bind_device(&sim_device, true));
		EXPECT_EQ(0, sim_up(true));
	}
	for (int i = 0; i < CALLERS; i++) {
		__atomic_store_n(&c[i].stop, true, __ATOMIC_RELEASE);
		pthread_join(c[i].thread, NULL);
	}
	TH_LOG("%d rounds, %u calls", rounds, calls(c));
	EXPECT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
}

TEST_F_TIMEOUT(going, suspended_and_resumed, 600)
{
	ASSERT_EQ(0, put("/sys/module/suspend/parameters/pm_test_delay", "0"));
	ASSERT_EQ(0, put("/sys/power/pm_test", "devices"));
	for (int i = 0; i < 5; i++) {
		EXPECT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
		EXPECT_EQ(0, put("/sys/power/state", "mem"));
	}
	EXPECT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
	EXPECT_EQ(0, sim_reg(MII_BMCR) & BMCR_PDOWN);
	put("/sys/power/pm_test", "none");
}

/* A driver that is in use cannot be unloaded; when the interface is down, it can. */
TEST_F_TIMEOUT(going, without_its_driver, 600)
{
	int fd = open("/modules/deed_asix.ko", O_RDONLY | O_CLOEXEC);
	char name[64];

	EXPECT_EQ(-EAGAIN, result(syscall(SYS_delete_module, "deed_asix", O_NONBLOCK)));
	EXPECT_TRUE(until(sim_link()));
	ASSERT_EQ(0, sim_up(false));
	EXPECT_EQ(0, result(syscall(SYS_delete_module, "deed_asix", O_NONBLOCK)));
	EXPECT_STREQ("", sim_driver(name, sizeof(name)));
	/* the kernel's generic one steps in */
	EXPECT_EQ(0, sim_up(true));
	EXPECT_STREQ("Generic PHY", sim_driver(name, sizeof(name)));
	EXPECT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
	EXPECT_EQ(0, sim_up(false));
	EXPECT_EQ(0, result(syscall(SYS_finit_module, fd, "", 0)));
	EXPECT_STREQ("Asix Electronics AX88772A", sim_driver(name, sizeof(name)));
	close(fd);
}

TEST_HARNESS_MAIN
