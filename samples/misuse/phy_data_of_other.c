// SPDX-License-Identifier: GPL-2.0
/*
 * A callback wants other data than the driver makes.
 */
#include <deed/module.h>
#include <deed/phy.h>

struct thing_data {
	u64 seen;
};

struct other_data {
	u64 bytes[100];
};

static int thing_probe(struct deed_phy *phy, struct thing_data *d)
{
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing_data);

#ifdef MISUSE
static int thing_read_status(struct deed_phy *phy, struct deed_phy_link *link,
			     struct other_data *d)
{
	d->bytes[99]++;
	return deed_genphy_read_status(link);
}

DEED_PHY_CALLBACK(read_status, thing_read_status, struct other_data);
#else
static int thing_read_status(struct deed_phy *phy, struct deed_phy_link *link,
			     struct thing_data *d)
{
	d->seen++;
	return deed_genphy_read_status(link);
}

DEED_PHY_CALLBACK(read_status, thing_read_status, struct thing_data);
#endif

DEED_PHY_DRIVERS(thing, /* error: wants other data */
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  probe, thing_probe, read_status, thing_read_status));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy data of other");
MODULE_LICENSE("GPL");
