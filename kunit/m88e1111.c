// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of drivers/phy/m88e1111.c on a fake PHY: what it asks and tells, what it makes of
 * the answers, and that each access that fails is told, with the page left as it was.
 */
#include <kunit/test.h>
#include <linux/ethtool_netlink.h>
#include <linux/module.h>

#include <deed/module.h>

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "../drivers/phy/m88e1111.c"

#include "fake_phy.h"
#include "quiet.h"

deed_unsafe_file("asks as phylib would, and is the PHY");

#define ID		0x01410cc2
#define OTHER_PAGE	1 /* that somebody had selected */
/* What becomes of a result of the cable test: on some kernels nobody can be told */
#define TOLD		(IS_ENABLED(CONFIG_ETHTOOL_NETLINK) ? 0 : -EOPNOTSUPP)

#define SCR		16
#define SSR		17
#define IMASK		18
#define IEVENT		19
#define EXT_CR		20
#define RX		21
#define LED		24
#define OVERRIDE	25
#define EXT_SR		27
#define VCT		28

static struct fake_phy fake;

static deed_misuses("registered before each test, and dropped after it")
struct m88e1111s registered;

static deed_misuses("what a module's exit does, for each test")
void unregister(void *unused)
{
	m88e1111s_drop(&registered);
}

static deed_misuses("what a module's start does, for each test")
int m88e1111_test_init(struct kunit *test)
{
	registered = m88e1111s_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return kunit_add_action_or_reset(test, unregister, NULL);
}

/* One that can do 1000 Mbit/s, wired for copper. */
static struct phy_device *plug(struct kunit *test)
{
	fake_phy_preset(&fake, ID);
	fake.regs[0][MII_BMSR] |= BMSR_ESTATEN;
	fake.regs[0][MII_ESTATUS] = ESTATUS_1000_TFULL | ESTATUS_1000_THALF;
	fake.regs[0][EXT_SR] = 0x800f;
	fake_phy_plug(test, &fake);
	KUNIT_ASSERT_NOT_NULL(test, fake.phydev->drv);
	/* what is behind registers 13 and 14 of the fake one is not EEE */
	linkmode_zero(fake.phydev->supported_eee);
	return fake.phydev;
}

/* As phylib asks, and with what it has locked. */
static int init(struct phy_device *phydev)
{
	return phydev->drv->config_init(phydev);
}

static int aneg(struct phy_device *phydev)
{
	guard(mutex)(&phydev->lock);
	return phydev->drv->config_aneg(phydev);
}

static int status(struct phy_device *phydev)
{
	guard(mutex)(&phydev->lock);
	return phy_read_status(phydev);
}

static int interrupts_on(struct phy_device *phydev)
{
	phydev->interrupts = PHY_INTERRUPT_ENABLED;
	return phydev->drv->config_intr(phydev);
}

static int interrupts_off(struct phy_device *phydev)
{
	phydev->interrupts = PHY_INTERRUPT_DISABLED;
	return phydev->drv->config_intr(phydev);
}

static int cable_start(struct phy_device *phydev)
{
	guard(mutex)(&phydev->lock);
	return phydev->drv->cable_test_start(phydev);
}

/* As if a test was under way, whose results nobody waits for. */
static int cable_status_over(struct phy_device *phydev, bool *over)
{
	int err;

	*over = false;
	guard(mutex)(&phydev->lock);
	ethnl_cable_test_alloc(phydev, ETHTOOL_MSG_CABLE_TEST_NTF);
	phydev->state = PHY_CABLETEST;
	err = phydev->drv->cable_test_get_status(phydev, over);
	phydev->state = PHY_READY;
	ethnl_cable_test_free(phydev);
	return err;
}

static int cable_status(struct phy_device *phydev)
{
	bool over;

	return cable_status_over(phydev, &over);
}

static int led_set(struct phy_device *phydev, u8 led, enum led_brightness value)
{
	guard(mutex)(&phydev->lock);
	return phydev->drv->led_brightness_set(phydev, led, value);
}

static int led_blink(struct phy_device *phydev, u8 led, unsigned long *on, unsigned long *off)
{
	guard(mutex)(&phydev->lock);
	return phydev->drv->led_blink_set(phydev, led, on, off);
}

static int led_on(struct phy_device *phydev)
{
	return led_set(phydev, 3, LED_ON);
}

