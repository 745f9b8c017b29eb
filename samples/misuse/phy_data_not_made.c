// SPDX-License-Identifier: GPL-2.0
/*
 * There is a probe, but it does not make the data that other callbacks get.
 */
#include <deed/module.h>
#include <deed/phy.h>

struct thing_data {
	u64 seen;
};

#ifdef MISUSE
static int thing_probe(struct deed_phy *phy)
{
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe);
#else
static int thing_probe(struct deed_phy *phy, struct thing_data *d)
{
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing_data);
#endif

static int thing_read_status(struct deed_phy *phy, struct deed_phy_link *link,
			     struct thing_data *d)
{
	d->seen++;
	return deed_genphy_read_status(link);
}

DEED_PHY_CALLBACK(read_status, thing_read_status, struct thing_data);

DEED_PHY_DRIVERS(thing, /* error: data needs a probe */
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  probe, thing_probe, read_status, thing_read_status));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy data not made");
MODULE_LICENSE("GPL");
