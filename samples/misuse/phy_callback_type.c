// SPDX-License-Identifier: GPL-2.0
/*
 * A callback that needs the link has the type of one that does not.
 */
#include <deed/module.h>
#include <deed/phy.h>

#ifdef MISUSE
static int thing_read_status(struct deed_phy *phy)
{
	return 0;
}
#else
static int thing_read_status(struct deed_phy *phy, struct deed_phy_link *link)
{
	return deed_genphy_read_status(link);
}
#endif

DEED_PHY_CALLBACK(read_status, thing_read_status); /* error: not the type */

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, read_status, thing_read_status));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy callback type");
MODULE_LICENSE("GPL");
