// SPDX-License-Identifier: GPL-2.0
/*
 * PHYs under phylib's own state machine, on the simulated bus: links that come up, are
 * forced, flap and are lost.
 */
#include "sim_cable.h"
#include "sim_link.h"

TEST_F_TIMEOUT(link, comes_up_and_goes_down, 300)
{
	struct settings s;

	EXPECT_FALSE(sim_link());
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
	ASSERT_EQ(0, sim_settings(&s));
	EXPECT_EQ(AUTONEG_ENABLE, s.head.autoneg);
	ASSERT_EQ(0, sim_up(false));
	EXPECT_FALSE(sim_link());
	EXPECT_EQ(-ENODEV, sim_settings(&s)); /* no PHY while it is down */

	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
}

/* What the PHY was told to be. */
static long sim_control(void)
{
	return sim_reg(MII_BMCR) & (BMCR_ANENABLE | BMCR_SPEED1000 | BMCR_SPEED100 |
				    BMCR_FULLDPLX);
}

/* Marvell's PHY says what it does, which is what it was told when it was reset last. */
static bool sim_does(enum model model, unsigned int speed)
{
	return model != M88E1111 || sim_reg(17) >> 14 == (speed == SPEED_100);
}

TEST_F_TIMEOUT(link, is_what_it_is_forced_to_be, 300)
{
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_link()));
	ASSERT_EQ(0, sim_force(SPEED_10, DUPLEX_HALF));
	ASSERT_TRUE(until(sim_control() == 0));
	ASSERT_TRUE(until(sim_runs_at(SPEED_10, DUPLEX_HALF)));
	EXPECT_TRUE(sim_does(variant->model, SPEED_10));
	ASSERT_EQ(0, sim_force(SPEED_100, DUPLEX_FULL));
	ASSERT_TRUE(until(sim_control() == (BMCR_SPEED100 | BMCR_FULLDPLX)));
	ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
	EXPECT_TRUE(sim_does(variant->model, SPEED_100));
	ASSERT_EQ(0, sim_negotiate());
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
}

TEST_F_TIMEOUT(link, flaps, 300)
{
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_link()));
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(0, sim_set("unplugged", 1));
		ASSERT_TRUE(until(!sim_link()));
		ASSERT_EQ(0, sim_set("unplugged", 0));
		ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
	}
}

/* A reset that does not end is told to who wants the device up. */
TEST_F_TIMEOUT(link, is_not_up_while_reset_is_stuck, 300)
{
	ASSERT_EQ(0, sim_set("reset_stuck", 1));
	EXPECT_EQ(-ETIMEDOUT, sim_up(true));
	ASSERT_EQ(0, sim_set("reset_stuck", 0));
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
}

/* The simulated cable is broken after 51 m, a little later in each pair. */
TEST_F_TIMEOUT(link, is_back_after_a_cable_test, 300)
{
	bool can = variant->model == M88E1111;
	char text[256];
	long err;

	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_link()));
	err = sim_cable_test(text, sizeof(text));
	if (err == -ENOENT)
		SKIP(return, "this kernel has no netlink of ethtool's: see the stock kernel");
	ASSERT_EQ(can ? 0 : -EOPNOTSUPP, err);
	EXPECT_STREQ(can ? "0: result 1; 1: result 1; 2: result 1; 3: result 1; " : "", text);
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
	ASSERT_EQ(0, sim_set("unplugged", 1));
	ASSERT_TRUE(until(!sim_link()));
	ASSERT_EQ(can ? 0 : -EOPNOTSUPP, sim_cable_test(text, sizeof(text)));
	EXPECT_STREQ(can ? "0: result 2; 0: 5142 cm; 1: result 2; 1: 5223 cm; "
			   "2: result 2; 2: 5303 cm; 3: result 2; 3: 5383 cm; " : "", text);
	ASSERT_EQ(0, sim_set("unplugged", 0));
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
}

TEST_HARNESS_MAIN
