// SPDX-License-Identifier: GPL-2.0
/*
 * Counts the callbacks of PHY drivers, deed's and their twins, as phylib calls them,
 * on a PHY that is memory. It has neither driver: each is asked in turn. And accesses to
 * a bus, as a device on it makes them.
 */
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/phy.h>

#include <deed/mdio_device.h>
#include <deed/own.h>

#include "bench.h"

deed_unsafe_file("calls drivers as phylib does, and is the PHY");

static const char *const names[] = {
	[DEED] = "Asix Electronics AX88772A",
	[RAW] = "Twin Electronics AX88772A",
};

static struct phy_driver *drivers[2];
static struct phy_device *phydev;
static u16 regs[32];

/* A reset is not taken, so that nobody waits for its end. */
static int bus_write(struct mii_bus *bus, int addr, int reg, u16 value)
{
	if (reg == MII_BMCR && value & BMCR_RESET)
		return -EIO;
	regs[reg % ARRAY_SIZE(regs)] = value;
	return 0;
}

static int bus_read(struct mii_bus *bus, int addr, int reg)
{
	return regs[reg % ARRAY_SIZE(regs)];
}

static void ask(enum bench_side side)
{
	phydev->drv = drivers[side];
	phydev->speed = SPEED_UNKNOWN;
	phydev->duplex = DUPLEX_UNKNOWN;
	regs[MII_BMCR] = BMCR_ANENABLE | BMCR_SPEED100 | BMCR_FULLDPLX;
	regs[MII_BMSR] = BMSR_100FULL | BMSR_100HALF | BMSR_10FULL | BMSR_10HALF |
			 BMSR_ANEGCAPABLE | BMSR_ANEGCOMPLETE | BMSR_LSTATUS;
	regs[MII_ADVERTISE] = ADVERTISE_ALL | ADVERTISE_CSMA;
	regs[MII_LPA] = ADVERTISE_ALL | ADVERTISE_CSMA | LPA_LPACK;
}

static void ask_locked(enum bench_side side)
{
	ask(side);
	mutex_lock(&phydev->lock);
}

static void ask_without_link(enum bench_side side)
{
	ask_locked(side);
	regs[MII_BMSR] &= ~(BMSR_ANEGCOMPLETE | BMSR_LSTATUS);
}

static void unlock(enum bench_side side)
{
	mutex_unlock(&phydev->lock);
}

static long soft_reset(void)
{
	return phydev->drv->soft_reset(phydev);
}

static long read_status(void)
{
	return phydev->drv->read_status(phydev) ?: phydev->speed + phydev->duplex;
}

static long link_change(void)
{
	phydev->drv->link_change_notify(phydev);
	return phydev->state;
}

static deed_misuses("static, as its twin is") struct deed_mdio_bus deed_bus;
static struct mdio_device *raw_dev;
static struct deed_mdio_c22 at = { 0, MII_ADVERTISE };

static noinline long deed_mdio_read_one(void)
{
	const struct deed_mdio_bus *bus = &deed_bus;
	u16 value;

	return deed_mdio_read(bus, at, &value) ?: (long)value;
}

/* Who asks for a register that there cannot be is told. */
static bool raw_is_c22(struct deed_mdio_c22 reg)
{
	return reg.addr < PHY_MAX_ADDR && reg.reg < 32;
}

static noinline long raw_mdio_read_one(void)
{
	u16 value;
	int ret;

	if (!raw_is_c22(at))
		return -ENXIO;
	ret = mdiobus_read_nested(raw_dev->bus, at.addr, at.reg);
	if (ret < 0)
		return ret;
	value = ret;
	return value;
}

static noinline long deed_mdio_sequence(void)
{
	const struct deed_mdio_bus *bus = &deed_bus;
	u16 value;
	int err;

	deed_mdio_lock(locked, bus);

	err = deed_mdio_locked_write(locked, at, 17);
	if (!err)
		err = deed_mdio_locked_read(locked, at, &value);
	return err ?: (long)value;
}

static noinline long raw_mdio_sequence(void)
{
	struct mii_bus *bus = raw_dev->bus;
	int err = -ENXIO;

	mutex_lock_nested(&bus->mdio_lock, MDIO_MUTEX_NESTED);
	if (!raw_is_c22(at))
		goto unlock;
	err = __mdiobus_write(bus, at.addr, at.reg, 17);
	if (err)
		goto unlock;
	err = raw_is_c22(at) ? __mdiobus_read(bus, at.addr, at.reg) : -ENXIO;
unlock:
	mutex_unlock(&bus->mdio_lock);
	return err;
}

#define BOTH(fn) { fn, fn }

static const struct bench_row rows[] = {
	{ "asix", "soft_reset, until it waits", BOTH(soft_reset), ask, .sleeps = true },
	{ "asix", "read_status, negotiated", BOTH(read_status), ask_locked, unlock,
	  .sleeps = true },
	{ "asix", "read_status, no link", BOTH(read_status), ask_without_link, unlock,
	  .sleeps = true },
	{ "asix", "link_change_notify", BOTH(link_change), ask_locked, unlock, .sleeps = true },
	BENCH(mdio, read_one, "read a register", ask, .sleeps = true),
	BENCH(mdio, sequence, "write and read one, locked", ask, .sleeps = true),
};

static int find_drivers(void)
{
	for (enum bench_side side = DEED; side <= RAW; side++) {
		struct device_driver *found = driver_find(names[side], &mdio_bus_type);

		if (!found)
			return -ENOENT;
		drivers[side] = to_phy_driver(found);
	}
	return 0;
}

static int count_on(struct mii_bus *bus)
{
	int err;

	phydev = phy_device_create(bus, 0, 0, false, NULL);
	if (IS_ERR(phydev))
		return PTR_ERR(phydev);
	raw_dev = &phydev->mdio;
	deed_bus.__mdiodev = raw_dev;
	ask(RAW);
	err = genphy_read_abilities(phydev);
	if (!err) {
		linkmode_copy(phydev->advertising, phydev->supported);
		bench_rows(rows, ARRAY_SIZE(rows));
	}
	phydev->drv = NULL;
	phy_device_free(phydev);
	return err;
}

static int __init bench_phy_init(void)
{
	struct mii_bus *bus;
	int err = find_drivers();

	if (err)
		return err;
	bus = mdiobus_alloc();
	if (!bus)
		return -ENOMEM;
	bus->name = "bench";
	bus->read = bus_read;
	bus->write = bus_write;
	bus->phy_mask = ~0u;
	strscpy(bus->id, "deed-bench", sizeof(bus->id));
	err = mdiobus_register(bus);
	if (!err) {
		err = count_on(bus);
		mdiobus_unregister(bus);
	}
	mdiobus_free(bus);
	return err;
}
module_init(bench_phy_init);

static void __exit bench_phy_exit(void)
{
}
module_exit(bench_phy_exit);

MODULE_DESCRIPTION("Counts what PHY drivers and their twins do");
MODULE_LICENSE("GPL");
