// SPDX-License-Identifier: GPL-2.0
/*
 * A register of clause 45 is read as one of clause 22.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
	u16 value;

#ifdef MISUSE
	return deed_phy_read(phy, DEED_C45(3, 1), &value); /* error: incompatible type */
#else
	return deed_phy_read_mmd(phy, DEED_C45(3, 1), &value);
#endif
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy register of other clause");
MODULE_LICENSE("GPL");
