// SPDX-License-Identifier: GPL-2.0
/*
 * Callbacks get data that no probe has made.
 */
#include <deed/module.h>
#include <deed/phy.h>

struct thing_data {
	u64 seen;
};

static const char names[][ETH_GSTRING_LEN] = { "seen" };

#ifndef MISUSE
static int thing_probe(struct deed_phy *phy, struct thing_data *d)
{
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing_data);
#endif

static int thing_stat(struct deed_phy *phy, struct deed_phy_link *link, struct thing_data *d,
		      unsigned int which, u64 *value)
{
	*value = ++d->seen;
	return 0;
}

DEED_PHY_STATS(thing_stat, names, struct thing_data);

#ifdef MISUSE
DEED_PHY_DRIVERS(thing, /* error: data needs a probe */
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  stats, thing_stat));
#else
DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  probe, thing_probe, stats, thing_stat));
#endif

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy data without probe");
MODULE_LICENSE("GPL");
