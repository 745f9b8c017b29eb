// SPDX-License-Identifier: GPL-2.0
/*
 * A PHY that was lent is overwritten: it is phylib's, which goes on to use it.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
#ifdef MISUSE
	*phy = (struct deed_phy){}; /* error: [deed-copy] */
	return 0;
#else
	return deed_genphy_soft_reset(phy);
#endif
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy overwritten");
MODULE_LICENSE("GPL");
