// SPDX-License-Identifier: GPL-2.0
/*
 * Marvell's 88E1111 as QEMU has it, behind a Cadence GEM (macb) that phylink drives:
 * which driver it gets, links that come up, are forced and cut, and the way back; and
 * its LEDs, which scripts/guest/arm64.py has put into the device tree.
 *
 * DEED_MODULE names the driver's module: what passes with ours must pass with the
 * kernel's own, too, but that this one switches no LEDs. DEED_ROUNDS says how often the
 * link goes down and up, and the driver goes.
 */
#define DRIVER	"ff0c0000.ethernet"
#define ADDR	0x17
#include "../mdio-sim/sim_test.h"

#define PHY	"/sys/bus/mdio_bus/devices/" DRIVER "-ffffffff:17"
#define LED	24	/* what its lamps say */
#define OVERRIDE 25	/* and what they do instead, two bits for each */
#define BLINK	1
#define OFF	2
#define ON	3
#define LEDS	"/sys/class/leds/" DRIVER "-ffffffff:17:"

/* The first and the last one; phylib names them. */
static const struct led {
	const char *folder;
	unsigned int shift;
} led[] = {
	{ LEDS "green:activity", 0 },
	{ LEDS "amber:lan", 10 },
};

static const char *module_name(void)
{
	return getenv("DEED_MODULE") ?: "deed_m88e1111";
}

static bool ours(void)
{
	return !strncmp(module_name(), "deed_", strlen("deed_"));
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

static int led_put(const struct led *l, const char *file, const char *text)
{
	char name[PATH_MAX];

	return put(path(name, "%s/%s", l->folder, file), text);
}

static bool leds_there(void)
{
	return !access(led[0].folder, F_OK) && !access(led[1].folder, F_OK);
}

static bool leds_gone(void)
{
	return access(led[0].folder, F_OK) && access(led[1].folder, F_OK);
}

/* phylib shows LEDs with any driver; the kernel's own leaves them alone. */
static bool does(const struct led *l, unsigned int what)
{
	return (sim_reg(OVERRIDE) >> l->shift & 3) == (ours() ? what : 0);
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
	EXPECT_TRUE(leds_gone());
	/* the kernel's generic one steps in, which has no LEDs */
	EXPECT_EQ(0, sim_up(true));
	EXPECT_STREQ("Generic PHY", leads_to(PHY "/driver", text, sizeof(text)));
	EXPECT_TRUE(leds_gone());
	EXPECT_EQ(0, sim_up(false));
	ASSERT_EQ(0, load());
	EXPECT_STREQ(module_name(), leads_to(PHY "/driver/module", text, sizeof(text)));
}

TEST_F_TIMEOUT(gem, leds_are_on_and_off, 300)
{
	ASSERT_TRUE(leds_there());
	EXPECT_EQ(0, sim_reg(OVERRIDE));
	ASSERT_EQ(0, led_put(&led[0], "brightness", "1"));
	EXPECT_TRUE(does(&led[0], ON));
	ASSERT_EQ(0, led_put(&led[1], "brightness", "1"));
	EXPECT_TRUE(does(&led[1], ON));
	ASSERT_EQ(0, led_put(&led[0], "brightness", "0"));
	EXPECT_TRUE(does(&led[0], OFF));
	ASSERT_EQ(0, led_put(&led[1], "brightness", "0"));
	EXPECT_TRUE(does(&led[1], OFF));
	EXPECT_EQ(ours() ? OFF << 10 | OFF : 0, sim_reg(OVERRIDE));
}

/* By themselves if they can do it as fast as that, and if not, the kernel switches them. */
TEST_F_TIMEOUT(gem, leds_blink, 300)
{
	char text[64], file[PATH_MAX];

	for (unsigned int i = 0; i < 2; i++) {
		ASSERT_EQ(0, led_put(&led[i], "trigger", "timer"));
		EXPECT_TRUE(until(does(&led[i], BLINK)));
		get(path(file, "%s/delay_on", led[i].folder), text, sizeof(text));
		EXPECT_STREQ(ours() ? "42" : "500", text);
		ASSERT_EQ(0, led_put(&led[i], "delay_on", "100"));
		EXPECT_TRUE(until(does(&led[i], ON)));
		EXPECT_TRUE(until(does(&led[i], OFF)));
		EXPECT_TRUE(until(does(&led[i], ON)));
		ASSERT_EQ(0, led_put(&led[i], "trigger", "none"));
		EXPECT_TRUE(until(does(&led[i], OFF)));
		ASSERT_EQ(0, led_put(&led[i], "trigger", "timer"));
		EXPECT_TRUE(until(does(&led[i], BLINK)));
		ASSERT_EQ(0, led_put(&led[i], "brightness", "0"));
		EXPECT_TRUE(until(does(&led[i], OFF)));
	}
}

/* Somebody who switches a LED until he is told to stop. */
struct switcher {
	bool stop;
	unsigned long done, gone;	/* how often it was done, and there was no such LED */
	int strange;			/* any other error */
};

static void *switch_led(void *arg)
{
	struct switcher *s = arg;

	for (unsigned int i = 0; !__atomic_load_n(&s->stop, __ATOMIC_ACQUIRE); i++) {
		int err = led_put(&led[1], "brightness", i % 2 ? "1" : "0");

		if (!err)
			__atomic_add_fetch(&s->done, 1, __ATOMIC_RELEASE);
		else if (err == -ENOENT || err == -ENODEV)
			__atomic_add_fetch(&s->gone, 1, __ATOMIC_RELEASE);
		else
			s->strange = err;
	}
	return NULL;
}

/* Whether that happens once more. */
static bool again(unsigned long *count)
{
	unsigned long before = __atomic_load_n(count, __ATOMIC_ACQUIRE);

	return until(__atomic_load_n(count, __ATOMIC_ACQUIRE) > before);
}

/* One of them blinks meanwhile, and somebody switches the other one. */
TEST_F_TIMEOUT(gem, leds_go_with_the_driver, 600)
{
	int rounds = atoi(getenv("DEED_ROUNDS") ?: "10");
	struct switcher s = {};
	pthread_t thread;

	ASSERT_EQ(0, sim_up(false));
	ASSERT_EQ(0, pthread_create(&thread, NULL, switch_led, &s));
	for (int i = 0; i < rounds; i++) {
		EXPECT_TRUE(leds_there());
		EXPECT_EQ(0, led_put(&led[0], "trigger", "timer"));
		EXPECT_EQ(0, led_put(&led[0], "delay_on", i % 2 ? "1" : "42"));
		EXPECT_TRUE(again(&s.done));
		EXPECT_EQ(0, unload());
		EXPECT_TRUE(leds_gone());
		EXPECT_TRUE(again(&s.gone));
		EXPECT_EQ(0, load());
	}
	__atomic_store_n(&s.stop, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
	EXPECT_EQ(0, s.strange);
	EXPECT_TRUE(leds_there());
}

/* By sysfs nobody takes it away from ours. */
TEST(unbind)
{
	EXPECT_EQ(ours() ? -1 : 0, access(PHY "/driver/unbind", F_OK));
}

TEST_HARNESS_MAIN
