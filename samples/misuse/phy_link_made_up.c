// SPDX-License-Identifier: GPL-2.0
/*
 * The state of a link is made up where phylib lends none.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
#ifdef MISUSE
	struct deed_phy_link link = {}; /* error: [deed-pun] */

	return deed_genphy_update_link(&link);
#else
	return deed_genphy_soft_reset(phy);
#endif
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy link made up");
MODULE_LICENSE("GPL");
