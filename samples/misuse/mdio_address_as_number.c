// SPDX-License-Identifier: GPL-2.0
/*
 * A register of a PHY, and no address: of whom?
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
	u16 id;

	deed_mdio_device_bus(dev, &hw->bus);
#ifdef MISUSE
	return deed_mdio_read(&hw->bus, 2, &id); /* error: incompatible type for argument 2 */
#else
	return deed_mdio_read(&hw->bus, (struct deed_mdio_c22){ 1, 2 }, &id);
#endif
}

DEED_MDIO_DRIVER(gate_driver, "gate", NULL, gate_ref, dev, gate_probe);
deed_module(gate_driver, gate_driver_register);

MODULE_DESCRIPTION("misuse: mdio address as number");
MODULE_LICENSE("GPL");