static int led_blinks(struct phy_device *phydev)
{
	unsigned long on = 0, off = 0;

	return led_blink(phydev, 3, &on, &off);
}

/* How often it is reset. */
static unsigned int resets(void)
{
	unsigned int n = 0;

	for (const char *at = fake.log; (at = strstr(at, "w0=")); at++) {
		unsigned int value;

		n += sscanf(at, "w0=%x", &value) == 1 && value & BMCR_RESET;
	}
	return n;
}

static void each_revision_has_the_driver(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, plug(test)->drv->name, "Marvell 88E1111");
	KUNIT_EXPECT_EQ(test, fake.phydev->drv->flags, PHY_POLL_CABLE_TEST);
	KUNIT_EXPECT_EQ(test, fake.phydev->drv->phy_id_mask, 0xfffffff0);
}

/* After three attempts at 1000 Mbit/s; what else stands there stays. */
static void downshift_is_on(struct kunit *test)
{
	struct phy_device *phydev = plug(test);

	fake.regs[0][EXT_CR] = 0x7e6d;
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, init(phydev), 0);
	KUNIT_EXPECT_EQ(test, fake.regs[0][EXT_CR], 0x756d);
	KUNIT_EXPECT_EQ(test, fake.regs[0][EXT_SR], 0x800f);
	KUNIT_EXPECT_EQ(test, resets(), 2);
}

static void delays_fit_the_wires(struct kunit *test)
{
	static const struct {
		phy_interface_t mode;
		u16 delays, wires;
	} cases[] = {
		{ PHY_INTERFACE_MODE_RGMII, 0, 0x800b },
		{ PHY_INTERFACE_MODE_RGMII_ID, 0x82, 0x800b },
		{ PHY_INTERFACE_MODE_RGMII_RXID, 0x80, 0x800b },
		{ PHY_INTERFACE_MODE_RGMII_TXID, 0x02, 0x800b },
		/* what the pins said stays */
		{ PHY_INTERFACE_MODE_GMII, 0x82, 0x800f },
		{ PHY_INTERFACE_MODE_MII, 0x82, 0x800f },
	};
	struct phy_device *phydev = plug(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		fake.regs[0][EXT_CR] = 0x82;
		fake.regs[0][EXT_SR] = 0x800f;
		phydev->interface = cases[i].mode;
		KUNIT_EXPECT_EQ(test, init(phydev), 0);
		KUNIT_EXPECT_EQ(test, fake.regs[0][EXT_CR] & 0x82, cases[i].delays);
		KUNIT_EXPECT_EQ(test, fake.regs[0][EXT_SR], cases[i].wires);
	}
}

static void other_wires_are_refused(struct kunit *test)
{
	static const phy_interface_t others[] = {
		PHY_INTERFACE_MODE_SGMII, PHY_INTERFACE_MODE_RTBI,
		PHY_INTERFACE_MODE_1000BASEX, PHY_INTERFACE_MODE_NA,
	};
	struct phy_device *phydev = plug(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(others); i++) {
		phydev->interface = others[i];
		KUNIT_EXPECT_EQ(test, init(phydev), -EOPNOTSUPP);
	}
	phydev->interface = PHY_INTERFACE_MODE_RGMII;
	fake.regs[0][EXT_SR] = 0x200f; /* the fiber has won */
	KUNIT_EXPECT_EQ(test, init(phydev), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, fake.regs[0][EXT_SR], 0x200f);
	fake.regs[0][EXT_SR] = 0x8008; /* the other side speaks 1000BASE-X */
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, aneg(phydev), -EOPNOTSUPP);
	KUNIT_EXPECT_STREQ(test, fake.log, "r27 ");
}

