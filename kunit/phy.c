// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/phy.h>: what is locked in which callback, that errors of the bus reach
 * who asked, that pages are selected anew on every path, and when data comes and goes.
 */
#include <kunit/test.h>
#include <linux/irq.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>
#include <linux/module.h>

#include <deed/phy.h>

#include "fake_phy.h"
#include "fault.h"
#include "quiet.h"
#include "story.h"

deed_unsafe_file("tests ask as phylib would, and look at what it has locked");

#define ID	0x0d0e0000
#define DATA_ID	0x0d0e0010
#define RARE_ID	0x0d0e0020

struct data {
	u64 seen;
};

/* What a callback for a LED was given. */
struct given {
	unsigned long led, value, on, off;
};

static struct {
	struct fake_phy phy;
	struct story story;
	unsigned int strange;
	int probe_err, err;
	int (*asks)(struct deed_phy *phy); /* what config_init does */
	int (*looks)(struct deed_phy_link *link); /* what read_status does */
	struct given given;
	bool over; /* the cable test */
	int test_err, told; /* what it says then, and what became of that */
	enum deed_phy_event event; /* what an interrupt is about */
} toy;

/* Both locks, as they ought to be in a callback. */
static void expects(struct phy_device *phydev, bool phy, bool bus)
{
	if (mutex_is_locked(&phydev->lock) != phy ||
	    mutex_is_locked(&phydev->mdio.bus->mdio_lock) != bus)
		toy.strange++;
}

static int toy_soft_reset(struct deed_phy *phy)
{
	story_tell(&toy.story, 'r');
	expects(&phy->__phydev, false, false);
	return toy.err;
}

DEED_PHY_CALLBACK(soft_reset, toy_soft_reset);

static int toy_config_init(struct deed_phy *phy)
{
	story_tell(&toy.story, 'i');
	expects(&phy->__phydev, false, false);
	return toy.asks ? toy.asks(phy) : 0;
}

DEED_PHY_CALLBACK(config_init, toy_config_init);

static int toy_suspend(struct deed_phy *phy)
{
	story_tell(&toy.story, 's');
	expects(&phy->__phydev, false, false);
	return deed_genphy_suspend(phy);
}

DEED_PHY_CALLBACK(suspend, toy_suspend);

static int toy_resume(struct deed_phy *phy, struct deed_phy_link *link)
{
	story_tell(&toy.story, 'R');
	expects(&phy->__phydev, true, false);
	return deed_genphy_resume(phy);
}

DEED_PHY_CALLBACK(resume, toy_resume);

static int toy_config_aneg(struct deed_phy *phy, struct deed_phy_link *link)
{
	story_tell(&toy.story, 'a');
	expects(&phy->__phydev, true, false);
	return deed_genphy_config_aneg(link);
}

DEED_PHY_CALLBACK(config_aneg, toy_config_aneg);

static int toy_read_status(struct deed_phy *phy, struct deed_phy_link *link)
{
	story_tell(&toy.story, 'l');
	expects(&phy->__phydev, true, false);
	return toy.looks ? toy.looks(link) : deed_genphy_read_status(link);
}

DEED_PHY_CALLBACK(read_status, toy_read_status);

static bool toy_link_change(struct deed_phy *phy, struct deed_phy_link *link)
{
	story_tell(&toy.story, deed_phy_link_lost(link) ? 'd' : 'c');
	expects(&phy->__phydev, true, false);
	return false; /* kunit/asix.c wants a restart */
}

DEED_PHY_CALLBACK(link_change_notify, toy_link_change);

static int toy_read_page(struct deed_phy_bus *bus, u16 *page)
{
	expects(&bus->__phydev, mutex_is_locked(&bus->__phydev.lock), true);
	return deed_phy_bus_read(bus, DEED_C22(FAKE_PHY_PAGE), page);
}

DEED_PHY_CALLBACK(read_page, toy_read_page);

static int toy_write_page(struct deed_phy_bus *bus, u16 page)
{
	expects(&bus->__phydev, mutex_is_locked(&bus->__phydev.lock), true);
	return deed_phy_bus_write(bus, DEED_C22(FAKE_PHY_PAGE), page);
}

DEED_PHY_CALLBACK(write_page, toy_write_page);

static const char toy_names[][ETH_GSTRING_LEN] = { "first", "second", "third" };

static int toy_stat(struct deed_phy *phy, struct deed_phy_link *link, unsigned int which,
		    u64 *value)
{
	u16 word;
	int err = deed_phy_read(phy, DEED_C22(20), &word);

	expects(&phy->__phydev, true, false);
	*value = which + 10 * word;
	return err;
}

DEED_PHY_STATS(toy_stat, toy_names);

static int data_probe(struct deed_phy *phy, struct data *d)
{
	story_tell(&toy.story, d->seen ? '?' : 'p');
	if (phy->__phydev.priv) /* it is nobody else's yet */
		toy.strange++;
	d->seen = 100;
	return toy.probe_err;
}

