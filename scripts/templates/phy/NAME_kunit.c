// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of @name@.c, whose source is compiled into this file, with a PHY that is memory
 * on a bus of its own. Not while the driver is loaded: it would have the PHY.
 */
#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/phy.h>

#include <deed/module.h>

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "@name@.c"

deed_unsafe_file("is the bus and the PHY, and asks as phylib would");

#define ID	0x0d0e0100

static struct {
	struct mii_bus *bus;
	u16 regs[32];
	bool fails;
} fake;

static int fake_read(struct mii_bus *bus, int addr, int reg)
{
	return fake.fails ? -EIO : fake.regs[reg % 32];
}

static int fake_write(struct mii_bus *bus, int addr, int reg, u16 value)
{
	if (fake.fails)
		return -EIO;
	fake.regs[reg % 32] = value;
	return 0;
}

static void fake_gone(void *unused)
{
	mdiobus_unregister(fake.bus);
	mdiobus_free(fake.bus);
}

/* Until the test ends. */
static struct phy_device *plug(struct kunit *test)
{
	struct phy_device *phydev;

	memset(&fake, 0, sizeof(fake));
	fake.regs[MII_PHYSID1] = ID >> 16;
	fake.regs[MII_PHYSID2] = ID & U16_MAX;
	fake.bus = mdiobus_alloc();
	KUNIT_ASSERT_NOT_NULL(test, fake.bus);
	fake.bus->name = "fake";
	fake.bus->read = fake_read;
	fake.bus->write = fake_write;
	fake.bus->phy_mask = ~1; /* the only address is 0 */
	strscpy(fake.bus->id, "deed-@name@-fake", sizeof(fake.bus->id));
	KUNIT_ASSERT_EQ(test, mdiobus_register(fake.bus), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, fake_gone, NULL), 0);
	phydev = mdiobus_get_phy(fake.bus, 0);
	KUNIT_ASSERT_NOT_NULL(test, phydev);
	KUNIT_ASSERT_NOT_NULL(test, phydev->drv);
	return phydev;
}

static void is_found_by_its_identifier(struct kunit *test)
{
	deed_own(@name@_drivers, drivers) = @name@_drivers_register();

	KUNIT_ASSERT_TRUE(test, deed_ok(drivers));
	KUNIT_EXPECT_STREQ(test, plug(test)->drv->name, "deed-@name@");
}

static void sets_the_leds(struct kunit *test)
{
	deed_own(@name@_drivers, drivers) = @name@_drivers_register();
	struct phy_device *phydev;

	KUNIT_ASSERT_TRUE(test, deed_ok(drivers));
	phydev = plug(test);
	fake.regs[16] = 0xabcd;
	KUNIT_EXPECT_EQ(test, phy_init_hw(phydev), 0);
	KUNIT_EXPECT_EQ(test, fake.regs[16], 0xab41);
	fake.fails = true;
	KUNIT_EXPECT_EQ(test, phy_init_hw(phydev), -EIO);
}

static void adds_up_errors(struct kunit *test)
{
	deed_own(@name@_drivers, drivers) = @name@_drivers_register();
	struct phy_device *phydev;
	u64 errors = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(drivers));
	phydev = plug(test);
	KUNIT_ASSERT_NOT_NULL(test, phydev->drv->get_stats);
	fake.regs[21] = 3;
	mutex_lock(&phydev->lock);
	phydev->drv->get_stats(phydev, NULL, &errors);
	KUNIT_EXPECT_EQ(test, errors, 3);
	phydev->drv->get_stats(phydev, NULL, &errors);
	KUNIT_EXPECT_EQ(test, errors, 6);
	mutex_unlock(&phydev->lock);
}

static struct kunit_case @name@_cases[] = {
	KUNIT_CASE(is_found_by_its_identifier),
	KUNIT_CASE(sets_the_leds),
	KUNIT_CASE(adds_up_errors),
	{}
};

static struct kunit_suite @name@_suite = {
	.name = "deed_@name@",
	.test_cases = @name@_cases,
};

kunit_test_suite(@name@_suite);

MODULE_DESCRIPTION("KUnit tests of @name@");
MODULE_LICENSE("GPL");
