/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A PHY that is memory, on a bus of its own, and a network device that it can be
 * attached to. What is asked of the PHY is written down.
 */
#ifndef _DEED_KUNIT_FAKE_PHY_H
#define _DEED_KUNIT_FAKE_PHY_H

#include <kunit/device.h>
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/mii.h>
#include <linux/netdevice.h>
#include <linux/phy.h>
#include <linux/rtnetlink.h>

#include <deed/own.h>

deed_unsafe_file("tests are the bus, the PHY and the network card");

#define FAKE_PHY_ADDR	7
#define FAKE_PHY_PAGE	22 /* the register that selects a page, if there are pages */
#define FAKE_PHY_PAGES	4

struct fake_phy {
	struct mii_bus *bus;
	struct phy_device *phydev;
	struct device *mac; /* what the network card is */
	struct net_device *netdev;
	u16 regs[FAKE_PHY_PAGES][32];
	bool paged;
	unsigned int accesses, fail_at; /* the n-th access fails; 0: none */
	bool logs;
	char log[512]; /* "r0 w4=1e1 ", in the order in which it happened */
};

static inline u16 *fake_phy_reg(struct fake_phy *f, unsigned int reg)
{
	unsigned int page = f->paged && reg != FAKE_PHY_PAGE ? f->regs[0][FAKE_PHY_PAGE] : 0;

	return &f->regs[page % FAKE_PHY_PAGES][reg % 32];
}

/* Whether this access is one that fails. */
static inline bool fake_phy_access(struct fake_phy *f, const char *what, unsigned int reg,
				   unsigned int value)
{
	size_t used = strlen(f->log);

	if (f->logs && *what == 'r')
		scnprintf(f->log + used, sizeof(f->log) - used, "r%u ", reg);
	else if (f->logs)
		scnprintf(f->log + used, sizeof(f->log) - used, "w%u=%x ", reg, value);
	return ++f->accesses == f->fail_at;
}

static inline int fake_phy_read(struct mii_bus *bus, int addr, int reg)
{
	struct fake_phy *f = bus->priv;

	if (addr != FAKE_PHY_ADDR)
		return 0xffff;
	return fake_phy_access(f, "r", reg, 0) ? -EIO : *fake_phy_reg(f, reg);
}

static inline int fake_phy_write(struct mii_bus *bus, int addr, int reg, u16 value)
{
	struct fake_phy *f = bus->priv;

	if (addr != FAKE_PHY_ADDR)
		return 0;
	if (fake_phy_access(f, "w", reg, value))
		return -EIO;
	if (reg == MII_BMCR)
		value &= ~(BMCR_RESET | BMCR_ANRESTART); /* is over at once */
	*fake_phy_reg(f, reg) = value;
	return 0;
}

static const struct net_device_ops fake_phy_net_ops;

static inline void fake_phy_gone(void *data)
{
	struct fake_phy *f = data;

	if (f->phydev->attached_dev) {
		rtnl_lock();
		phy_disconnect(f->phydev);
		rtnl_unlock();
	}
	mdiobus_unregister(f->bus);
	mdiobus_free(f->bus);
	if (f->netdev) {
		unregister_netdev(f->netdev);
		free_netdev(f->netdev);
	}
}

/* A PHY with this identifier, whose link is up, and which can do 100 Mbit/s. */
static inline void fake_phy_preset(struct fake_phy *f, u32 id)
{
	memset(f, 0, sizeof(*f));
	f->regs[0][MII_PHYSID1] = id >> 16;
	f->regs[0][MII_PHYSID2] = id & U16_MAX;
	f->regs[0][MII_BMSR] = BMSR_100FULL | BMSR_100HALF | BMSR_10FULL | BMSR_10HALF |
			       BMSR_ANEGCAPABLE | BMSR_ANEGCOMPLETE | BMSR_LSTATUS;
	f->regs[0][MII_ADVERTISE] = ADVERTISE_ALL | ADVERTISE_CSMA;
	f->regs[0][MII_LPA] = LPA_100FULL | LPA_10HALF | LPA_LPACK | ADVERTISE_CSMA;
}

/* Puts it on a bus, where its driver finds it; until the test ends. */
static inline void fake_phy_plug(struct kunit *test, struct fake_phy *f)
{
	struct mii_bus *bus = mdiobus_alloc();

	KUNIT_ASSERT_NOT_NULL(test, bus);
	f->mac = kunit_device_register(test, "deed-mac");
	KUNIT_ASSERT_FALSE(test, IS_ERR(f->mac));
	f->bus = bus;
	bus->name = "fake";
	bus->priv = f;
	bus->read = fake_phy_read;
	bus->write = fake_phy_write;
	bus->phy_mask = (u32)~BIT(FAKE_PHY_ADDR);
	strscpy(bus->id, "deed-fake", sizeof(bus->id));
	KUNIT_ASSERT_EQ(test, mdiobus_register(bus), 0);
	f->phydev = mdiobus_get_phy(bus, FAKE_PHY_ADDR);
	KUNIT_ASSERT_NOT_NULL(test, f->phydev);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, fake_phy_gone, f), 0);
}

static inline void fake_phy_link_changed(struct net_device *netdev)
{
}

/* Attaches it to a network device; phylib begins to look after it with phy_start(). */
static inline void fake_phy_attach(struct kunit *test, struct fake_phy *f)
{
	f->netdev = alloc_etherdev(0);
	KUNIT_ASSERT_NOT_NULL(test, f->netdev);
	SET_NETDEV_DEV(f->netdev, f->mac);
	f->netdev->netdev_ops = &fake_phy_net_ops;
	eth_hw_addr_random(f->netdev);
	KUNIT_ASSERT_EQ(test, register_netdev(f->netdev), 0);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, phy_connect_direct(f->netdev, f->phydev, fake_phy_link_changed,
						 PHY_INTERFACE_MODE_MII), 0);
	rtnl_unlock();
}

/* What was asked of the PHY since this was called last is forgotten. */
static inline void fake_phy_log(struct fake_phy *f)
{
	f->logs = true;
	f->log[0] = 0;
	f->accesses = 0;
	f->fail_at = 0;
}

#endif /* _DEED_KUNIT_FAKE_PHY_H */