/* It is reset if that is new, or if the speed is forced. */
static void pairs_are_swapped_as_the_user_wants(struct kunit *test)
{
	static const struct {
		u8 wanted;
		int autoneg;
		u16 control;
		unsigned int resets;
	} cases[] = {
		{ ETH_TP_MDI_INVALID, AUTONEG_ENABLE, 0x60, 1 },
		{ ETH_TP_MDI_AUTO, AUTONEG_ENABLE, 0x60, 0 },
		{ ETH_TP_MDI, AUTONEG_ENABLE, 0x00, 1 },
		{ ETH_TP_MDI, AUTONEG_DISABLE, 0x00, 1 },
		{ ETH_TP_MDI_X, AUTONEG_ENABLE, 0x20, 1 },
		{ ETH_TP_MDI_X, AUTONEG_ENABLE, 0x20, 0 },
	};
	struct phy_device *phydev = plug(test);

	fake.regs[0][SCR] = 0x8008;
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		phydev->mdix_ctrl = cases[i].wanted;
		phydev->autoneg = cases[i].autoneg;
		fake_phy_log(&fake);
		KUNIT_EXPECT_EQ(test, aneg(phydev), 0);
		KUNIT_EXPECT_EQ(test, fake.regs[0][SCR], 0x8008 | cases[i].control);
		KUNIT_EXPECT_EQ(test, resets(), cases[i].resets);
		KUNIT_EXPECT_EQ(test, fake.regs[0][LED], 0x4100);
	}
}

/* Which need not be the best that both can. */
static void speed_is_what_the_phy_says(struct kunit *test)
{
	static const struct {
		u16 says;
		int speed, duplex;
	} cases[] = {
		{ 0xac00, SPEED_1000, DUPLEX_FULL }, { 0x8c00, SPEED_1000, DUPLEX_HALF },
		{ 0x6c00, SPEED_100, DUPLEX_FULL }, { 0x4c00, SPEED_100, DUPLEX_HALF },
		{ 0x2c00, SPEED_10, DUPLEX_FULL }, { 0x0c00, SPEED_10, DUPLEX_HALF },
	};
	struct phy_device *phydev = plug(test);

	fake.regs[0][MII_LPA] |= LPA_PAUSE_CAP;
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		fake.regs[0][SSR] = cases[i].says;
		KUNIT_EXPECT_EQ(test, status(phydev), 0);
		KUNIT_EXPECT_TRUE(test, phydev->link);
		KUNIT_EXPECT_EQ(test, phydev->speed, cases[i].speed);
		KUNIT_EXPECT_EQ(test, phydev->duplex, cases[i].duplex);
		KUNIT_EXPECT_EQ(test, phydev->pause, cases[i].duplex == DUPLEX_FULL);
	}
}

static void link_is_down_until_the_speed_is_known(struct kunit *test)
{
	struct phy_device *phydev = plug(test);

	fake.regs[0][SSR] = 0xac00;
	KUNIT_EXPECT_EQ(test, status(phydev), 0);
	fake.regs[0][SSR] = 0xa400;
	KUNIT_EXPECT_EQ(test, status(phydev), 0);
	KUNIT_EXPECT_FALSE(test, phydev->link);
	KUNIT_EXPECT_EQ(test, phydev->speed, SPEED_UNKNOWN);
	KUNIT_EXPECT_TRUE(test, linkmode_empty(phydev->lp_advertising));
}

static void speed_that_is_forced_stands_in_bmcr(struct kunit *test)
{
	struct phy_device *phydev = plug(test);

	phydev->autoneg = AUTONEG_DISABLE;
	fake.regs[0][SSR] = 0xac00;
	fake.regs[0][MII_BMCR] = BMCR_SPEED100;
	KUNIT_EXPECT_EQ(test, status(phydev), 0);
	KUNIT_EXPECT_TRUE(test, phydev->link);
	KUNIT_EXPECT_EQ(test, phydev->speed, SPEED_100);
	KUNIT_EXPECT_EQ(test, phydev->duplex, DUPLEX_HALF);
}

static void counters_add_up(struct kunit *test)
{
	struct phy_device *phydev = plug(test);
	u64 values[2];

	fake.paged = true;
	fake.regs[0][FAKE_PHY_PAGE] = OTHER_PAGE;
	fake.regs[0][RX] = 0xfff0;
	fake.regs[0][MII_STAT1000] = 0x3c07;
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_sset_count(phydev), 2);
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(phydev, NULL, values), 0);
	KUNIT_EXPECT_EQ(test, values[0], 0xfff0);
	KUNIT_EXPECT_EQ(test, values[1], 7);
	fake_phy_log(&fake);
	fake.fail_at = 3; /* what was counted before is not lost */
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(phydev, NULL, values), 0);
	KUNIT_EXPECT_STREQ(test, fake.log, "r22 w22=0 r21 w22=1 r22 w22=0 r10 w22=1 ");
	KUNIT_EXPECT_EQ(test, values[0], U64_MAX);
	KUNIT_EXPECT_EQ(test, values[1], 14);
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(phydev, NULL, values), 0);
	KUNIT_EXPECT_EQ(test, values[0], 2 * 0xfff0);
	KUNIT_EXPECT_EQ(test, values[1], 21);
}

