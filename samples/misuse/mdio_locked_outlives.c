// SPDX-License-Identifier: GPL-2.0
/*
 * A bus that was locked is used when it is locked no more.
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
	const struct deed_mdio_c22 at = { 1, 2 };
	struct deed_mdio_locked *kept;
	u16 id;
	int err;

	deed_mdio_device_bus(dev, &hw->bus);
	{
		deed_mdio_lock(bus, &hw->bus);

		kept = bus;
		err = deed_mdio_locked_read(kept, at, &id);
#ifndef MISUSE
		if (!err)
			err = deed_mdio_locked_write(kept, at, 1);
#endif
	}
#ifdef MISUSE
	if (!err)
		err = deed_mdio_locked_write(kept, at, 1); /* error: [deed-borrow-dead] */
#endif
	return err;
}

DEED_MDIO_DRIVER(gate_driver, "gate", NULL, gate_ref, dev, gate_probe);
deed_module(gate_driver, gate_driver_register);

MODULE_DESCRIPTION("misuse: mdio locked outlives");
MODULE_LICENSE("GPL");