DEED_PHY_CALLBACK(probe, data_probe, struct data);

static int data_read_status(struct deed_phy *phy, struct deed_phy_link *link, struct data *d)
{
	expects(&phy->__phydev, true, false);
	d->seen++;
	return 0;
}

DEED_PHY_CALLBACK(read_status, data_read_status, struct data);

static int data_stat(struct deed_phy *phy, struct deed_phy_link *link, struct data *d,
		     unsigned int which, u64 *value)
{
	*value = d->seen;
	return 0;
}

DEED_PHY_STATS(data_stat, toy_names, struct data);

/* The roles that few drivers have: with data and without. */
static int rare_config_intr(struct deed_phy *phy, bool on)
{
	story_tell(&toy.story, on ? 'e' : 'o');
	/* phylib may be giving up a cable test */
	expects(&phy->__phydev, phy->__phydev.state == PHY_CABLETEST, false);
	return toy.err;
}

DEED_PHY_CALLBACK(config_intr, rare_config_intr);

static enum deed_phy_event rare_interrupt(struct deed_phy *phy, struct deed_phy_link *link,
					  struct data *d)
{
	story_tell(&toy.story, 'h');
	expects(&phy->__phydev, true, false);
	d->seen++;
	return toy.err ? DEED_PHY_BROKEN : toy.event;
}

DEED_PHY_CALLBACK(handle_interrupt, rare_interrupt, struct data);

static int rare_read_status(struct deed_phy *phy, struct deed_phy_link *link)
{
	story_tell(&toy.story, 'l');
	expects(&phy->__phydev, true, false);
	return deed_genphy_read_status(link);
}

DEED_PHY_CALLBACK(read_status, rare_read_status);

static int tells_of_cable(struct deed_phy_link *link, u32 cm)
{
	return deed_phy_link_cable(link, ETHTOOL_A_CABLE_PAIR_A,
				   ETHTOOL_A_CABLE_RESULT_CODE_OPEN, cm);
}

static int rare_cable_test_start(struct deed_phy *phy, struct deed_phy_link *link)
{
	story_tell(&toy.story, 't');
	expects(&phy->__phydev, true, false);
	toy.told = tells_of_cable(link, 0);
	return toy.err;
}

DEED_PHY_CALLBACK(cable_test_start, rare_cable_test_start);

static int rare_cable_test_get_status(struct deed_phy *phy, struct deed_phy_link *link,
				      struct data *d, bool *over)
{
	story_tell(&toy.story, *over ? '?' : 'T');
	expects(&phy->__phydev, true, false);
	d->seen++;
	toy.told = tells_of_cable(link, 0) ?: tells_of_cable(link, 1200);
	*over = toy.over;
	return toy.test_err;
}

DEED_PHY_CALLBACK(cable_test_get_status, rare_cable_test_get_status, struct data);

static int rare_led_brightness(struct deed_phy *phy, struct deed_phy_link *link, u8 led,
			       enum led_brightness value)
{
	expects(&phy->__phydev, true, false);
	toy.given = (struct given){ .led = led, .value = value };
	return toy.err;
}

DEED_PHY_CALLBACK(led_brightness_set, rare_led_brightness);

static int rare_led_blink(struct deed_phy *phy, struct deed_phy_link *link, struct data *d,
			  u8 led, unsigned long *on, unsigned long *off)
{
	expects(&phy->__phydev, true, false);
	d->seen++;
	toy.given = (struct given){ .led = led, .on = *on, .off = *off };
	*on = 60;
	*off = 40;
	return toy.err;
}

DEED_PHY_CALLBACK(led_blink_set, rare_led_blink, struct data);

static int rare_led_supports(struct deed_phy *phy, struct deed_phy_link *link, u8 led,
			     unsigned long rules)
{
	expects(&phy->__phydev, true, false);
	toy.given = (struct given){ .led = led, .value = rules };
	return toy.err;
}

DEED_PHY_CALLBACK(led_hw_is_supported, rare_led_supports);

static int rare_led_control(struct deed_phy *phy, struct deed_phy_link *link, struct data *d,
			    u8 led, unsigned long rules)
{
	expects(&phy->__phydev, true, false);
	d->seen = rules;
	toy.given = (struct given){ .led = led };
	return toy.err;
}

DEED_PHY_CALLBACK(led_hw_control_set, rare_led_control, struct data);

static int rare_led_controlled(struct deed_phy *phy, struct deed_phy_link *link,
			       struct data *d, u8 led, unsigned long *rules)
{
	expects(&phy->__phydev, true, false);
	toy.given = (struct given){ .led = led };
	*rules = d->seen;
	return toy.err;
}

DEED_PHY_CALLBACK(led_hw_control_get, rare_led_controlled, struct data);

