// SPDX-License-Identifier: GPL-2.0
/*
 * A callback for which nothing is locked wants the driver's data.
 */
#include <deed/module.h>
#include <deed/phy.h>

struct thing_data {
	u64 seen;
};

static int thing_probe(struct deed_phy *phy, struct thing_data *d)
{
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing_data);

#ifdef MISUSE
static int thing_suspend(struct deed_phy *phy, struct thing_data *d)
{
	d->seen++;
	return deed_genphy_suspend(phy);
}

DEED_PHY_CALLBACK(suspend, thing_suspend, struct thing_data); /* error: nothing is locked */
#else
static int thing_suspend(struct deed_phy *phy)
{
	return deed_genphy_suspend(phy);
}

DEED_PHY_CALLBACK(suspend, thing_suspend);
#endif

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  probe, thing_probe, suspend, thing_suspend));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy data unlocked");
MODULE_LICENSE("GPL");
