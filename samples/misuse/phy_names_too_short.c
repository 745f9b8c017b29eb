// SPDX-License-Identifier: GPL-2.0
/*
 * Names of counters are shorter than those that ethtool copies.
 */
#include <deed/module.h>
#include <deed/phy.h>

#ifdef MISUSE
static const char names[][16] = { "first", "second" };
#else
static const char names[][ETH_GSTRING_LEN] = { "first", "second" };
#endif

static int thing_stat(struct deed_phy *phy, struct deed_phy_link *link, unsigned int which,
		      u64 *value)
{
	*value = which;
	return 0;
}

DEED_PHY_STATS(thing_stat, names); /* error: static assertion failed */

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, void, stats, thing_stat));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy names too short");
MODULE_LICENSE("GPL");