DEED_PHY_DRIVERS(toys,
		 DEED_PHY("deed toy", EXACT(ID), 0, void,
			  soft_reset, toy_soft_reset, config_init, toy_config_init,
			  suspend, toy_suspend, resume, toy_resume,
			  config_aneg, toy_config_aneg, read_status, toy_read_status,
			  link_change_notify, toy_link_change, stats, toy_stat,
			  read_page, toy_read_page, write_page, toy_write_page),
		 DEED_PHY("deed toy with data", EXACT(DATA_ID), 0, struct data,
			  probe, data_probe, read_status, data_read_status,
			  stats, data_stat, soft_reset, toy_soft_reset),
		 DEED_PHY("deed toy with the rest", EXACT(RARE_ID), 0, struct data,
			  probe, data_probe, config_intr, rare_config_intr,
			  handle_interrupt, rare_interrupt, read_status, rare_read_status,
			  suspend, toy_suspend, cable_test_start, rare_cable_test_start,
			  cable_test_get_status, rare_cable_test_get_status,
			  led_brightness_set, rare_led_brightness,
			  led_blink_set, rare_led_blink,
			  led_hw_is_supported, rare_led_supports,
			  led_hw_control_set, rare_led_control,
			  led_hw_control_get, rare_led_controlled));

static deed_misuses("registered before each test, and dropped after it")
struct toys registered;

/* What a module's exit does, when the PHY has gone. */
static deed_misuses("what a module's exit does, for each test")
void unregister(void *unused)
{
	toys_drop(&registered);
}

static deed_misuses("what a module's start does, for each test")
int phy_test_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	toy.event = DEED_PHY_LINK_CHANGED;
	fake_phy_preset(&toy.phy, ID);
	registered = toys_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return kunit_add_action_or_reset(test, unregister, NULL);
}

static void phy_test_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, toy.strange, 0);
}

static void drivers_are_found_by_identifier(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	KUNIT_ASSERT_NOT_NULL(test, toy.phy.phydev->drv);
	KUNIT_EXPECT_STREQ(test, toy.phy.phydev->drv->name, "deed toy");
	KUNIT_EXPECT_PTR_EQ(test, toy.phy.phydev->drv->mdiodrv.driver.owner, THIS_MODULE);
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->priv);
}

static void users_cannot_unbind(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	KUNIT_EXPECT_TRUE(test, toy.phy.phydev->mdio.dev.driver->suppress_bind_attrs);
}

static void others_are_not_bound(struct kunit *test)
{
	toy.phy.regs[0][MII_PHYSID2]++;
	fake_phy_plug(test, &toy.phy);
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->drv);
}

static void callbacks_are_called_with_what_is_locked(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	fake_phy_attach(test, &toy.phy);
	EXPECT_STORY(test, &toy.story, "riR");
	rtnl_lock();
	phy_start(toy.phy.phydev);
	rtnl_unlock();
	/* resumed again, it negotiates, looks, and has a link */
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 7));
	mutex_lock(&toy.phy.phydev->lock);
	KUNIT_EXPECT_EQ(test, toy.phy.phydev->speed, SPEED_100);
	KUNIT_EXPECT_EQ(test, toy.phy.phydev->duplex, DUPLEX_FULL);
	mutex_unlock(&toy.phy.phydev->lock);
	EXPECT_STORY(test, &toy.story, "riRRalc");
	rtnl_lock();
	phy_stop(toy.phy.phydev);
	rtnl_unlock();
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 9));
	EXPECT_STORY(test, &toy.story, "riRRalccs");
}

static void errors_of_callbacks_reach_phylib(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.err = -EPROTO;
	KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), -EPROTO);
	EXPECT_STORY(test, &toy.story, "r");
}

static int reads_and_writes(struct deed_phy *phy)
{
	u16 value = 0x1234;

	return deed_phy_write(phy, DEED_C22(20), 0xabcd) ?:
	       deed_phy_read(phy, DEED_C22(20), &value) ?:
	       deed_phy_modify(phy, DEED_C22(20), 0xff, 0x0f) ?:
	       deed_phy_write(phy, DEED_C22(21), value);
}

static void registers_are_read_and_written(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = reads_and_writes;
	fake_phy_log(&toy.phy);
	KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), 0);
	KUNIT_EXPECT_STREQ(test, toy.phy.log, "w20=abcd r20 r20 w20=ab0f w21=abcd ");
}

static void errors_of_the_bus_reach_who_asked(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = reads_and_writes;
	for (unsigned int n = 1; n <= 5; n++) {
		fake_phy_log(&toy.phy);
		toy.phy.fail_at = n;
		KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), -EIO);
		KUNIT_EXPECT_EQ(test, toy.phy.accesses, n);
	}
	/* what could not be read is not written */
	KUNIT_EXPECT_EQ(test, toy.phy.regs[0][21], 0);
}

static int notices_changes(struct deed_phy *phy)
{
	bool first = false, second = true;
	int err = deed_phy_modify_changed(phy, DEED_C22(20), 0xff, 0x0f, &first) ?:
		  deed_phy_modify_changed(phy, DEED_C22(20), 0xff, 0x0f, &second);

	return err ?: deed_phy_write(phy, DEED_C22(21), 2 * first + second);
}

