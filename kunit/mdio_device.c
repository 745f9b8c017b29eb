// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/mdio_device.h>, and of samples/mdio/bridge.c with it: on a bus that is
 * memory, on which there is a bridge, and something else.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/sched.h>

#include <deed/module.h>

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "../samples/mdio/bridge.c"

#include "fault.h"
#include "thread.h"

deed_unsafe_file("tests are the bus and the bridge, and ask as phylib does");

#define UPPER		"deed-upper"
#define LOWER		UPPER ":09-mii"
#define AT		9 /* the bridge, on the upper bus */
#define OTHER		3 /* something else there */
#define PHY		5 /* on the lower bus */
#define PHY_ID		0x12345678

/* The upper bus, with what is on it. */
static struct {
	struct mii_bus *bus;
	struct mdio_device *dev;
	u16 id, access, data;
	u16 lower[32]; /* the PHY's registers */
	u16 other[32];
	u16 c45; /* one of clause 45: of device 30, number 0xfffe */
	unsigned int accesses, fail_at; /* the n-th access fails; 0: none */
	int busy; /* looks until an access is over; negative: for ever */
	bool under_way; /* an access was begun, and its data not fetched */
	unsigned int disturbed; /* by others, meanwhile */
	bool slow;
	bool stays; /* who asks, until it may leave */
	struct completion entered, leave;
} upper;

static bool upper_fails(int addr)
{
	if (upper.under_way && addr != AT)
		upper.disturbed++;
	return ++upper.accesses == upper.fail_at;
}

/* The bridge does what it was told. */
static void upper_access(u16 what)
{
	unsigned int reg = FIELD_GET(ACCESS_REG, what);

	upper.access = what & ~ACCESS_NOBODY;
	if (FIELD_GET(ACCESS_ADDR, what) != PHY) {
		upper.access |= ACCESS_NOBODY;
		return;
	}
	if (what & ACCESS_WRITE)
		upper.lower[reg] = upper.data;
	else
		upper.data = upper.lower[reg];
	upper.under_way = !(what & ACCESS_WRITE);
}

static u16 upper_status(void)
{
	/* time for others to come, and to wait for the bus */
	if (upper.slow)
		usleep_range(50, 100);
	if (!upper.busy)
		return upper.access;
	upper.busy -= upper.busy > 0;
	return upper.access | ACCESS_BUSY;
}

static u16 upper_bridge(int reg)
{
	switch (reg) {
	case BRIDGE_ID:
		return upper.id;
	case BRIDGE_ACCESS:
		return upper_status();
	case BRIDGE_DATA:
		upper.under_way = false;
		return upper.data;
	default:
		return 0;
	}
}

static int upper_read(struct mii_bus *bus, int addr, int reg)
{
	if (upper_fails(addr))
		return -EIO;
	if (upper.stays) {
		upper.stays = false;
		complete(&upper.entered);
		wait_for_completion(&upper.leave);
	}
	if (addr == OTHER)
		return upper.other[reg % 32];
	return addr == AT ? upper_bridge(reg) : 0xffff;
}

static int upper_write(struct mii_bus *bus, int addr, int reg, u16 value)
{
	if (upper_fails(addr))
		return -EIO;
	if (addr == OTHER)
		upper.other[reg % 32] = value;
	if (addr == AT && reg == BRIDGE_ACCESS)
		upper_access(value);
	if (addr == AT && reg == BRIDGE_DATA)
		upper.data = value;
	return 0;
}

static int upper_read_c45(struct mii_bus *bus, int addr, int mmd, int reg)
{
	if (upper_fails(addr))
		return -EIO;
	return addr == OTHER && mmd == 30 && reg == 0xfffe ? upper.c45 : 0xffff;
}

static int upper_write_c45(struct mii_bus *bus, int addr, int mmd, int reg, u16 value)
{
	if (upper_fails(addr))
		return -EIO;
	if (addr == OTHER && mmd == 30 && reg == 0xfffe)
		upper.c45 = value;
	return 0;
}

