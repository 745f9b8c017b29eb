// SPDX-License-Identifier: GPL-2.0
/*
 * A page is left twice.
 */
#include <deed/module.h>
#include <deed/phy.h>

static int thing_config_init(struct deed_phy *phy)
{
	deed_own(deed_phy_page, page) = deed_phy_page_select(phy, 2);
	int err;

	if (!deed_ok(page))
		return deed_err(page);
	err = deed_phy_bus_write(deed_phy_page_bus(&page), DEED_C22(20), 1);
#ifdef MISUSE
	err = deed_phy_page_end(deed_move(page), err);
#endif
	return deed_phy_page_end(deed_move(page), err); /* error: [deed-use-after-move] */
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, config_init, thing_config_init));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy page ended twice");
MODULE_LICENSE("GPL");
