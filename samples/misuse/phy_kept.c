// SPDX-License-Identifier: GPL-2.0
/*
 * A driver keeps the PHY that a callback was lent.
 */
#include <deed/module.h>
#include <deed/phy.h>

struct thing_data {
	u64 seen;
#ifdef MISUSE
	struct deed_phy *phy; /* error: [deed-context] */
#endif
};

static int thing_probe(struct deed_phy *phy, struct thing_data *d)
{
#ifdef MISUSE
	d->phy = phy;
#endif
	d->seen = 1;
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing_data);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  probe, thing_probe));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy kept");
MODULE_LICENSE("GPL");