/* Four accesses for each; the last one selects the page from before. */
static void counters_that_cannot_be_read_are_all_ones(struct kunit *test)
{
	struct phy_device *phydev = plug(test);
	u64 values[2];

	for (unsigned int n = 1; n <= 8; n++) {
		fake.regs[0][FAKE_PHY_PAGE] = OTHER_PAGE;
		fake_phy_log(&fake);
		fake.fail_at = n;
		KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(phydev, NULL, values), 0);
		KUNIT_EXPECT_EQ(test, values[0], n <= 4 ? U64_MAX : 0);
		KUNIT_EXPECT_EQ(test, values[1], n <= 4 ? 0 : U64_MAX);
		if (n != 4 && n != 8)
			KUNIT_EXPECT_EQ(test, fake.regs[0][FAKE_PHY_PAGE], OTHER_PAGE);
	}
}

static void interrupts_are_on_and_off(struct kunit *test)
{
	struct phy_device *phydev = plug(test);

	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, interrupts_on(phydev), 0);
	KUNIT_EXPECT_STREQ(test, fake.log, "r19 w18=6400 ");
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, interrupts_off(phydev), 0);
	KUNIT_EXPECT_STREQ(test, fake.log, "w18=0 r19 ");
}

static void interrupts_of_others_are_not_handled(struct kunit *test)
{
	struct phy_device *phydev = plug(test);
	int level;

	fake_phy_attach(test, &fake);
	mutex_lock(&phydev->lock);
	fake.regs[0][IEVENT] = (u16)~0x6400;
	KUNIT_EXPECT_EQ(test, phydev->drv->handle_interrupt(phydev), IRQ_NONE);
	fake.regs[0][IEVENT] = 0x0400;
	KUNIT_EXPECT_EQ(test, phydev->drv->handle_interrupt(phydev), IRQ_HANDLED);
	fake_phy_log(&fake);
	fake.fail_at = 1;
	level = console_loudness(0); /* phylib warns, with the stack */
	KUNIT_EXPECT_EQ(test, phydev->drv->handle_interrupt(phydev), IRQ_NONE);
	console_loudness(level);
	KUNIT_EXPECT_EQ(test, phydev->state, PHY_ERROR);
	mutex_unlock(&phydev->lock);
}

/* Not while it negotiates; and if there is a link, when that is down. */
static void cable_test_is_begun(struct kunit *test)
{
	static const char log[] =
		"r0 r1 w29=18 w30=c2 w30=ca w30=c2 r22 w28=8000 w22=0 w29=18 w30=42 ";
	struct phy_device *phydev = plug(test);

	fake.regs[0][MII_BMCR] = BMCR_SPEED1000 | BMCR_FULLDPLX;
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, cable_start(phydev), 0);
	KUNIT_EXPECT_STREQ(test, fake.log, log);
	fake.regs[0][MII_BMCR] |= BMCR_ANENABLE;
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, cable_start(phydev), 0);
	KUNIT_EXPECT_EQ(test, resets(), 1);
	KUNIT_EXPECT_FALSE(test, fake.regs[0][MII_BMCR] & BMCR_ANENABLE);
}

static void cable_test_is_over_when_the_phy_says_so(struct kunit *test)
{
	static const char first[] = "r22 w22=0 r28 w22=1 ";
	static const char pairs[] = "r22 r28 w22=1 r22 w22=2 r28 w22=1 r22 w22=3 r28 w22=1 ";
	struct phy_device *phydev = plug(test);
	bool over;

	fake.paged = true;
	fake.regs[0][FAKE_PHY_PAGE] = OTHER_PAGE;
	fake.regs[0][VCT] = 0x8000;
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, cable_status_over(phydev, &over), 0);
	KUNIT_EXPECT_FALSE(test, over);
	KUNIT_EXPECT_STREQ(test, fake.log, first);
	fake.regs[0][VCT] = 0x4064;
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, cable_status_over(phydev, &over), TOLD);
	KUNIT_EXPECT_EQ(test, over, !TOLD);
	KUNIT_EXPECT_TRUE(test, strstarts(fake.log, first));
	KUNIT_EXPECT_STREQ(test, fake.log + strlen(first), TOLD ? "" : pairs);
}

