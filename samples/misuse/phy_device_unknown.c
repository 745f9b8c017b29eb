// SPDX-License-Identifier: GPL-2.0
/*
 * There is no such device in a PHY of clause 45.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
#ifdef MISUSE
	return deed_phy_write_mmd(phy, DEED_C45(32, 1), 1); /* error: no such device */
#else
	return deed_phy_write_mmd(phy, DEED_C45(31, 1), 1);
#endif
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy device unknown");
MODULE_LICENSE("GPL");