static void changes_are_noticed(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = notices_changes;
	for (unsigned int n = 0; n <= 4; n++) {
		toy.phy.regs[0][20] = 0xabcd;
		fake_phy_log(&toy.phy);
		toy.phy.fail_at = n;
		KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), n ? -EIO : 0);
		if (!n)
			KUNIT_EXPECT_STREQ(test, toy.phy.log, "r20 w20=ab0f r20 w21=2 ");
	}
}

static int tells_interface(struct deed_phy *phy)
{
	return deed_phy_write(phy, DEED_C22(20), deed_phy_interface(phy));
}

static void interface_is_that_of_the_network_device(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = tells_interface;
	fake_phy_attach(test, &toy.phy);
	KUNIT_EXPECT_EQ(test, toy.phy.regs[0][20], PHY_INTERFACE_MODE_MII);
}

static int reads_mmd(struct deed_phy *phy)
{
	u16 value = 0;

	return deed_phy_write_mmd(phy, DEED_C45(3, 0x1234), 7) ?:
	       deed_phy_read_mmd(phy, DEED_C45(3, 0x1234), &value) ?:
	       deed_phy_write(phy, DEED_C22(20), value);
}

static void registers_of_clause_45_are_reached(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = reads_mmd;
	fake_phy_log(&toy.phy);
	KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), 0);
	/* through registers 13 and 14; the fake one keeps what was written last */
	KUNIT_EXPECT_STREQ(test, toy.phy.log,
			   "w13=3 w14=1234 w13=4003 w14=7 w13=3 w14=1234 w13=4003 r14 w20=1234 ");
}

static int in_sequence(struct deed_phy *phy)
{
	u16 value;
	int err;

	deed_phy_lock_bus(bus, phy);
	expects(&bus->__phydev, false, true);
	err = deed_phy_bus_read(bus, DEED_C22(20), &value);
	if (err)
		return err;
	return deed_phy_bus_write(bus, DEED_C22(21), value + 1);
}

static void bus_is_locked_for_a_sequence(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = in_sequence;
	for (unsigned int n = 0; n <= 2; n++) {
		fake_phy_log(&toy.phy);
		toy.phy.fail_at = n;
		KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), n ? -EIO : 0);
		KUNIT_EXPECT_FALSE(test, mutex_is_locked(&toy.phy.bus->mdio_lock));
	}
	KUNIT_EXPECT_EQ(test, toy.phy.regs[0][21], 1);
}

static int on_a_page(struct deed_phy *phy)
{
	deed_own(deed_phy_page, page) = deed_phy_page_select(phy, 2);
	u16 value;
	int err;

	if (!deed_ok(page))
		return deed_err(page);
	err = deed_phy_bus_read(deed_phy_page_bus(&page), DEED_C22(20), &value);
	if (err)
		return err; /* the page's drop selects the one from before */
	err = deed_phy_bus_write(deed_phy_page_bus(&page), DEED_C22(21), value);
	return deed_phy_page_end(deed_move(page), err);
}

static void pages_are_selected_and_left(struct kunit *test)
{
	fake_phy_plug(test, &toy.phy);
	toy.asks = on_a_page;
	toy.phy.paged = true;
	toy.phy.regs[0][FAKE_PHY_PAGE] = 1;
	toy.phy.regs[2][20] = 0x77;
	fake_phy_log(&toy.phy);
	KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), 0);
	KUNIT_EXPECT_STREQ(test, toy.phy.log, "r22 w22=2 r20 w21=77 w22=1 ");
	KUNIT_EXPECT_EQ(test, toy.phy.regs[2][21], 0x77);
}

/* Each access fails once; whatever can be restored is, and the error is the first. */
static void pages_are_left_on_every_path(struct kunit *test)
{
	static const char *const logs[] = {
		"r22 ", "r22 w22=2 ", "r22 w22=2 r20 w22=1 ", "r22 w22=2 r20 w21=0 w22=1 ",
		"r22 w22=2 r20 w21=0 w22=1 ",
	};

	fake_phy_plug(test, &toy.phy);
	toy.asks = on_a_page;
	toy.phy.paged = true;
	for (unsigned int n = 0; n < ARRAY_SIZE(logs); n++) {
		toy.phy.regs[0][FAKE_PHY_PAGE] = 1;
		fake_phy_log(&toy.phy);
		toy.phy.fail_at = n + 1;
		KUNIT_EXPECT_EQ(test, phy_init_hw(toy.phy.phydev), -EIO);
		KUNIT_EXPECT_STREQ(test, toy.phy.log, logs[n]);
		KUNIT_EXPECT_FALSE(test, mutex_is_locked(&toy.phy.bus->mdio_lock));
	}
}