static deed_misuses("registered before each test, and dropped after it")
struct bridge_driver registered;

static deed_misuses("what a module's exit does, for each test")
void driver_gone(void *unused)
{
	bridge_driver_drop(&registered);
}

static void upper_gone(void *unused)
{
	if (upper.bus->state == MDIOBUS_REGISTERED)
		mdiobus_unregister(upper.bus);
	mdiobus_free(upper.bus);
}

static deed_misuses("what a module's start does, for each test")
int mdio_device_test_init(struct kunit *test)
{
	memset(&upper, 0, sizeof(upper));
	init_completion(&upper.entered);
	init_completion(&upper.leave);
	upper.id = BRIDGE_IS;
	upper.lower[MII_PHYSID1] = PHY_ID >> 16;
	upper.lower[MII_PHYSID2] = PHY_ID & 0xffff;
	registered = bridge_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, driver_gone, NULL), 0);

	upper.bus = mdiobus_alloc();
	KUNIT_ASSERT_NOT_NULL(test, upper.bus);
	upper.bus->name = "upper";
	upper.bus->read = upper_read;
	upper.bus->write = upper_write;
	upper.bus->read_c45 = upper_read_c45;
	upper.bus->write_c45 = upper_write_c45;
	upper.bus->phy_mask = ~0u;
	strscpy(upper.bus->id, UPPER, sizeof(upper.bus->id));
	KUNIT_ASSERT_EQ(test, mdiobus_register(upper.bus), 0);
	return kunit_add_action_or_reset(test, upper_gone, NULL);
}

/* As of devices that a board declares: by their name. The kernel's own is not exported. */
static int matches(struct device *dev, const struct device_driver *drv)
{
	return !strcmp(to_mdio_device(dev)->modalias, drv->name);
}

/* Puts the bridge on the bus, which binds it if nothing fails. */
static void plug(struct kunit *test)
{
	struct mdio_device *dev = mdio_device_create(upper.bus, AT);

	KUNIT_ASSERT_FALSE(test, IS_ERR(dev));
	strscpy(dev->modalias, "deed-bridge", sizeof(dev->modalias));
	dev->bus_match = matches;
	KUNIT_ASSERT_EQ(test, mdio_device_register(dev), 0);
	upper.dev = dev;
	upper.accesses = 0;
}

static bool bound(void)
{
	bool is;

	device_lock(&upper.dev->dev);
	is = device_is_bound(&upper.dev->dev);
	device_unlock(&upper.dev->dev);
	return is;
}

static const struct bridge_hw *hardware(void)
{
	const struct bridge *b = dev_get_drvdata(&upper.dev->dev);

	return &b->dev.__hw;
}

static void bus_put(void *bus)
{
	put_device(&((struct mii_bus *)bus)->dev);
}

/* The bus behind the bridge, referenced until the test ends. */
static struct mii_bus *lower_bus(struct kunit *test)
{
	struct mii_bus *bus = mdio_find_bus(LOWER);

	KUNIT_ASSERT_NOT_NULL(test, bus);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, bus_put, bus), 0);
	return bus;
}

static bool there_is(const char *name)
{
	struct mii_bus *bus = mdio_find_bus(name);

	if (bus)
		bus_put(bus);
	return bus;
}

static void phys_behind_a_bridge_are_found(struct kunit *test)
{
	struct mii_bus *bus;

	plug(test);
	KUNIT_ASSERT_TRUE(test, bound());
	bus = lower_bus(test);
	for (int i = 0; i < PHY_MAX_ADDR; i++)
		KUNIT_EXPECT_EQ(test, !!mdiobus_get_phy(bus, i), i == PHY);
	KUNIT_ASSERT_NOT_NULL(test, mdiobus_get_phy(bus, PHY));
	KUNIT_EXPECT_EQ(test, mdiobus_get_phy(bus, PHY)->phy_id, PHY_ID);
}

