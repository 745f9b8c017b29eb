// SPDX-License-Identifier: GPL-2.0
/*
 * A PHY whose bus was locked is used when it is locked no more.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
	struct deed_phy_bus *kept;
	u16 value;
	int err;

	{
		deed_phy_lock_bus(bus, phy);

		err = deed_phy_bus_read(bus, DEED_C22(20), &value);
		kept = bus;
#ifndef MISUSE
		if (!err)
			err = deed_phy_bus_write(kept, DEED_C22(20), 1);
#endif
	}
#ifdef MISUSE
	if (!err)
		err = deed_phy_bus_write(kept, DEED_C22(20), 1); /* error: [deed-borrow-dead] */
#endif
	return err;
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy bus outlives");
MODULE_LICENSE("GPL");