static void counters_are_shown(struct kunit *test)
{
	u8 names[3 * ETH_GSTRING_LEN];
	u64 values[3];

	fake_phy_plug(test, &toy.phy);
	toy.phy.regs[0][20] = 5;
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_sset_count(toy.phy.phydev), 3);
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_strings(toy.phy.phydev, names), 0);
	KUNIT_EXPECT_STREQ(test, (char *)names, "first");
	KUNIT_EXPECT_STREQ(test, (char *)names + 2 * ETH_GSTRING_LEN, "third");
	fake_phy_log(&toy.phy);
	toy.phy.fail_at = 2;
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(toy.phy.phydev, NULL, values), 0);
	KUNIT_EXPECT_EQ(test, values[0], 50);
	KUNIT_EXPECT_EQ(test, values[1], U64_MAX);
	KUNIT_EXPECT_EQ(test, values[2], 52);
}

static int locked_read_status(struct phy_device *phydev)
{
	int err;

	mutex_lock(&phydev->lock);
	err = phy_read_status(phydev);
	mutex_unlock(&phydev->lock);
	return err;
}

static int forgets(struct deed_phy_link *link)
{
	deed_phy_link_forget(link);
	deed_phy_link_down(link);
	return 0;
}

static void links_are_forgotten(struct kunit *test)
{
	struct phy_device *phydev;

	fake_phy_plug(test, &toy.phy);
	phydev = toy.phy.phydev;
	toy.phy.regs[0][MII_LPA] |= LPA_PAUSE_CAP | LPA_PAUSE_ASYM;
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), 0);
	KUNIT_EXPECT_TRUE(test, phydev->link && phydev->pause && phydev->asym_pause);
	KUNIT_EXPECT_FALSE(test, linkmode_empty(phydev->lp_advertising));
	toy.looks = forgets;
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), 0);
	KUNIT_EXPECT_FALSE(test, phydev->link || phydev->pause || phydev->asym_pause);
	KUNIT_EXPECT_EQ(test, phydev->speed, SPEED_UNKNOWN);
	KUNIT_EXPECT_EQ(test, phydev->duplex, DUPLEX_UNKNOWN);
	KUNIT_EXPECT_TRUE(test, linkmode_empty(phydev->lp_advertising));
}

static int looks_itself(struct deed_phy_link *link)
{
	int err;

	if (!deed_phy_link_negotiates(link))
		return deed_genphy_read_status_fixed(link);
	deed_phy_link_set(link, SPEED_10, DUPLEX_FULL);
	err = deed_genphy_update_link(link) ?: deed_genphy_read_lpa(link);
	if (!err)
		deed_phy_link_resolve_pause(link);
	return err;
}

/* Its speed is what the driver says, and not what could be. */
static void pauses_are_what_partners_agreed_on(struct kunit *test)
{
	struct phy_device *phydev;

	fake_phy_plug(test, &toy.phy);
	phydev = toy.phy.phydev;
	toy.phy.regs[0][MII_LPA] |= LPA_PAUSE_ASYM;
	toy.looks = looks_itself;
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), 0);
	KUNIT_EXPECT_EQ(test, phydev->speed, SPEED_10);
	KUNIT_EXPECT_FALSE(test, phydev->pause);
	KUNIT_EXPECT_TRUE(test, phydev->asym_pause);
}

static void speed_that_is_forced_is_what_bmcr_says(struct kunit *test)
{
	struct phy_device *phydev;

	fake_phy_plug(test, &toy.phy);
	phydev = toy.phy.phydev;
	toy.looks = looks_itself;
	toy.phy.regs[0][MII_BMCR] = BMCR_SPEED100;
	mutex_lock(&phydev->lock);
	phydev->autoneg = AUTONEG_DISABLE;
	mutex_unlock(&phydev->lock);
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), 0);
	KUNIT_EXPECT_EQ(test, phydev->speed, SPEED_100);
	KUNIT_EXPECT_EQ(test, phydev->duplex, DUPLEX_HALF);
	fake_phy_log(&toy.phy);
	toy.phy.fail_at = 1;
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), -EIO);
}

static int tells_crossover(struct deed_phy_link *link)
{
	return -deed_phy_link_crossover(link);
}

static void crossover_is_what_the_user_wants(struct kunit *test)
{
	struct phy_device *phydev;

	fake_phy_plug(test, &toy.phy);
	phydev = toy.phy.phydev;
	toy.looks = tells_crossover;
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), -ETH_TP_MDI_INVALID);
	mutex_lock(&phydev->lock);
	phydev->mdix_ctrl = ETH_TP_MDI_X;
	mutex_unlock(&phydev->lock);
	KUNIT_EXPECT_EQ(test, locked_read_status(phydev), -ETH_TP_MDI_X);
}

static void data_is_there_from_probe_to_remove(struct kunit *test)
{
	u64 values[3];

	fake_phy_preset(&toy.phy, DATA_ID);
	fake_phy_plug(test, &toy.phy);
	EXPECT_STORY(test, &toy.story, "p");
	KUNIT_EXPECT_EQ(test, locked_read_status(toy.phy.phydev), 0);
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(toy.phy.phydev, NULL, values), 0);
	KUNIT_EXPECT_EQ(test, values[2], 101);
	device_release_driver(&toy.phy.phydev->mdio.dev);
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->priv);
	/* whoever still has the driver's functions finds nothing */
	toy.phy.phydev->drv = &__toys_drivers[1];
	KUNIT_EXPECT_EQ(test, locked_read_status(toy.phy.phydev), -ENODEV);
	KUNIT_EXPECT_EQ(test, phy_ethtool_get_stats(toy.phy.phydev, NULL, values), 0);
	toy.phy.phydev->drv = NULL;
	KUNIT_EXPECT_EQ(test, values[0], U64_MAX);
}

