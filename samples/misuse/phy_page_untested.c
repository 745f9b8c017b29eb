// SPDX-License-Identifier: GPL-2.0
/*
 * Nobody looks whether the page could be selected.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
	deed_own(deed_phy_page, page) = deed_phy_page_select(phy, 2);
	struct deed_phy_bus *bus;
	int err;

#ifndef MISUSE
	if (!deed_ok(page))
		return deed_err(page);
#endif
	bus = deed_phy_page_bus(&page); /* error: [deed-untested] */
	err = deed_phy_bus_write(bus, DEED_C22(20), 1);
	return deed_phy_page_end(deed_move(page), err);
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy page untested");
MODULE_LICENSE("GPL");
