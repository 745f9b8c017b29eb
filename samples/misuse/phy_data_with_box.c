// SPDX-License-Identifier: GPL-2.0
/*
 * A PHY's data owns something: it is freed, and nobody drops what is in it.
 */
#include <deed/box.h>
#include <deed/module.h>
#include <deed/phy.h>

struct packet {
	u64 seen;
};

DEED_BOX(packet_box, struct packet, deed_plain);

struct thing_data {
	u64 seen;
#ifdef MISUSE
	DEED_SLOT(packet_box) spare;
#endif
};

static int thing_probe(struct deed_phy *phy, struct thing_data *d)
{
	return 0;
}

DEED_PHY_CALLBACK(probe, thing_probe, struct thing_data); /* error: [deed-release] */

static int thing_read_status(struct deed_phy *phy, struct deed_phy_link *link,
			     struct thing_data *d)
{
#ifdef MISUSE
	deed_own(packet_box, box) = packet_box_alloc();

	if (!deed_ok(box))
		return deed_err(box);

	deed_own(packet_box, old) = packet_box_slot_put(&d->spare, deed_move(box));
	if (!deed_ok(old))
		return 0;
#endif
	return 0;
}

DEED_PHY_CALLBACK(read_status, thing_read_status, struct thing_data);

DEED_PHY_DRIVERS(thing,
		 DEED_PHY("thing", EXACT(0x12345678), 0, struct thing_data,
			  probe, thing_probe, read_status, thing_read_status));

deed_module(thing, thing_register);

MODULE_DESCRIPTION("misuse: phy data with box");
MODULE_LICENSE("GPL");
