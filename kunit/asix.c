// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of drivers/phy/asix.c on a fake PHY: what it asks of the PHY, beside what the
 * kernel's generic functions ask, and what it makes of the answers.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/module.h>

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "../drivers/phy/asix.c"

#include "fake_phy.h"

deed_unsafe_file("asks as phylib would, and is the PHY");

#define AX88772A 0x003b1861
#define AX88772C 0x003b1881
#define AX88796B 0x003b1841

static struct fake_phy fake;

static deed_misuses("registered before each test, and dropped after it")
struct asix registered;

static deed_misuses("what a module's exit does, for each test")
void unregister(void *unused)
{
	asix_drop(&registered);
}

static deed_misuses("what a module's start does, for each test")
int asix_test_init(struct kunit *test)
{
	registered = asix_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return kunit_add_action_or_reset(test, unregister, NULL);
}

static struct phy_device *plug(struct kunit *test, u32 id)
{
	fake_phy_preset(&fake, id);
	fake_phy_plug(test, &fake);
	KUNIT_ASSERT_NOT_NULL(test, fake.phydev->drv);
	return fake.phydev;
}

static int read_status(struct phy_device *phydev)
{
	int err;

	mutex_lock(&phydev->lock);
	err = phy_read_status(phydev);
	mutex_unlock(&phydev->lock);
	return err;
}

static void phys_have_their_drivers(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, plug(test, AX88772A)->drv->name, "Asix Electronics AX88772A");
	KUNIT_EXPECT_TRUE(test, fake.phydev->is_internal);
}

static void each_revision_of_the_ax88796b_has_its_driver(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, plug(test, AX88796B + 2)->drv->name,
			   "Asix Electronics AX88796B");
	KUNIT_EXPECT_FALSE(test, fake.phydev->is_internal);
}

static void another_revision_of_the_ax88772c_has_none(struct kunit *test)
{
	fake_phy_preset(&fake, AX88772C + 2);
	fake_phy_plug(test, &fake);
	KUNIT_EXPECT_NULL(test, fake.phydev->drv);
}

/* The generic reset, after all bits were cleared. */
static void reset_bit_toggles(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88772C);
	static char generic[sizeof(fake.log)];

	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, genphy_soft_reset(phydev), 0);
	strscpy(generic, fake.log, sizeof(generic));
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, phydev->drv->soft_reset(phydev), 0);
	KUNIT_EXPECT_TRUE(test, strstarts(fake.log, "w0=0 "));
	KUNIT_EXPECT_STREQ(test, fake.log + strlen("w0=0 "), generic);
}

static void reset_that_fails_is_told(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88796B);
	unsigned int accesses;

	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, phydev->drv->soft_reset(phydev), 0);
	accesses = fake.accesses;
	KUNIT_EXPECT_GE(test, accesses, 3);
	for (unsigned int n = 1; n <= accesses; n++) {
		fake_phy_log(&fake);
		fake.fail_at = n;
		KUNIT_EXPECT_EQ(test, phydev->drv->soft_reset(phydev), -EIO);
		KUNIT_EXPECT_EQ(test, fake.accesses, n);
	}
}

static void what_was_negotiated_is_the_best_of_both(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88772A);

	fake.regs[0][MII_BMCR] = BMCR_ANENABLE;
	fake.regs[0][MII_LPA] = LPA_10FULL | LPA_10HALF | LPA_LPACK;
	KUNIT_EXPECT_EQ(test, read_status(phydev), 0);
	KUNIT_EXPECT_TRUE(test, phydev->link);
	KUNIT_EXPECT_EQ(test, phydev->speed, SPEED_10);
	KUNIT_EXPECT_EQ(test, phydev->duplex, DUPLEX_FULL);
}

