// SPDX-License-Identifier: GPL-2.0
/*
 * A bridge between two MDIO buses, as switches have them: a device on one bus, whose
 * registers lead to another one with PHYs. There is no such chip; its driver is short.
 *
 *	register 0	0x0d1e, to know it by
 *	register 1	bit 15: busy; bit 14: nobody answered; bit 13: write; bits 9 to 5:
 *			address, bits 4 to 0: register on the other bus. A write begins an
 *			access.
 *	register 2	what is to be written, or what was read
 */
#include <linux/bitfield.h>
#include <linux/bits.h>

#include <deed/mdio.h>
#include <deed/mdio_device.h>
#include <deed/module.h>

#define BRIDGE_ID	0
#define BRIDGE_IS	0x0d1e
#define BRIDGE_ACCESS	1
#define ACCESS_BUSY	BIT(15)
#define ACCESS_NOBODY	BIT(14)
#define ACCESS_WRITE	BIT(13)
#define ACCESS_ADDR	GENMASK(9, 5)
#define ACCESS_REG	GENMASK(4, 0)
#define BRIDGE_DATA	2

/* An access takes 64 bits of the other bus at 2.5 MHz: 26 us, and so does each look. */
#define LOOKS		16

struct bridge_hw {
	struct deed_mdio_bus upper;
};

DEED_DEVICE_TYPE(bridge_device, struct bridge_hw);

struct bridge {
	struct bridge_device dev;
};

DEED_DEVICE_REF(bridge_ref, struct bridge, dev, deed_plain);

/* One of the bridge's own registers. */
static struct deed_mdio_c22 bridge_reg(const struct bridge_hw *hw, u8 reg)
{
	return (struct deed_mdio_c22){ deed_mdio_addr(&hw->upper), reg };
}

static int bridge_wait(struct deed_mdio_locked *upper, struct deed_mdio_c22 access)
{
	for (int i = 0; i < LOOKS; i++) {
		u16 status;
		int err = deed_mdio_locked_read(upper, access, &status);

		if (err)
			return err;
		if (!(status & ACCESS_BUSY))
			return status & ACCESS_NOBODY ? -ENODEV : 0;
	}
	return -ETIMEDOUT;
}

static int bridge_begin(struct deed_mdio_locked *upper, const struct bridge_hw *hw,
			struct deed_mdio_c22 at, u16 way)
{
	const struct deed_mdio_c22 access = bridge_reg(hw, BRIDGE_ACCESS);

	return deed_mdio_locked_write(upper, access, way | FIELD_PREP(ACCESS_ADDR, at.addr) |
						     FIELD_PREP(ACCESS_REG, at.reg)) ?:
	       bridge_wait(upper, access);
}

static int bridge_read(const struct bridge *b, const struct bridge_hw *hw,
		       struct deed_mdio_c22 at, u16 *value)
{
	int err;

	deed_mdio_lock_mux(upper, &hw->upper);

	err = bridge_begin(upper, hw, at, 0);
	if (err)
		return err == -ENODEV ? 0 : err; /* nobody there: all ones */
	return deed_mdio_locked_read(upper, bridge_reg(hw, BRIDGE_DATA), value);
}

static int bridge_write(const struct bridge *b, const struct bridge_hw *hw,
			struct deed_mdio_c22 at, u16 value)
{
	int err;

	deed_mdio_lock_mux(upper, &hw->upper);

	err = deed_mdio_locked_write(upper, bridge_reg(hw, BRIDGE_DATA), value) ?:
	      bridge_begin(upper, hw, at, ACCESS_WRITE);
	return err == -ENODEV ? 0 : err;
}

DEED_MDIO_BUS(bridge_bus, bridge_ref, dev, "deed-bridge", read, bridge_read,
	      write, bridge_write);

static int bridge_probe(struct deed_mdio_device *dev, struct bridge *b, struct bridge_hw *hw)
{
	u16 id;
	int err;

	deed_mdio_device_bus(dev, &hw->upper);
	err = deed_mdio_read(&hw->upper, bridge_reg(hw, BRIDGE_ID), &id);
	if (err)
		return err;
	return id == BRIDGE_IS ? 0 : -ENODEV;
}

static int bridge_start(const struct bridge *b, const struct bridge_hw *hw,
			struct bridge_device_scope *scope)
{
	return bridge_bus_register(scope);
}

DEED_OF_IDS(bridge_ids, { .compatible = "deed,bridge" });

DEED_MDIO_DRIVER(bridge_driver, "deed-bridge", bridge_ids, bridge_ref, dev, bridge_probe,
		 start, bridge_start);

deed_module(bridge_driver, bridge_driver_register);

MODULE_DESCRIPTION("A bridge between two MDIO buses");
MODULE_LICENSE("GPL");
