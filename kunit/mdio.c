// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/mdio.h>: what phylib asks of a bus, and that nobody is asked once the
 * device has gone.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/module.h>

#include <deed/mdio.h>
#include <deed/platform.h>

#include "fake_platform.h"
#include "fault.h"
#include "story.h"
#include "thread.h"

deed_unsafe_file("tests ask as phylib would, and are the device");

#define NAME	"deed-toy-mdio"
#define BUS	NAME "-mii"
#define PHY	5 /* there is one at this address */
#define PHY_ID	0x12345678

DEED_DEVICE_TYPE(toy_device, struct deed_no_hw);

struct toy {
	struct toy_device dev;
};

/* What the driver was asked last, and what it answers. */
static struct {
	const struct toy *state;
	struct mii_bus *bus; /* whose lock is to be held */
	bool locked;
	unsigned int addr, mmd, reg, value;
	unsigned int calls;
	u16 answer;
	int err, reset_err;
	bool says_nothing;
	bool stays; /* until it may leave */
	struct completion entered, leave;
	struct story story;
	unsigned int states;
} toy;

static void toy_release(struct toy *t)
{
	toy.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static deed_misuses("stays as long as a test wants")
void asked(const struct toy *t, const struct deed_no_hw *hw, unsigned int addr,
	   unsigned int mmd, unsigned int reg, unsigned int value)
{
	toy.calls++;
	toy.state = hw == &t->dev.__hw ? t : NULL;
	toy.locked = toy.bus && mutex_is_locked(&toy.bus->mdio_lock);
	toy.addr = addr;
	toy.mmd = mmd;
	toy.reg = reg;
	toy.value = value;
	if (toy.stays) {
		complete(&toy.entered);
		wait_for_completion(&toy.leave);
	}
}

static deed_misuses("asked() stays") int
toy_read(const struct toy *t, const struct deed_no_hw *hw, struct deed_mdio_c22 at, u16 *value)
{
	if (!toy.calls)
		story_tell(&toy.story, 'r');
	asked(t, hw, at.addr, 0, at.reg, 0);
	if (toy.says_nothing)
		return toy.err;
	*value = toy.answer;
	if (!toy.bus) /* it is being registered */
		*value = at.addr != PHY ? 0xffff : at.reg == MII_PHYSID1 ? PHY_ID >> 16 :
			 at.reg == MII_PHYSID2 ? PHY_ID & 0xffff : 0;
	return toy.err;
}

static deed_misuses("asked() stays") int
toy_write(const struct toy *t, const struct deed_no_hw *hw, struct deed_mdio_c22 at, u16 value)
{
	asked(t, hw, at.addr, 0, at.reg, value);
	return toy.err;
}

static deed_misuses("asked() stays") int
toy_read_c45(const struct toy *t, const struct deed_no_hw *hw, struct deed_mdio_c45 at,
	     u16 *value)
{
	asked(t, hw, at.addr, at.mmd, at.reg, 0);
	*value = toy.bus ? toy.answer : 0xffff;
	return toy.err;
}

static deed_misuses("asked() stays") int
toy_write_c45(const struct toy *t, const struct deed_no_hw *hw, struct deed_mdio_c45 at,
	      u16 value)
{
	asked(t, hw, at.addr, at.mmd, at.reg, value);
	return toy.err;
}

static int toy_reset(const struct toy *t, const struct deed_no_hw *hw)
{
	story_tell(&toy.story, 'R');
	return hw == &t->dev.__hw ? toy.reset_err : -EINVAL;
}

DEED_MDIO_BUS(toy_bus, toy_ref, dev, "a toy", read, toy_read, write, toy_write,
	      read_c45, toy_read_c45, write_c45, toy_write_c45, reset, toy_reset);

/* One that knows clause 22 only. */
DEED_MDIO_BUS(plain_bus, toy_ref, dev, "a plain toy", read, toy_read, write, toy_write);

static void toy_unmapped(void *data)
{
	story_tell(&toy.story, 'u');
}

static int toy_probe(struct deed_platform *dev, struct toy *t, struct deed_no_hw *hw)
{
	toy.calls = 0;
	return devm_add_action(dev->scope.__dev, toy_unmapped, NULL);
}

static int toy_start(const struct toy *t, const struct deed_no_hw *hw,
		     struct toy_device_scope *scope)
{
	toy.states++;
	return toy_bus_register(scope);
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start);

static int plain_start(const struct toy *t, const struct deed_no_hw *hw,
		       struct toy_device_scope *scope)
{
	toy.states++;
	return plain_bus_register(scope);
}

DEED_PLATFORM_DRIVER(plain_driver, NAME "-plain", toy_ref, dev, toy_probe,
		     start, plain_start);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;
static deed_misuses("registered before each test, and dropped after it")
struct plain_driver registered_plain;

static deed_misuses("what a module's start does, for each test")
int mdio_test_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	init_completion(&toy.entered);
	init_completion(&toy.leave);
	registered = toy_driver_register();
	registered_plain = plain_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered) && deed_ok(registered_plain));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void mdio_test_exit(struct kunit *test)
{
	plain_driver_drop(&registered_plain);
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

static void bus_put(void *bus)
{
	put_device(&((struct mii_bus *)bus)->dev);
}

static bool there_is(const char *name)
{
	struct mii_bus *bus = mdio_find_bus(name);

	if (bus)
		bus_put(bus);
	return bus;
}

/* The bus of a device that is bound, referenced until the test ends. */
static struct mii_bus *bus_of(struct kunit *test, struct platform_device *pdev)
{
	struct mii_bus *bus;
	char name[64];

	snprintf(name, sizeof(name), "%s-mii", dev_name(&pdev->dev));
	bus = mdio_find_bus(name);
	KUNIT_ASSERT_NOT_NULL(test, bus);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, bus_put, bus), 0);
	toy.bus = bus;
	toy.calls = 0;
	return bus;
}