static void what_is_no_bridge_is_not_bound(struct kunit *test)
{
	upper.id = 0xffff;
	plug(test);
	KUNIT_EXPECT_FALSE(test, bound());
	KUNIT_EXPECT_FALSE(test, there_is(LOWER));
}

static void registers_are_reached_through_the_bridge(struct kunit *test)
{
	struct mii_bus *bus;

	plug(test);
	bus = lower_bus(test);
	for (unsigned int reg = 4; reg < 32; reg++) {
		KUNIT_EXPECT_EQ(test, mdiobus_write(bus, PHY, reg, 0x8000 + reg), 0);
		KUNIT_EXPECT_EQ(test, upper.lower[reg], 0x8000 + reg);
		upper.lower[reg] = ~reg;
		KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, reg), (u16)~reg);
	}
	/* nobody there */
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY + 1, 4), 0xffff);
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, PHY + 1, 4, 0), 0);
}

static void access_that_takes_long_is_waited_for(struct kunit *test)
{
	struct mii_bus *bus;

	plug(test);
	bus = lower_bus(test);
	upper.lower[4] = 17;
	upper.busy = LOOKS - 1;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), 17);
	upper.busy = LOOKS;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), -ETIMEDOUT);
	upper.busy = -1;
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, PHY, 4, 0), -ETIMEDOUT);
	upper.busy = 0;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), 0);
}

static void errors_of_the_upper_bus_reach_who_asked(struct kunit *test)
{
	struct mii_bus *bus;

	plug(test);
	bus = lower_bus(test);
	for (unsigned int n = 1; n <= 3; n++) {
		upper.accesses = 0;
		upper.fail_at = n;
		KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), -EIO);
		KUNIT_EXPECT_EQ(test, upper.accesses, n);
		upper.accesses = 0;
		KUNIT_EXPECT_EQ(test, mdiobus_write(bus, PHY, 4, 0), -EIO);
		KUNIT_EXPECT_EQ(test, upper.accesses, n);
	}
	upper.accesses = 0;
	upper.fail_at = 4;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), 0);
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, PHY, 4, 0), -EIO);
}

/* Each access of being bound: with a bus below that cannot be scanned, too. */
static void nothing_is_left_of_what_failed(struct kunit *test)
{
	unsigned int n = 0;

	upper.fail_at = 1;
	plug(test);
	KUNIT_EXPECT_FALSE(test, bound());
	do {
		device_release_driver(&upper.dev->dev);
		upper.accesses = 0;
		upper.fail_at = ++n;
		KUNIT_EXPECT_GE(test, device_attach(&upper.dev->dev), 0);
		KUNIT_EXPECT_EQ(test, bound(), there_is(LOWER));
		if (!bound())
			KUNIT_EXPECT_TRUE(test, list_empty(&upper.dev->dev.devres_head));
	} while (upper.accesses >= n && n < 1000);
	KUNIT_EXPECT_TRUE(test, bound());
	KUNIT_EXPECT_GT(test, n, 32);
	KUNIT_EXPECT_LT(test, n, 1000);
}

static void registration_that_fails_is_told(struct kunit *test)
{
	faults_on(test);
	bridge_driver_drop(&registered);
	step_at(1);
	registered = bridge_driver_register();
	KUNIT_EXPECT_TRUE(test, step_hit());
	KUNIT_EXPECT_FALSE(test, deed_ok(registered));
	KUNIT_EXPECT_EQ(test, deed_err(registered), -EBUSY);
	registered = bridge_driver_register();
	KUNIT_EXPECT_TRUE(test, deed_ok(registered));
	faults_off(test);
}

static bool over;

static int asks_below(void *bus)
{
	int err = 0;

	for (int i = 0; i < 200 && !err; i++)
		err = mdiobus_read(bus, PHY, 4) == 17 ? 0 : -EIO;
	WRITE_ONCE(over, true);
	return err;
}