/* As with the switches of which the AX88772A says nothing. */
static void partner_that_says_nothing_is_what_bmcr_says(struct kunit *test)
{
	static const struct {
		u16 control;
		int speed, duplex;
	} cases[] = {
		{ BMCR_ANENABLE | BMCR_SPEED100 | BMCR_FULLDPLX, SPEED_100, DUPLEX_FULL },
		{ BMCR_ANENABLE | BMCR_SPEED100, SPEED_100, DUPLEX_HALF },
		{ BMCR_ANENABLE | BMCR_FULLDPLX, SPEED_10, DUPLEX_FULL },
		{ BMCR_ANENABLE, SPEED_10, DUPLEX_HALF },
	};
	struct phy_device *phydev = plug(test, AX88772A);

	fake.regs[0][MII_LPA] = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		fake.regs[0][MII_BMCR] = cases[i].control;
		KUNIT_EXPECT_EQ(test, read_status(phydev), 0);
		KUNIT_EXPECT_EQ(test, phydev->speed, cases[i].speed);
		KUNIT_EXPECT_EQ(test, phydev->duplex, cases[i].duplex);
	}
}

static void without_a_link_nothing_else_is_asked(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88772A);
	static char generic[sizeof(fake.log)];

	fake.regs[0][MII_BMSR] &= ~BMSR_LSTATUS;
	fake_phy_log(&fake);
	mutex_lock(&phydev->lock);
	KUNIT_EXPECT_EQ(test, genphy_update_link(phydev), 0);
	mutex_unlock(&phydev->lock);
	strscpy(generic, fake.log, sizeof(generic));
	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, read_status(phydev), 0);
	KUNIT_EXPECT_FALSE(test, phydev->link);
	KUNIT_EXPECT_STREQ(test, fake.log, generic);
}

static void status_that_cannot_be_read_is_told(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88772A);
	unsigned int accesses;

	fake_phy_log(&fake);
	KUNIT_EXPECT_EQ(test, read_status(phydev), 0);
	accesses = fake.accesses;
	KUNIT_EXPECT_GE(test, accesses, 3);
	for (unsigned int n = 1; n <= accesses; n++) {
		fake_phy_log(&fake);
		fake.fail_at = n;
		KUNIT_EXPECT_EQ(test, read_status(phydev), -EIO);
		KUNIT_EXPECT_EQ(test, fake.accesses, n);
	}
}

/* What the partner could do is forgotten by a reset only. */
static void lost_link_is_reset(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88772A);

	fake_phy_attach(test, &fake);
	mutex_lock(&phydev->lock);
	fake_phy_log(&fake);
	phydev->state = PHY_RUNNING;
	phydev->drv->link_change_notify(phydev);
	KUNIT_EXPECT_EQ(test, fake.accesses, 0);
	phydev->state = PHY_NOLINK;
	phydev->drv->link_change_notify(phydev);
	KUNIT_EXPECT_TRUE(test, strstarts(fake.log, "w0=0 "));
	KUNIT_EXPECT_TRUE(test, fake.regs[0][MII_BMCR] & BMCR_ANENABLE);
	phydev->state = PHY_READY;
	mutex_unlock(&phydev->lock);
}

static void phys_sleep_and_wake(struct kunit *test)
{
	struct phy_device *phydev = plug(test, AX88772C);

	KUNIT_EXPECT_EQ(test, phy_suspend(phydev), 0);
	KUNIT_EXPECT_TRUE(test, fake.regs[0][MII_BMCR] & BMCR_PDOWN);
	KUNIT_EXPECT_EQ(test, phy_resume(phydev), 0);
	KUNIT_EXPECT_FALSE(test, fake.regs[0][MII_BMCR] & BMCR_PDOWN);
}

static struct kunit_case asix_cases[] = {
	KUNIT_CASE(phys_have_their_drivers),
	KUNIT_CASE(each_revision_of_the_ax88796b_has_its_driver),
	KUNIT_CASE(another_revision_of_the_ax88772c_has_none),
	KUNIT_CASE(reset_bit_toggles),
	KUNIT_CASE_SLOW(reset_that_fails_is_told),
	KUNIT_CASE(what_was_negotiated_is_the_best_of_both),
	KUNIT_CASE(partner_that_says_nothing_is_what_bmcr_says),
	KUNIT_CASE(without_a_link_nothing_else_is_asked),
	KUNIT_CASE(status_that_cannot_be_read_is_told),
	KUNIT_CASE(lost_link_is_reset),
	KUNIT_CASE(phys_sleep_and_wake),
	{}
};

static struct kunit_suite asix_suite = {
	.name = "deed_asix",
	.init = asix_test_init,
	.test_cases = asix_cases,
};

kunit_test_suite(asix_suite);