static const struct toy *state_of(struct platform_device *pdev)
{
	return platform_get_drvdata(pdev);
}

static void registers_are_read_and_written(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct mii_bus *bus = bus_of(test, pdev);

	for (unsigned int i = 0; i < 32; i++) {
		toy.answer = 0xffff - i;
		KUNIT_EXPECT_EQ(test, mdiobus_read(bus, i, 31 - i), 0xffff - i);
		KUNIT_EXPECT_EQ(test, toy.addr, i);
		KUNIT_EXPECT_EQ(test, toy.reg, 31 - i);
		KUNIT_EXPECT_EQ(test, mdiobus_write(bus, 31 - i, i, 0xfff0 + i), 0);
		KUNIT_EXPECT_EQ(test, toy.addr, 31 - i);
		KUNIT_EXPECT_EQ(test, toy.reg, i);
		KUNIT_EXPECT_EQ(test, toy.value, (u16)(0xfff0 + i));
	}
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(pdev));
	KUNIT_EXPECT_EQ(test, toy.calls, 64);
}

static void registers_of_clause_45_are_read_and_written(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct mii_bus *bus = bus_of(test, pdev);

	toy.answer = 0x8001;
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 31, 30, 0xffff), 0x8001);
	KUNIT_EXPECT_EQ(test, toy.addr, 31);
	KUNIT_EXPECT_EQ(test, toy.mmd, 30);
	KUNIT_EXPECT_EQ(test, toy.reg, 0xffff);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_write(bus, 1, 31, 0x1234, 0xabcd), 0);
	KUNIT_EXPECT_EQ(test, toy.addr, 1);
	KUNIT_EXPECT_EQ(test, toy.mmd, 31);
	KUNIT_EXPECT_EQ(test, toy.reg, 0x1234);
	KUNIT_EXPECT_EQ(test, toy.value, 0xabcd);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(pdev));
}

static void clause_that_is_not_known_is_not_supported(struct kunit *test)
{
	struct mii_bus *bus = bus_of(test, fake_device(test, NAME "-plain", -1, NULL, 0));

	toy.answer = 3;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 0), 3);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 0, 1, 0), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_write(bus, 0, 1, 0, 0), -EOPNOTSUPP);
}

static void bus_is_locked(struct kunit *test)
{
	struct mii_bus *bus = bus_of(test, fake_device(test, NAME, -1, NULL, 0));

	KUNIT_EXPECT_GE(test, mdiobus_read(bus, 0, 0), 0);
	KUNIT_EXPECT_TRUE(test, toy.locked);
	toy.locked = false;
	KUNIT_EXPECT_EQ(test, mdiobus_c45_write(bus, 0, 0, 0, 0), 0);
	KUNIT_EXPECT_TRUE(test, toy.locked);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&bus->mdio_lock));
}

static void registers_that_are_not_there_are_refused(struct kunit *test)
{
	struct mii_bus *bus = bus_of(test, fake_device(test, NAME, -1, NULL, 0));

	/* phylib knows how many addresses there are, and nothing else */
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 32, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 32), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, U32_MAX), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, 0, 32, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 0, 32, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 0, -1, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 0, 0, 0x10000), -ENXIO);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_write(bus, 0, 32, 0, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, bus->read(bus, -1, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, bus->write_c45(bus, 32, 0, 0, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, toy.calls, 0);
}

static void errors_reach_who_asked(struct kunit *test)
{
	struct mii_bus *bus = bus_of(test, fake_device(test, NAME, -1, NULL, 0));

	toy.answer = 17;
	toy.err = -EPROTO;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 0), -EPROTO);
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, 0, 0, 0), -EPROTO);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 0, 0, 0), -EPROTO);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_write(bus, 0, 0, 0, 0), -EPROTO);
	/* no errno, and no value */
	toy.err = 5;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, 0, 0, 0), -EINVAL);
	/* and nothing of the stack */
	toy.err = 0;
	toy.says_nothing = true;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 0), 0xffff);
}