static void cable_is_what_came_back(struct kunit *test)
{
	static const struct {
		u16 says;
		u8 result;
		u32 cm;
	} cases[] = {
		{ 0x00ff, ETHTOOL_A_CABLE_RESULT_CODE_OK, 0 },
		{ 0x0064, ETHTOOL_A_CABLE_RESULT_CODE_IMPEDANCE_MISMATCH, 5142 },
		{ 0x2023, ETHTOOL_A_CABLE_RESULT_CODE_SAME_SHORT, 0 },
		{ 0x2024, ETHTOOL_A_CABLE_RESULT_CODE_SAME_SHORT, 11 },
		{ 0x40fe, ETHTOOL_A_CABLE_RESULT_CODE_OPEN, 17490 },
		{ 0x6000, ETHTOOL_A_CABLE_RESULT_CODE_UNSPEC, 0 },
		{ 0x7fff, ETHTOOL_A_CABLE_RESULT_CODE_UNSPEC, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_EXPECT_EQ(test, m88e1111_cable_result(cases[i].says), cases[i].result);
		KUNIT_EXPECT_EQ(test, m88e1111_cm(cases[i].says & 0xff), cases[i].cm);
	}
}

/* Two bits for each, and the others stay. */
static void leds_are_on_and_off(struct kunit *test)
{
	static const struct {
		u16 off, on;
	} cases[] = {
		{ 0x5556, 0x5557 }, { 0x5559, 0x555d }, { 0x5565, 0x5575 },
		{ 0x5595, 0x55d5 }, { 0x5655, 0x5755 }, { 0x5955, 0x5d55 },
	};
	struct phy_device *phydev = plug(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		fake.regs[0][OVERRIDE] = 0x5555;
		KUNIT_EXPECT_EQ(test, led_set(phydev, i, LED_OFF), 0);
		KUNIT_EXPECT_EQ(test, fake.regs[0][OVERRIDE], cases[i].off);
		KUNIT_EXPECT_EQ(test, led_set(phydev, i, LED_ON), 0);
		KUNIT_EXPECT_EQ(test, fake.regs[0][OVERRIDE], cases[i].on);
	}
}

static void leds_blink(struct kunit *test)
{
	static const unsigned long wanted[] = { 0, 42 };
	struct phy_device *phydev = plug(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(wanted); i++) {
		unsigned long on = wanted[i], off = wanted[i];

		fake.regs[0][OVERRIDE] = 0x0aaa;
		KUNIT_EXPECT_EQ(test, led_blink(phydev, 4, &on, &off), 0);
		KUNIT_EXPECT_EQ(test, fake.regs[0][OVERRIDE], 0x09aa);
		KUNIT_EXPECT_EQ(test, on, 42);
		KUNIT_EXPECT_EQ(test, off, 42);
	}
}

/* The kernel's LED class does that. */
static void leds_do_not_blink_as_they_cannot(struct kunit *test)
{
	static const unsigned long wanted[][2] = { { 500, 500 }, { 42, 0 }, { 0, 42 }, { 42, 43 } };
	struct phy_device *phydev = plug(test);

	fake_phy_log(&fake);
	for (unsigned int i = 0; i < ARRAY_SIZE(wanted); i++) {
		unsigned long on = wanted[i][0], off = wanted[i][1];

		KUNIT_EXPECT_EQ(test, led_blink(phydev, 4, &on, &off), -EINVAL);
		KUNIT_EXPECT_EQ(test, on, wanted[i][0]);
		KUNIT_EXPECT_EQ(test, off, wanted[i][1]);
	}
	KUNIT_EXPECT_STREQ(test, fake.log, "");
}

static void there_are_six_leds(struct kunit *test)
{
	static const u8 others[] = { 6, 7, 8, 255 };
	struct phy_device *phydev = plug(test);

	fake_phy_log(&fake);
	for (unsigned int i = 0; i < ARRAY_SIZE(others); i++) {
		unsigned long on = 0, off = 0;

		KUNIT_EXPECT_EQ(test, led_set(phydev, others[i], LED_ON), -EINVAL);
		KUNIT_EXPECT_EQ(test, led_blink(phydev, others[i], &on, &off), -EINVAL);
	}
	KUNIT_EXPECT_STREQ(test, fake.log, "");
}

/* The page from before is there again, but if that was the access that failed. */
static void expect_page(struct kunit *test, unsigned int n)
{
	const char *last = fake.log + max_t(size_t, strlen(fake.log), 6) - 6;

	if (fake.accesses != n || strcmp(last, "w22=1 "))
		KUNIT_EXPECT_EQ(test, fake.regs[0][FAKE_PHY_PAGE], OTHER_PAGE);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&fake.bus->mdio_lock));
}

