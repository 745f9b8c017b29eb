// SPDX-License-Identifier: GPL-2.0
/*
 * Marvell's 88E1111 as QEMU has it, behind a Cadence GEM (macb) that phylink drives:
 * which driver it gets, links that come up, are forced and cut, and the way back.
 *
 * DEED_MODULE names the driver's module: what passes with ours must pass with the
 * kernel's own, too. DEED_ROUNDS says how often the link goes down and up.
 */
#define DRIVER	"ff0c0000.ethernet"
#define ADDR	0x17
#include "../mdio-sim/sim_test.h"

#define PHY	"/sys/bus/mdio_bus/devices/" DRIVER "-ffffffff:17"
#define LED	24	/* what its lamps say */

static const char *module_name(void)
{
	return getenv("DEED_MODULE") ?: "deed_m88e1111";
}

/* The last word of a link's target; empty if there is none. */
static const char *leads_to(const char *link, char *name, size_t len)
{
	char target[PATH_MAX] = {}, *last;

	if (readlink(link, target, sizeof(target) - 1) < 0)
		*target = 0;
	last = strrchr(target, '/');
	snprintf(name, len, "%s", last ? last + 1 : "");
	return name;
}

static long unload(void)
{
	return result(syscall(SYS_delete_module, module_name(), O_NONBLOCK));
}

static long load(void)
{
	char file[PATH_MAX];
	int fd = open(path(file, "/modules/%s.ko", module_name()), O_RDONLY | O_CLOEXEC);
	long err = result(syscall(SYS_finit_module, fd, "", 0));

	close(fd);
	return err;
}

/* What the PHY was told to be; QEMU's has negotiated at once, and forgets the order. */
static long control(void)
{
	return sim_reg(MII_BMCR) & (BMCR_SPEED1000 | BMCR_SPEED100 | BMCR_FULLDPLX);
}

FIXTURE(gem) {};

FIXTURE_SETUP(gem)
{
	ASSERT_EQ(0, sim_up(true));
	ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
}

FIXTURE_TEARDOWN(gem)
{
	sim_negotiate();
	EXPECT_EQ(0, sim_up(false));
	EXPECT_FALSE(sim_link());
}

TEST_F_TIMEOUT(gem, has_its_driver, 300)
{
	char text[64];

	EXPECT_STREQ(module_name(), leads_to(PHY "/driver/module", text, sizeof(text)));
	EXPECT_STREQ("0x01410cc2", get(PHY "/phy_id", text, sizeof(text)));
	EXPECT_STREQ("rgmii-id", get(PHY "/phy_interface", text, sizeof(text)));
	EXPECT_EQ(0x0141, sim_reg(MII_PHYSID1));
	EXPECT_EQ(0x0cc2, sim_reg(MII_PHYSID2));
}

static long write_reg(unsigned int reg, unsigned int value)
{
	struct ifreq r = {};
	struct mii_ioctl_data *mii = (void *)&r.ifr_data;

	*mii = (struct mii_ioctl_data){ .phy_id = ADDR, .reg_num = reg, .val_in = value };
	return sim_request(SIOCSMIIREG, &r);
}

TEST_F_TIMEOUT(gem, keeps_what_was_written, 300)
{
	ASSERT_EQ(0, write_reg(LED, 0x4111));
	EXPECT_EQ(0x4111, sim_reg(LED));
	/* who configures it sets the lamps, too */
	ASSERT_EQ(0, sim_force(SPEED_100, DUPLEX_FULL));
	EXPECT_TRUE(until(sim_reg(LED) == 0x4100));
}

TEST_F_TIMEOUT(gem, is_what_it_is_forced_to_be, 300)
{
	struct settings s;

	ASSERT_EQ(0, sim_force(SPEED_10, DUPLEX_HALF));
	ASSERT_TRUE(until(control() == 0));
	ASSERT_TRUE(until(sim_runs_at(SPEED_10, DUPLEX_HALF)));
	ASSERT_EQ(0, sim_force(SPEED_100, DUPLEX_HALF));
	ASSERT_TRUE(until(control() == BMCR_SPEED100));
	ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_HALF)));
	ASSERT_EQ(0, sim_force(SPEED_10, DUPLEX_FULL));
	ASSERT_TRUE(until(control() == BMCR_FULLDPLX));
	ASSERT_TRUE(until(sim_runs_at(SPEED_10, DUPLEX_FULL)));
	ASSERT_EQ(0, sim_negotiate());
	ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
	ASSERT_EQ(0, sim_settings(&s));
	EXPECT_EQ(AUTONEG_ENABLE, s.head.autoneg);
}

TEST_F_TIMEOUT(gem, sees_the_cable_go, 300)
{
	static const struct device cable = { .host_name = "gem0" };

	for (int i = 0; i < 3; i++) {
		ask_host("cut", &cable);
		ASSERT_TRUE(until(!sim_link()));
		ask_host("mend", &cable);
		ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
	}
}

TEST_F_TIMEOUT(gem, goes_down_and_up, 600)
{
	int rounds = atoi(getenv("DEED_ROUNDS") ?: "10");

	for (int i = 0; i < rounds; i++) {
		ASSERT_EQ(0, sim_up(false));
		ASSERT_FALSE(sim_link());
		ASSERT_EQ(0, sim_up(true));
		ASSERT_TRUE(until(sim_runs_at(SPEED_100, DUPLEX_FULL)));
	}
}

TEST_F_TIMEOUT(gem, keeps_its_driver_while_it_is_up, 300)
{
	char text[64];

	EXPECT_EQ(-EAGAIN, unload());
	EXPECT_TRUE(sim_link());
	ASSERT_EQ(0, sim_up(false));
	ASSERT_EQ(0, unload());
	EXPECT_STREQ("", leads_to(PHY "/driver", text, sizeof(text)));
	/* the kernel's generic one steps in */
	EXPECT_EQ(0, sim_up(true));
	EXPECT_STREQ("Generic PHY", leads_to(PHY "/driver", text, sizeof(text)));
	EXPECT_EQ(0, sim_up(false));
	ASSERT_EQ(0, load());
	EXPECT_STREQ(module_name(), leads_to(PHY "/driver/module", text, sizeof(text)));
}

/* By sysfs nobody takes it away from ours. */
TEST(unbind)
{
	bool ours = !strncmp(module_name(), "deed_", strlen("deed_"));

	EXPECT_EQ(ours ? -1 : 0, access(PHY "/driver/unbind", F_OK));
}

TEST_HARNESS_MAIN
