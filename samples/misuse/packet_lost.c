// SPDX-License-Identifier: GPL-2.0
/*
 * A packet is neither sent nor dropped if the link is down.
 */
#include <linux/module.h>

#include <deed/debugfs.h>
#include <deed/netdev.h>

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
	struct deed_knob link;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static void card_xmit(const struct card *c, const struct deed_no_hw *hw,
		      struct deed_packet packet, /* error: [deed-leak] */
		      const struct deed_softirq *in)
{
	if (!deed_knob_on(&c->link)) {
#ifndef MISUSE
		deed_packet_drop(&packet);
#endif
		return;
	}
	deed_packet_sent(deed_move(packet));
}

DEED_NETDEV(card_net, card_ref, dev, card_xmit);

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
	return card_net_register(scope, 0, PHY_INTERFACE_MODE_MII);
}

MODULE_DESCRIPTION("misuse: packet lost");
MODULE_LICENSE("GPL");