static void data_goes_if_probe_fails(struct kunit *test)
{
	fake_phy_preset(&toy.phy, DATA_ID);
	toy.probe_err = -EPROTO;
	fake_phy_plug(test, &toy.phy);
	EXPECT_STORY(test, &toy.story, "p");
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->priv);
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->mdio.dev.driver);
}

/* After two reads of the identifier: the third access is phylib's own, after probe. */
static void data_goes_if_phylib_fails_after_probe(struct kunit *test)
{
	fake_phy_preset(&toy.phy, DATA_ID);
	toy.phy.fail_at = 3;
	fake_phy_plug(test, &toy.phy);
	EXPECT_STORY(test, &toy.story, "p");
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->mdio.dev.driver);
	KUNIT_EXPECT_NULL(test, toy.phy.phydev->priv);
	KUNIT_EXPECT_EQ(test, device_attach(&toy.phy.phydev->mdio.dev), 1);
	EXPECT_STORY(test, &toy.story, "pp");
	KUNIT_EXPECT_EQ(test, locked_read_status(toy.phy.phydev), 0);
}

/* Binds again and again, with each point of failure in turn; the number of these. */
static unsigned int binding_fails(struct kunit *test, void (*at)(unsigned int n),
				  bool (*is_hit)(void))
{
	struct phy_device *phydev = toy.phy.phydev;
	unsigned int n, failed = 0;
	bool hit = true;

	for (n = 1; hit && n < 300; n++) {
		device_release_driver(&phydev->mdio.dev);
		KUNIT_EXPECT_NULL(test, phydev->priv);
		at(n);
		if (device_attach(&phydev->mdio.dev) != 1)
			failed++;
		hit = is_hit();
		KUNIT_EXPECT_EQ(test, !phydev->priv, !phydev->mdio.dev.driver);
	}
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_NOT_NULL(test, phydev->mdio.dev.driver);
	return failed;
}

static void nothing_is_left_of_what_failed(struct kunit *test)
{
	faults_on(test);
	fake_phy_preset(&toy.phy, DATA_ID);
	fake_phy_plug(test, &toy.phy);
	memset(&toy.story, 0, sizeof(toy.story));
	KUNIT_EXPECT_EQ(test, binding_fails(test, step_at, step_hit), 2);
	/* probe was called when nothing failed, and before the second step */
	EXPECT_STORY(test, &toy.story, "pp");
	KUNIT_EXPECT_GE(test, binding_fails(test, fault_at, fault_hit), 2);
	faults_off(test);
}

static void registering_that_fails_is_told(struct kunit *test)
{
	faults_on(test);
	toys_drop(&registered);
	step_at(1);
	registered = toys_register();
	KUNIT_EXPECT_TRUE(test, step_hit());
	KUNIT_EXPECT_FALSE(test, deed_ok(registered));
	KUNIT_EXPECT_EQ(test, deed_err(registered), -EBUSY);
	registered = toys_register();
	KUNIT_EXPECT_TRUE(test, deed_ok(registered));
	faults_off(test);
}

/* A PHY with the rarer roles. */
static struct phy_device *plug_rare(struct kunit *test)
{
	fake_phy_preset(&toy.phy, RARE_ID);
	fake_phy_plug(test, &toy.phy);
	/* phylib switches the interrupts off when it has been bound */
	EXPECT_STORY(test, &toy.story, "po");
	return toy.phy.phydev;
}

static void start(struct phy_device *phydev)
{
	rtnl_lock();
	phy_start(phydev);
	rtnl_unlock();
}

static unsigned int interrupt(void)
{
	return toy.phy.phydev->irq;
}

static void raise(void)
{
	irq_set_irqchip_state(interrupt(), IRQCHIP_STATE_PENDING, true);
}

static void no_interrupt(void *domain)
{
	irq_dispose_mapping(irq_find_mapping(domain, 0));
	irq_domain_remove_sim(domain);
}

/* One that is started, and has an interrupt. */
static void start_with_interrupt(struct kunit *test)
{
	struct irq_domain *domain = irq_domain_create_sim(NULL, 1);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, domain);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, no_interrupt, domain), 0);
	plug_rare(test)->irq = irq_create_mapping(domain, 0);
	fake_phy_attach(test, &toy.phy);
	EXPECT_STORY(test, &toy.story, "pooe");
	start(toy.phy.phydev);
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 5));
	EXPECT_STORY(test, &toy.story, "pooel");
}

