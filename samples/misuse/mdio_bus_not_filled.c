// SPDX-License-Identifier: GPL-2.0
/*
 * Probe succeeds, and has not asked for the bus, which callbacks would use.
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

static int gate_probe(struct deed_mdio_device *dev, struct gate *g, struct gate_hw *hw)
{
#ifdef MISUSE
	return 0; /* error: [deed-contract] */
#else
	deed_mdio_device_bus(dev, &hw->bus);
	return 0;
#endif
}

DEED_MDIO_DRIVER(gate_driver, "gate", NULL, gate_ref, dev, gate_probe);
deed_module(gate_driver, gate_driver_register);

MODULE_DESCRIPTION("misuse: mdio bus not filled");
MODULE_LICENSE("GPL");
