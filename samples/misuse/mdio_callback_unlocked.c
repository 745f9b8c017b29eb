// SPDX-License-Identifier: GPL-2.0
/*
 * In a callback of a device's own bus, the bus above is used as if it were locked.
 */
#include <deed/mdio.h>
#include <deed/mdio_device.h>
#include <deed/module.h>

struct gate_hw {
	struct deed_mdio_bus bus;
};

DEED_DEVICE_TYPE(gate_place, struct gate_hw);

struct gate {
	struct gate_place dev;
};

DEED_DEVICE_REF(gate_ref, struct gate, dev, deed_plain);

static int gate_read(const struct gate *g, const struct gate_hw *hw, struct deed_mdio_c22 at,
		     u16 *value)
{
#ifdef MISUSE
	return deed_mdio_locked_read(&hw->bus, at, value); /* error: incompatible pointer type */
#else
	deed_mdio_lock_mux(bus, &hw->bus);

	return deed_mdio_locked_read(bus, at, value);
#endif
}

static int gate_write(const struct gate *g, const struct gate_hw *hw, struct deed_mdio_c22 at,
		      u16 value)
{
	return deed_mdio_write(&hw->bus, at, value);
}

DEED_MDIO_BUS(gate_bus, gate_ref, dev, "gate", read, gate_read, write, gate_write);

static int gate_probe(struct deed_mdio_device *dev, struct gate *g, struct gate_hw *hw)
{
	deed_mdio_device_bus(dev, &hw->bus);
	return 0;
}

static int gate_start(const struct gate *g, const struct gate_hw *hw,
		      struct gate_place_scope *scope)
{
	return gate_bus_register(scope);
}

DEED_MDIO_DRIVER(gate_driver, "gate", NULL, gate_ref, dev, gate_probe,
		 start, gate_start);
deed_module(gate_driver, gate_driver_register);

MODULE_DESCRIPTION("misuse: mdio callback unlocked");
MODULE_LICENSE("GPL");