static void interrupts_are_handled(struct kunit *test)
{
	start_with_interrupt(test);
	raise();
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 7));
	/* it lets phylib look at the link */
	EXPECT_STORY(test, &toy.story, "pooelhl");
	rtnl_lock();
	phy_disconnect(toy.phy.phydev);
	rtnl_unlock();
	EXPECT_STORY(test, &toy.story, "pooelhlso");
}

static void phy_that_does_not_answer_is_taken_down(struct kunit *test)
{
	int level;

	start_with_interrupt(test);
	toy.err = -EIO;
	level = console_loudness(0); /* phylib warns, with the stack */
	raise();
	KUNIT_EXPECT_TRUE(test, story_grows(&toy.story, 7));
	console_loudness(level);
	EXPECT_STORY(test, &toy.story, "pooelhs");
	mutex_lock(&toy.phy.phydev->lock);
	KUNIT_EXPECT_EQ(test, toy.phy.phydev->state, PHY_ERROR);
	KUNIT_EXPECT_FALSE(test, toy.phy.phydev->link);
	mutex_unlock(&toy.phy.phydev->lock);
	toy.err = 0;
}

static void interrupts_that_cannot_be_set_up_are_told(struct kunit *test)
{
	struct phy_device *phydev = plug_rare(test);

	toy.err = -EPROTO;
	KUNIT_EXPECT_EQ(test, phy_init_hw(phydev), -EPROTO);
	EXPECT_STORY(test, &toy.story, "poo");
}

/* What phy_start_cable_test() does, but for who can be told of it. */
static int start_cable_test(struct phy_device *phydev)
{
	int err;

	mutex_lock(&phydev->lock);
	ethnl_cable_test_alloc(phydev, ETHTOOL_MSG_CABLE_TEST_NTF);
	err = phydev->drv->cable_test_start(phydev);
	if (!err) {
		phydev->state = PHY_CABLETEST;
		phy_trigger_machine(phydev);
	} else {
		ethnl_cable_test_free(phydev);
	}
	mutex_unlock(&phydev->lock);
	return err;
}

/* One that is attached, and whose state machine has seen the link, and runs when told. */
static struct phy_device *start_rare(struct kunit *test)
{
	struct phy_device *phydev = plug_rare(test);

	phydev->irq = PHY_MAC_INTERRUPT;
	fake_phy_attach(test, &toy.phy);
	start(phydev);
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 4));
	EXPECT_STORY(test, &toy.story, "pool");
	return phydev;
}

static void cables_are_tested(struct kunit *test)
{
	struct phy_device *phydev = start_rare(test);

	KUNIT_EXPECT_EQ(test, start_cable_test(phydev), 0);
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 6));
	mutex_lock(&phydev->lock);
	KUNIT_EXPECT_EQ(test, toy.told, IS_ENABLED(CONFIG_ETHTOOL_NETLINK) ? 0 : -EOPNOTSUPP);
	toy.over = true;
	phy_trigger_machine(phydev);
	mutex_unlock(&phydev->lock);
	/* phylib negotiates anew */
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 8));
	EXPECT_STORY(test, &toy.story, "pooltTTl");
	mutex_lock(&phydev->lock);
	KUNIT_EXPECT_EQ(test, ((struct data *)phydev->priv)->seen, 102);
	mutex_unlock(&phydev->lock);
}

static void cable_test_that_fails_is_given_up(struct kunit *test)
{
	struct phy_device *phydev = start_rare(test);

	toy.err = -EPROTO;
	KUNIT_EXPECT_EQ(test, start_cable_test(phydev), -EPROTO);
	EXPECT_STORY(test, &toy.story, "poolt");
	/* it has not begun, so there is nothing to tell */
	KUNIT_EXPECT_EQ(test, toy.told, -EINVAL);
	toy.err = 0;
	toy.test_err = -EPROTO;
	KUNIT_EXPECT_EQ(test, start_cable_test(phydev), 0);
	KUNIT_ASSERT_TRUE(test, story_grows(&toy.story, 9));
	/* phylib sets it up again, and negotiates */
	EXPECT_STORY(test, &toy.story, "poolttTol");
}

#define LOCKED(phydev, call)						\
	({								\
		typeof(call) __ret;					\
									\
		mutex_lock(&(phydev)->lock);				\
		__ret = (call);						\
		mutex_unlock(&(phydev)->lock);				\
		__ret;							\
	})

static void expect_given(struct kunit *test, struct given given)
{
	KUNIT_EXPECT_MEMEQ(test, &toy.given, &given, sizeof(given));
}

