// SPDX-License-Identifier: GPL-2.0
/*
 * The PHYs in Asix's network chips AX88772A, AX88772C and AX88796B: the driver that was
 * the kernel's first one in Rust (drivers/net/phy/ax88796b_rust.rs), with deed.
 */
#include <deed/module.h>
#include <deed/phy.h>

/* It resets only if the reset bit toggles, and on some boards the bit stays set. */
static int asix_soft_reset(struct deed_phy *phy)
{
	return deed_phy_write(phy, DEED_C22(MII_BMCR), 0) ?: deed_genphy_soft_reset(phy);
}

DEED_PHY_CALLBACK(soft_reset, asix_soft_reset);

/*
 * With some old switches (Netgear EN 108TP) the AX88772A says that nothing was heard of
 * the partner, when all is done and the link is up. What it does then stands in BMCR.
 */
static int ax88772a_read_status(struct deed_phy *phy, struct deed_phy_link *link)
{
	u16 control;
	int err = deed_genphy_update_link(link);

	if (err || !deed_phy_link_up(link))
		return err;
	err = deed_phy_read(phy, DEED_C22(MII_BMCR), &control);
	if (err)
		return err;
	deed_phy_link_set(link, control & BMCR_SPEED100 ? SPEED_100 : SPEED_10,
			  control & BMCR_FULLDPLX ? DUPLEX_FULL : DUPLEX_HALF);

	err = deed_genphy_read_lpa(link);
	if (err)
		return err;
	if (deed_phy_link_negotiated(link))
		deed_phy_link_resolve(link);
	return 0;
}

DEED_PHY_CALLBACK(read_status, ax88772a_read_status);

/* With some partners it goes on saying what the last one could do, until it is reset. */
static bool ax88772a_link_change(struct deed_phy *phy, struct deed_phy_link *link)
{
	return deed_phy_link_lost(link);
}

DEED_PHY_CALLBACK(link_change_notify, ax88772a_link_change);

DEED_PHY_DRIVERS(asix,
		 DEED_PHY("Asix Electronics AX88772A", EXACT(0x003b1861), PHY_IS_INTERNAL, void,
			  soft_reset, asix_soft_reset,
			  read_status, ax88772a_read_status,
			  link_change_notify, ax88772a_link_change,
			  suspend, genphy_suspend, resume, genphy_resume),
		 DEED_PHY("Asix Electronics AX88772C", EXACT(0x003b1881), PHY_IS_INTERNAL, void,
			  soft_reset, asix_soft_reset,
			  suspend, genphy_suspend, resume, genphy_resume),
		 DEED_PHY("Asix Electronics AX88796B", MODEL(0x003b1841), 0, void,
			  soft_reset, asix_soft_reset));

deed_module(asix, asix_register);

MODULE_DESCRIPTION("PHYs of Asix's network chips");
MODULE_LICENSE("GPL");
