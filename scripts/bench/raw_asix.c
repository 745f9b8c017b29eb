// SPDX-License-Identifier: GPL-2.0
/*
 * The twin of drivers/phy/asix.c: the same PHYs, as an expert drives them with what
 * phylib has.
 */
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/phy.h>

#include <deed/own.h>

deed_unsafe_file("the raw twin");

#ifndef RAW_ASIX
#define RAW_ASIX "Twin Electronics" /* as long as the original */
#endif

/* The reset bit has to toggle. */
static int raw_asix_soft_reset(struct phy_device *phydev)
{
	int err = phy_write(phydev, MII_BMCR, 0);

	return err ? err : genphy_soft_reset(phydev);
}

/* What was negotiated stands in BMCR when the partner's abilities read as none. */
static int raw_asix_read_status(struct phy_device *phydev)
{
	int bmcr, err = genphy_update_link(phydev);

	if (err || !phydev->link)
		return err;
	bmcr = phy_read(phydev, MII_BMCR);
	if (bmcr < 0)
		return bmcr;
	phydev->speed = bmcr & BMCR_SPEED100 ? SPEED_100 : SPEED_10;
	phydev->duplex = bmcr & BMCR_FULLDPLX ? DUPLEX_FULL : DUPLEX_HALF;

	err = genphy_read_lpa(phydev);
	if (err < 0)
		return err;
	if (phydev->autoneg == AUTONEG_ENABLE && phydev->autoneg_complete)
		phy_resolve_aneg_linkmode(phydev);
	return 0;
}

/* The old partner's abilities stay until a reset. */
static void raw_asix_link_change(struct phy_device *phydev)
{
	if (phydev->state == PHY_NOLINK) {
		phy_init_hw(phydev);
		_phy_start_aneg(phydev);
	}
}

static struct phy_driver raw_asix_drivers[] = {
	{
		PHY_ID_MATCH_EXACT(0x003b1861),
		.name = RAW_ASIX " AX88772A",
		.flags = PHY_IS_INTERNAL,
		.soft_reset = raw_asix_soft_reset,
		.read_status = raw_asix_read_status,
		.link_change_notify = raw_asix_link_change,
		.suspend = genphy_suspend,
		.resume = genphy_resume,
	}, {
		PHY_ID_MATCH_EXACT(0x003b1881),
		.name = RAW_ASIX " AX88772C",
		.flags = PHY_IS_INTERNAL,
		.soft_reset = raw_asix_soft_reset,
		.suspend = genphy_suspend,
		.resume = genphy_resume,
	}, {
		PHY_ID_MATCH_MODEL(0x003b1841),
		.name = RAW_ASIX " AX88796B",
		.soft_reset = raw_asix_soft_reset,
	},
};
module_phy_driver(raw_asix_drivers);

static const struct mdio_device_id __maybe_unused raw_asix_ids[] = {
	{ PHY_ID_MATCH_EXACT(0x003b1861) },
	{ PHY_ID_MATCH_EXACT(0x003b1881) },
	{ PHY_ID_MATCH_MODEL(0x003b1841) },
	{}
};
MODULE_DEVICE_TABLE(mdio, raw_asix_ids);

MODULE_DESCRIPTION("The hand-written twin of deed_asix");
MODULE_LICENSE("GPL");
