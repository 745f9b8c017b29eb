// SPDX-License-Identifier: GPL-2.0
/*
 * PHYs under phylib's own state machine, on the simulated bus, whose accesses fail. phylib
 * warns of those that its state machine makes. Not with the kernel's generic driver: see
 * the end of Documentation/phy.rst.
 */
#include "sim_link.h"

/*
 * Each access fails once, in turn, with one errno and with the other. Then either it
 * is not up, or phylib says that there is no link; the next time it has one.
 */
TEST_F_TIMEOUT(link, survives_each_access_that_fails, 1800)
{
	static const char *const knob[] = { "error_in", "timeout_in" };
	int n = 0;

	for (bool reached = true; reached && n < 200; n++) {
		long err;

		ASSERT_EQ(0, sim_set(knob[n & 1], n + 1));
		err = sim_up(true);
		EXPECT_TRUE(!err || err == (n & 1 ? -ETIMEDOUT : -EIO))
			TH_LOG("access %d: %ld", n + 1, err);
		if (!err)
			until(sim_link() || !sim_get(knob[n & 1]));
		reached = !sim_get(knob[n & 1]);
		ASSERT_EQ(0, sim_set(knob[n & 1], 0));
		if (!err)
			ASSERT_EQ(0, sim_up(false));
		ASSERT_EQ(0, sim_up(true));
		ASSERT_TRUE(until(sim_runs_at(variant->best, DUPLEX_FULL)))
			TH_LOG("after access %d had failed", n + 1);
		ASSERT_EQ(0, sim_up(false));
	}
	EXPECT_LT(10, n);
	EXPECT_GT(200, n);
	TH_LOG("%d accesses failed", n - 1);
}

TEST_HARNESS_MAIN