static void phys_are_found(struct kunit *test)
{
	struct mii_bus *bus = bus_of(test, fake_device(test, NAME, -1, NULL, 0));

	EXPECT_STORY(test, &toy.story, BOUND_TWICE("Rru", "Rr"));
	KUNIT_EXPECT_STREQ(test, bus->name, "a toy");
	for (int i = 0; i < PHY_MAX_ADDR; i++)
		KUNIT_EXPECT_EQ(test, !!mdiobus_get_phy(bus, i), i == PHY);
	KUNIT_ASSERT_NOT_NULL(test, mdiobus_get_phy(bus, PHY));
	KUNIT_EXPECT_EQ(test, mdiobus_get_phy(bus, PHY)->phy_id, PHY_ID);
}

static void each_device_has_its_own(struct kunit *test)
{
	struct platform_device *a = fake_device(test, NAME, 0, NULL, 0);
	struct platform_device *b = fake_device(test, NAME, 1, NULL, 0);
	struct mii_bus *bus_a = bus_of(test, a), *bus_b = bus_of(test, b);

	KUNIT_EXPECT_GE(test, mdiobus_read(bus_a, 0, 0), 0);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(a));
	KUNIT_EXPECT_GE(test, mdiobus_read(bus_b, 0, 0), 0);
	KUNIT_EXPECT_PTR_EQ(test, toy.state, state_of(b));
}

static void reset_that_fails_binds_nothing(struct kunit *test)
{
	struct platform_device *pdev;

	toy.reset_err = -EBUSY;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, toy.calls, 0);
	KUNIT_EXPECT_FALSE(test, there_is(BUS));
	toy.reset_err = 0;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_TRUE(test, there_is(BUS));
}

/* Somebody has a reference, and goes on. */
static void bus_that_outlives_its_device_is_silent(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct mii_bus *bus = bus_of(test, pdev);

	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 0), 0);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	toy.calls = 0;
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 0, 0), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, mdiobus_write(bus, 0, 0, 0), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_read(bus, 0, 0, 0), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, mdiobus_c45_write(bus, 0, 0, 0, 0), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, toy.calls, 0);
	KUNIT_EXPECT_NULL(test, bus->priv);
	KUNIT_EXPECT_FALSE(test, there_is(BUS));
}

static int reads(void *bus)
{
	return mdiobus_read(bus, 1, 2);
}

static int unbinds(void *dev)
{
	device_release_driver(dev);
	return 0;
}

static void unbind_waits_for_who_reads(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	struct mii_bus *bus = bus_of(test, pdev);
	struct thread *reader, *unbinder;

	toy.answer = 5;
	toy.stays = true;
	reader = thread_start(test, reads, bus);
	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&toy.entered, THREAD_PATIENCE));
	story_begin(&toy.story);
	unbinder = thread_start(test, unbinds, &pdev->dev);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(unbinder));
	EXPECT_STORY(test, &toy.story, "");
	story_tell(&toy.story, 'l');
	complete(&toy.leave);
	KUNIT_EXPECT_EQ(test, thread_join(test, reader), 5);
	KUNIT_EXPECT_EQ(test, thread_join(test, unbinder), 0);
	EXPECT_STORY(test, &toy.story, "lu");
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

static void nothing_is_left_of_what_failed(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME "-plain", -1, NULL, 0);
	unsigned int failed = 0;
	bool hit = true, bound;

	faults_on(test);
	/* most, and the last, are of the kernel's devices: some of them are enough */
	for (unsigned int n = 1; hit && n < 10000; n += 1 + n / 16) {
		device_release_driver(&pdev->dev);
		story_begin(&toy.story);
		fault_at(n);
		bound = device_attach(&pdev->dev);
		hit = fault_hit();
		if (bound)
			continue;
		failed++;
		KUNIT_EXPECT_FALSE(test, there_is(NAME "-plain-mii"));
		KUNIT_EXPECT_EQ(test, toy.states, 0);
		KUNIT_EXPECT_TRUE(test, list_empty(&pdev->dev.devres_head));
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_GT(test, failed, 3);
	KUNIT_EXPECT_TRUE(test, there_is(NAME "-plain-mii"));
}

static struct kunit_case mdio_cases[] = {
	KUNIT_CASE(registers_are_read_and_written),
	KUNIT_CASE(registers_of_clause_45_are_read_and_written),
	KUNIT_CASE(clause_that_is_not_known_is_not_supported),
	KUNIT_CASE(bus_is_locked),
	KUNIT_CASE(registers_that_are_not_there_are_refused),
	KUNIT_CASE(errors_reach_who_asked),
	KUNIT_CASE(phys_are_found),
	KUNIT_CASE(each_device_has_its_own),
	KUNIT_CASE(reset_that_fails_binds_nothing),
	KUNIT_CASE(bus_that_outlives_its_device_is_silent),
	KUNIT_CASE(unbind_waits_for_who_reads),
	KUNIT_CASE(nothing_is_left_of_what_failed),
	{}
};

static struct kunit_suite mdio_suite = {
	.name = "deed_mdio",
	.init = mdio_test_init,
	.exit = mdio_test_exit,
	.test_cases = mdio_cases,
};

kunit_test_suite(mdio_suite);

MODULE_DESCRIPTION("Tests of MDIO buses");
MODULE_LICENSE("GPL");