/* More than once: the number of accesses. */
static int asks_beside(void *bus)
{
	int n = 0;

	while (!READ_ONCE(over)) {
		if (mdiobus_read(bus, OTHER, 1) != 18)
			return -EIO;
		n++;
		usleep_range(20, 60);
	}
	return n;
}

/*
 * Another access between its steps would be seen: who waits for the bus has the same CPU,
 * and takes it at once when the bus is let go.
 */
static void sequence_is_one(struct kunit *test)
{
	struct thread *below, *beside;

	plug(test);
	upper.lower[4] = 17;
	upper.other[1] = 18;
	over = false;
	upper.slow = true;
	below = thread_make(test, asks_below, lower_bus(test));
	beside = thread_make(test, asks_beside, upper.bus);
	kthread_bind(below->task, cpumask_first(cpu_online_mask));
	kthread_bind(beside->task, cpumask_first(cpu_online_mask));
	sched_set_fifo(beside->task);
	wake_up_process(below->task);
	wake_up_process(beside->task);
	KUNIT_EXPECT_EQ(test, thread_join(test, below), 0);
	KUNIT_EXPECT_GT(test, thread_join(test, beside), 10);
	KUNIT_EXPECT_EQ(test, upper.disturbed, 0);
}

static void all_addresses_can_be_asked(struct kunit *test)
{
	const struct bridge_hw *hw;
	u16 value = 0;

	plug(test);
	hw = hardware();
	KUNIT_EXPECT_EQ(test, deed_mdio_addr(&hw->upper), AT);
	KUNIT_EXPECT_EQ(test, deed_mdio_write(&hw->upper, (struct deed_mdio_c22){ OTHER, 31 },
					      0xabcd), 0);
	KUNIT_EXPECT_EQ(test, upper.other[31], 0xabcd);
	KUNIT_EXPECT_EQ(test, deed_mdio_read(&hw->upper, (struct deed_mdio_c22){ OTHER, 31 },
					     &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0xabcd);
	KUNIT_EXPECT_EQ(test, deed_mdio_write_c45(&hw->upper,
						  (struct deed_mdio_c45){ OTHER, 30, 0xfffe },
						  0x1234), 0);
	KUNIT_EXPECT_EQ(test, upper.c45, 0x1234);
	KUNIT_EXPECT_EQ(test, deed_mdio_read_c45(&hw->upper,
						 (struct deed_mdio_c45){ OTHER, 30, 0xfffe },
						 &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0x1234);
}

static void errors_are_told_and_nothing_is_read(struct kunit *test)
{
	const struct deed_mdio_c45 c45 = { OTHER, 30, 0xfffe };
	const struct deed_mdio_c22 c22 = { OTHER, 1 };
	const struct bridge_hw *hw;
	u16 value = 7;

	plug(test);
	hw = hardware();
	upper.fail_at = 1;
	KUNIT_EXPECT_EQ(test, deed_mdio_read(&hw->upper, c22, &value), -EIO);
	upper.accesses = 0;
	KUNIT_EXPECT_EQ(test, deed_mdio_write(&hw->upper, c22, 1), -EIO);
	upper.accesses = 0;
	KUNIT_EXPECT_EQ(test, deed_mdio_read_c45(&hw->upper, c45, &value), -EIO);
	upper.accesses = 0;
	KUNIT_EXPECT_EQ(test, deed_mdio_write_c45(&hw->upper, c45, 1), -EIO);
	upper.bus->read_c45 = NULL;
	upper.bus->write_c45 = NULL;
	KUNIT_EXPECT_EQ(test, deed_mdio_read_c45(&hw->upper, c45, &value), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, deed_mdio_write_c45(&hw->upper, c45, 1), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, value, 7);
	KUNIT_EXPECT_EQ(test, upper.other[1], 0);
}

static void registers_that_there_cannot_be_are_refused(struct kunit *test)
{
	const struct bridge_hw *hw;
	u16 value = 7;

	plug(test);
	hw = hardware();
	KUNIT_EXPECT_EQ(test, deed_mdio_read(&hw->upper, (struct deed_mdio_c22){ 32, 0 },
					     &value), -ENXIO);
	KUNIT_EXPECT_EQ(test, deed_mdio_read(&hw->upper, (struct deed_mdio_c22){ 0, 32 },
					     &value), -ENXIO);
	KUNIT_EXPECT_EQ(test, deed_mdio_write(&hw->upper, (struct deed_mdio_c22){ 0, 255 }, 0),
			-ENXIO);
	KUNIT_EXPECT_EQ(test, deed_mdio_read_c45(&hw->upper, (struct deed_mdio_c45){ 0, 32, 0 },
						 &value), -ENXIO);
	KUNIT_EXPECT_EQ(test, deed_mdio_write_c45(&hw->upper, (struct deed_mdio_c45){ 32, 0, 0 },
						  0), -ENXIO);
	{
		deed_mdio_lock(locked, &hw->upper);

		KUNIT_EXPECT_TRUE(test, mutex_is_locked(&upper.bus->mdio_lock));
		KUNIT_EXPECT_EQ(test, deed_mdio_locked_read(locked, (struct deed_mdio_c22){ 0, 32 },
							    &value), -ENXIO);
		KUNIT_EXPECT_EQ(test, deed_mdio_locked_write(locked,
							     (struct deed_mdio_c22){ 32, 0 }, 0),
				-ENXIO);
	}
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&upper.bus->mdio_lock));
	KUNIT_EXPECT_EQ(test, upper.accesses, 0);
	KUNIT_EXPECT_EQ(test, value, 7);
}

