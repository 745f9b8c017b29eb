// SPDX-License-Identifier: GPL-2.0
/*
 * There is no such register in clause 22.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
#ifdef MISUSE
	return deed_phy_write(phy, DEED_C22(32), 1); /* error: no such register */
#else
	return deed_phy_write(phy, DEED_C22(31), 1);
#endif
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy register unknown");
MODULE_LICENSE("GPL");
