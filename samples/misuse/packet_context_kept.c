// SPDX-License-Identifier: GPL-2.0
/*
 * That soft interrupts are off is remembered, for when they are on.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/netdev.h>

struct sent {
#ifdef MISUSE
	const struct deed_softirq *in; /* error: [deed-context] */
#endif
	unsigned int packets;
};

DEED_CELL_TYPE(sent_cell, spin_bh, struct sent);

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
	struct sent_cell sent;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static void card_xmit(const struct card *c, const struct deed_no_hw *hw,
		      struct deed_packet packet, const struct deed_softirq *in)
{
	deed_lock_softirq(sent, &c->sent, in);

	sent->packets++;
#ifdef MISUSE
	sent->in = in;
#endif
	deed_packet_sent(deed_move(packet));
}

DEED_NETDEV(card_net, card_ref, dev, card_xmit);

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
	return card_net_register(scope, 0, PHY_INTERFACE_MODE_MII);
}

MODULE_DESCRIPTION("misuse: packet context kept");
MODULE_LICENSE("GPL");
