// SPDX-License-Identifier: GPL-2.0
/*
 * What the user has set is read where nothing is locked: somebody may be setting it.
 */
#include <deed/module.h>
#include <deed/phy.h>

#define CROSSOVER	DEED_C22(16)

#ifdef MISUSE
static int thing_config_init(struct deed_phy *phy)
{
	u16 wanted = deed_phy_link_crossover(phy); /* error: incompatible pointer type */

	return deed_phy_write(phy, CROSSOVER, wanted);
}

DEED_PHY_CALLBACK(config_init, thing_config_init);

#define ROLE config_init, thing_config_init
#else
static int thing_config_aneg(struct deed_phy *phy, struct deed_phy_link *link)
{
	return deed_phy_write(phy, CROSSOVER, deed_phy_link_crossover(link)) ?:
	       deed_genphy_config_aneg(link);
}

DEED_PHY_CALLBACK(config_aneg, thing_config_aneg);

#define ROLE config_aneg, thing_config_aneg
#endif

DEED_PHY_DRIVERS(thing, DEED_PHY("thing", EXACT(0x12345678), 0, void, ROLE));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy crossover unlocked");
MODULE_LICENSE("GPL");
