// SPDX-License-Identifier: GPL-2.0
/*
 * A driver of an Ethernet PHY.
 *
 * This one has two registers of its own: what the LEDs do, and a counter, which forgets
 * what was read. Replace them, and the identifier, by those of your PHY.
 */
#include <deed/module.h>
#include <deed/phy.h>

#define @NAME@_LEDS	DEED_C22(16)
#define @NAME@_ERRORS	DEED_C22(21)

/* Of each PHY; for callbacks for which phydev->lock is held. */
struct @name@ {
	u64 errors;
};

static const char @name@_names[][ETH_GSTRING_LEN] = { "phy_receive_errors" };

static int @name@_probe(struct deed_phy *phy, struct @name@ *d)
{
	return 0; /* the data is zeroed */
}

static int @name@_config_init(struct deed_phy *phy)
{
	return deed_phy_modify(phy, @NAME@_LEDS, 0xff, 0x41);
}

static int @name@_stat(struct deed_phy *phy, struct deed_phy_link *link,
@(@struct @name@ *d, unsigned int which, u64 *value)
{
	u16 since;
	int err = deed_phy_read(phy, @NAME@_ERRORS, &since);

	if (err)
		return err;
	d->errors += since;
	*value = d->errors;
	return 0;
}

DEED_PHY_CALLBACK(probe, @name@_probe, struct @name@);
DEED_PHY_CALLBACK(config_init, @name@_config_init);
DEED_PHY_STATS(@name@_stat, @name@_names, struct @name@);
DEED_PHY_DRIVERS(@name@_drivers,
@(@DEED_PHY("deed-@name@", EXACT(0x0d0e0100), 0, struct @name@,
@(@probe, @name@_probe,
@(@config_init, @name@_config_init,
@(@stats, @name@_stat));

deed_module(@name@_drivers, @name@_drivers_register);

MODULE_DESCRIPTION("@name@, written with deed");
MODULE_LICENSE("GPL");