/* Its devices go first. */
static void upper_bus_goes(struct kunit *test)
{
	struct mii_bus *bus;

	plug(test);
	bus = lower_bus(test);
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), 0);
	mdiobus_unregister(upper.bus);
	KUNIT_EXPECT_FALSE(test, there_is(LOWER));
	upper.accesses = 0;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, PHY, 4), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, upper.accesses, 0);
}

static int unregisters(void *bus)
{
	mdiobus_unregister(bus);
	return 0;
}

static int asks_once(void *bus)
{
	return mdiobus_read(bus, PHY, 4);
}

static void upper_bus_waits_for_who_is_inside(struct kunit *test)
{
	struct thread *asker, *goer;
	struct mii_bus *bus;

	plug(test);
	bus = lower_bus(test);
	upper.lower[4] = 17;
	upper.stays = true;
	asker = thread_start(test, asks_once, bus);
	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&upper.entered, THREAD_PATIENCE));
	goer = thread_start(test, unregisters, upper.bus);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(goer));
	complete(&upper.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, asker), 17);
	KUNIT_EXPECT_EQ(test, thread_join(test, goer), 0);
}

static struct kunit_case mdio_device_cases[] = {
	KUNIT_CASE(phys_behind_a_bridge_are_found),
	KUNIT_CASE(what_is_no_bridge_is_not_bound),
	KUNIT_CASE(registers_are_reached_through_the_bridge),
	KUNIT_CASE(access_that_takes_long_is_waited_for),
	KUNIT_CASE(errors_of_the_upper_bus_reach_who_asked),
	KUNIT_CASE(nothing_is_left_of_what_failed),
	KUNIT_CASE(registration_that_fails_is_told),
	KUNIT_CASE(sequence_is_one),
	KUNIT_CASE(all_addresses_can_be_asked),
	KUNIT_CASE(errors_are_told_and_nothing_is_read),
	KUNIT_CASE(registers_that_there_cannot_be_are_refused),
	KUNIT_CASE(upper_bus_goes),
	KUNIT_CASE(upper_bus_waits_for_who_is_inside),
	{}
};

static struct kunit_suite mdio_device_suite = {
	.name = "deed_mdio_device",
	.init = mdio_device_test_init,
	.test_cases = mdio_device_cases,
};

kunit_test_suite(mdio_device_suite);

MODULE_DESCRIPTION("Tests of devices on MDIO buses");
MODULE_LICENSE("GPL");
