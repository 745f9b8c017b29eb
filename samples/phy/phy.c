// SPDX-License-Identifier: GPL-2.0
/*
 * A driver for an Ethernet PHY, to be copied. This one has two registers of its own:
 * what the LEDs do, and a counter, which forgets what was read.
 */
#include <deed/module.h>
#include <deed/phy.h>

#define THING_LEDS	DEED_C22(16)
#define THING_ERRORS	DEED_C22(21)

/* Of each PHY; for callbacks for which phydev->lock is held. */
struct thing {
	u64 errors;
};

static const char names[][ETH_GSTRING_LEN] = { "phy_receive_errors" };

static int thing_probe(struct deed_phy *phy, struct thing *t)
{
	return 0; /* the data is zeroed */
}

static int thing_config_init(struct deed_phy *phy)
{
	return deed_phy_modify(phy, THING_LEDS, 0xff, 0x41);
}

static int thing_stat(struct deed_phy *phy, struct deed_phy_link *link, struct thing *t,
		      unsigned int which, u64 *value)
{
	u16 since;
	int err = deed_phy_read(phy, THING_ERRORS, &since);

	if (err)
		return err;
	t->errors += since;
	*value = t->errors;
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing);
DEED_PHY_CALLBACK(config_init, thing_config_init);
DEED_PHY_STATS(thing_stat, names, struct thing);
DEED_PHY_DRIVERS(things, DEED_PHY("Thing", EXACT(0x0d0e0001), 0, struct thing,
				  probe, thing_probe, config_init, thing_config_init,
				  stats, thing_stat));

deed_module(things, things_register);

MODULE_DESCRIPTION("A PHY driver to copy");
MODULE_LICENSE("GPL");