/* As phylib's functions for LEDs, which there are on few kernels, ask. */
static void leds_are_told_what_to_do(struct kunit *test)
{
	struct phy_device *phydev = plug_rare(test);
	const struct phy_driver *drv = phydev->drv;
	unsigned long on = 0, off = 1, rules = 0;

	for (int err = 0; err >= -1; err--) {
		toy.err = err;
		KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_brightness_set(phydev, 3, 1)), err);
		expect_given(test, (struct given){ .led = 3, .value = 1 });
		KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_hw_is_supported(phydev, 255, 6)),
				err);
		expect_given(test, (struct given){ .led = 255, .value = 6 });
		KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_hw_control_set(phydev, 1, 9)), err);
		expect_given(test, (struct given){ .led = 1 });
		KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_hw_control_get(phydev, 2, &rules)),
				err);
		expect_given(test, (struct given){ .led = 2 });
		KUNIT_EXPECT_EQ(test, rules, 9);
		KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_blink_set(phydev, 0, &on, &off)),
				err);
		KUNIT_EXPECT_EQ(test, on, 60);
		KUNIT_EXPECT_EQ(test, off, 40);
	}
	expect_given(test, (struct given){ .on = 60, .off = 40 });
}

static void interrupts_of_others_are_not_handled(struct kunit *test)
{
	struct phy_device *phydev = plug_rare(test);

	toy.event = DEED_PHY_NOT_OURS;
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, phydev->drv->handle_interrupt(phydev)), IRQ_NONE);
	toy.event = DEED_PHY_ACKNOWLEDGED;
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, phydev->drv->handle_interrupt(phydev)), IRQ_HANDLED);
}

/* Those that get no data are called all the same. */
static void no_callback_gets_data_that_has_gone(struct kunit *test)
{
	struct phy_device *phydev = plug_rare(test);
	const struct phy_driver *drv = phydev->drv;
	unsigned long on = 0, off = 0, rules = 5;
	bool over = false;

	device_release_driver(&phydev->mdio.dev);
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->handle_interrupt(phydev)), IRQ_NONE);
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->cable_test_get_status(phydev, &over)), -ENODEV);
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_blink_set(phydev, 0, &on, &off)), -ENODEV);
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_hw_control_set(phydev, 0, 1)), -ENODEV);
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_hw_control_get(phydev, 0, &rules)), -ENODEV);
	KUNIT_EXPECT_EQ(test, rules, 5);
	EXPECT_STORY(test, &toy.story, "po");
	KUNIT_EXPECT_EQ(test, LOCKED(phydev, drv->led_brightness_set(phydev, 4, 1)), 0);
	KUNIT_EXPECT_EQ(test, toy.given.led, 4);
}

static deed_misuses("registers what is registered")
void drivers_are_registered_once(struct kunit *test)
{
	deed_own(toys, again) = toys_register();

	KUNIT_EXPECT_FALSE(test, deed_ok(again));
	KUNIT_EXPECT_EQ(test, deed_err(again), -EBUSY);
}

static struct kunit_case phy_cases[] = {
	KUNIT_CASE(drivers_are_found_by_identifier),
	KUNIT_CASE(users_cannot_unbind),
	KUNIT_CASE(others_are_not_bound),
	KUNIT_CASE(callbacks_are_called_with_what_is_locked),
	KUNIT_CASE(errors_of_callbacks_reach_phylib),
	KUNIT_CASE(registers_are_read_and_written),
	KUNIT_CASE(errors_of_the_bus_reach_who_asked),
	KUNIT_CASE(changes_are_noticed),
	KUNIT_CASE(interface_is_that_of_the_network_device),
	KUNIT_CASE(registers_of_clause_45_are_reached),
	KUNIT_CASE(bus_is_locked_for_a_sequence),
	KUNIT_CASE(pages_are_selected_and_left),
	KUNIT_CASE(pages_are_left_on_every_path),
	KUNIT_CASE(counters_are_shown),
	KUNIT_CASE(links_are_forgotten),
	KUNIT_CASE(pauses_are_what_partners_agreed_on),
	KUNIT_CASE(speed_that_is_forced_is_what_bmcr_says),
	KUNIT_CASE(crossover_is_what_the_user_wants),
	KUNIT_CASE(data_is_there_from_probe_to_remove),
	KUNIT_CASE(data_goes_if_probe_fails),
	KUNIT_CASE(data_goes_if_phylib_fails_after_probe),
	KUNIT_CASE(nothing_is_left_of_what_failed),
	KUNIT_CASE(registering_that_fails_is_told),
	KUNIT_CASE(interrupts_are_handled),
	KUNIT_CASE(interrupts_of_others_are_not_handled),
	KUNIT_CASE(phy_that_does_not_answer_is_taken_down),
	KUNIT_CASE(interrupts_that_cannot_be_set_up_are_told),
	KUNIT_CASE(cables_are_tested),
	KUNIT_CASE(cable_test_that_fails_is_given_up),
	KUNIT_CASE(leds_are_told_what_to_do),
	KUNIT_CASE(no_callback_gets_data_that_has_gone),
	KUNIT_CASE(drivers_are_registered_once),
	{}
};

static struct kunit_suite phy_suite = {
	.name = "deed_phy",
	.init = phy_test_init,
	.exit = phy_test_exit,
	.test_cases = phy_cases,
};

kunit_test_suite(phy_suite);

MODULE_DESCRIPTION("KUnit tests of deed/phy.h");
MODULE_LICENSE("GPL");
