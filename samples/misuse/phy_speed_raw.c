// SPDX-License-Identifier: GPL-2.0
/*
 * The members of the kernel's struct are written to.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_read_status(struct deed_phy *phy, struct deed_phy_link *link)
{
#ifdef MISUSE
	link->__phydev.speed = SPEED_1000; /* error: [deed-raw-member] */
#else
	deed_phy_link_set(link, SPEED_1000, DUPLEX_FULL);
#endif
	return 0;
}

DEED_PHY_CALLBACK(read_status, thing_read_status);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, read_status, thing_read_status));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy speed raw");
MODULE_LICENSE("GPL");
