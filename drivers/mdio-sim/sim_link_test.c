// SPDX-License-Identifier: GPL-2.0
/*
 * PHYs under phylib's own state machine, on the simulated bus: links that come up, are
 * forced, flap and are lost.
 */
#include "sim_link.h"

/*
 * With the kernel's generic driver, which is bound again each time. Not in
 * sim_fault_test: in 6.12.117 phylib does not survive when that fails the second time
 * (phy_led_triggers_unregister() leaves phy_num_led_triggers as it was, and is called
 * again by phy_probe()).
 */
FIXTURE_VARIANT_ADD(link, m88e1111) { M88E1111, "", 1000 };

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

TEST_F_TIMEOUT(link, is_what_it_is_forced_to_be, 300)
{
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_link()));
	ASSERT_EQ(0, sim_force(SPEED_10, DUPLEX_HALF));
	ASSERT_TRUE(until(sim_control() == 0));
	ASSERT_TRUE(until(sim_runs_at(SPEED_10, DUPLEX_HALF)));
	ASSERT_EQ(0, sim_force(SPEED_100, DUPLEX_FULL));
	ASSERT_TRUE(until(sim_control() == (BMCR_SPEED100 | BMCR_FULLDPLX)));
	ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
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
	/* the kernel's generic driver does not reset */
	bool resets = *variant->driver;

	ASSERT_EQ(0, sim_set("reset_stuck", 1));
	EXPECT_EQ(resets ? -ETIMEDOUT : 0, sim_up(true));
	ASSERT_EQ(0, sim_set("reset_stuck", 0));
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)));
}

TEST_HARNESS_MAIN