/* What is there before: enough to be done, and nothing that takes long. */
static void prepare(void)
{
	fake.regs[0][FAKE_PHY_PAGE] = OTHER_PAGE;
	fake.regs[0][EXT_CR] = 0;
	fake.regs[0][SCR] = 0;
	fake.regs[0][SSR] = 0xac00;
	fake.regs[0][MII_BMCR] = BMCR_ANENABLE;
	fake.regs[0][MII_ADVERTISE] = 0;
	fake.regs[0][MII_CTRL1000] = 0;
	fake.regs[0][VCT] = 0;
	fake.regs[0][OVERRIDE] = 0;
	fake_phy_log(&fake);
}

static void each_access_fails(struct kunit *test, int (*call)(struct phy_device *phydev),
			      int otherwise)
{
	unsigned int accesses;

	prepare();
	KUNIT_EXPECT_EQ(test, call(fake.phydev), otherwise);
	accesses = fake.accesses;
	KUNIT_EXPECT_GE(test, accesses, 2);
	for (unsigned int n = 1; n <= accesses; n++) {
		prepare();
		fake.fail_at = n;
		KUNIT_EXPECT_EQ(test, call(fake.phydev), -EIO);
		KUNIT_EXPECT_LE(test, fake.accesses, n + 1);
		expect_page(test, n);
	}
}

/* Only the cable test selects pages, and its registers are there on all of them. */
static void accesses_that_fail_are_told(struct kunit *test)
{
	struct phy_device *phydev = plug(test);

	phydev->interface = PHY_INTERFACE_MODE_RGMII_ID;
	phydev->mdix_ctrl = ETH_TP_MDI_X;
	each_access_fails(test, init, 0);
	each_access_fails(test, aneg, 0);
	each_access_fails(test, interrupts_on, 0);
	each_access_fails(test, interrupts_off, 0);
	fake.regs[0][MII_BMSR] &= ~BMSR_LSTATUS;
	each_access_fails(test, cable_start, 0);
	fake.regs[0][MII_BMSR] |= BMSR_LSTATUS;
	each_access_fails(test, status, 0);
	each_access_fails(test, cable_status, TOLD);
	each_access_fails(test, led_on, 0);
	each_access_fails(test, led_blinks, 0);
}

static struct kunit_case m88e1111_cases[] = {
	KUNIT_CASE(each_revision_has_the_driver),
	KUNIT_CASE(downshift_is_on),
	KUNIT_CASE(delays_fit_the_wires),
	KUNIT_CASE(other_wires_are_refused),
	KUNIT_CASE(pairs_are_swapped_as_the_user_wants),
	KUNIT_CASE(speed_is_what_the_phy_says),
	KUNIT_CASE(link_is_down_until_the_speed_is_known),
	KUNIT_CASE(speed_that_is_forced_stands_in_bmcr),
	KUNIT_CASE(counters_add_up),
	KUNIT_CASE(counters_that_cannot_be_read_are_all_ones),
	KUNIT_CASE(interrupts_are_on_and_off),
	KUNIT_CASE(interrupts_of_others_are_not_handled),
	KUNIT_CASE_SLOW(cable_test_is_begun),
	KUNIT_CASE(cable_test_is_over_when_the_phy_says_so),
	KUNIT_CASE(cable_is_what_came_back),
	KUNIT_CASE(leds_are_on_and_off),
	KUNIT_CASE(leds_blink),
	KUNIT_CASE(leds_do_not_blink_as_they_cannot),
	KUNIT_CASE(there_are_six_leds),
	KUNIT_CASE_SLOW(accesses_that_fail_are_told),
	{}
};

static struct kunit_suite m88e1111_suite = {
	.name = "deed_m88e1111",
	.init = m88e1111_test_init,
	.test_cases = m88e1111_cases,
};

kunit_test_suite(m88e1111_suite);
