// SPDX-License-Identifier: GPL-2.0
/*
 * A PHY of clause 45 on the simulated bus, which the kernel's generic driver drives: up
 * to 10 Gbit/s.
 */
#include "sim_test.h"

FIXTURE(c45) {};

FIXTURE_SETUP(c45)
{
	ASSERT_EQ(0, sim_load(CLAUSE45));
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_runs_at(SPEED_10000, DUPLEX_FULL)));
}

FIXTURE_TEARDOWN(c45)
{
	sim_up(false);
	EXPECT_EQ(0, sim_load(AX88772A));
}

TEST_F_TIMEOUT(c45, is_found_and_negotiates, 300)
{
	char name[64];
	struct settings s;

	EXPECT_STREQ("Generic Clause 45 PHY", sim_driver(name, sizeof(name)));
	ASSERT_EQ(0, sim_settings(&s));
	EXPECT_EQ(AUTONEG_ENABLE, s.head.autoneg);
}

TEST_F_TIMEOUT(c45, is_what_it_is_forced_to_be, 300)
{
	ASSERT_EQ(0, sim_force(SPEED_1000, DUPLEX_FULL));
	ASSERT_TRUE(until(sim_runs_at(SPEED_1000, DUPLEX_FULL)));
	ASSERT_EQ(0, sim_negotiate());
	ASSERT_TRUE(until(sim_runs_at(SPEED_10000, DUPLEX_FULL)));
}

TEST_F_TIMEOUT(c45, flaps, 300)
{
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(0, sim_set("unplugged", 1));
		ASSERT_TRUE(until(!sim_link()));
		ASSERT_EQ(0, sim_set("unplugged", 0));
		ASSERT_TRUE(until(sim_runs_at(SPEED_10000, DUPLEX_FULL)));
	}
}

/* What both ends can do is not known, so nothing can be agreed on. */
TEST_F_TIMEOUT(c45, has_no_speed_if_the_partner_is_silent, 300)
{
	ASSERT_EQ(0, sim_up(false));
	ASSERT_EQ(0, sim_set("partner_silent", 1));
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_link()));
	EXPECT_TRUE(sim_runs_at((unsigned int)SPEED_UNKNOWN, DUPLEX_UNKNOWN));
}

TEST_HARNESS_MAIN
