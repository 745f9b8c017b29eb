// SPDX-License-Identifier: GPL-2.0
/*
 * Who sends is not told that it must not sleep.
 */
#include <linux/module.h>

#include <deed/netdev.h>

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

#ifdef MISUSE
static void card_xmit(const struct card *c, const struct deed_no_hw *hw,
		      struct deed_packet packet)
#else
static void card_xmit(const struct card *c, const struct deed_no_hw *hw,
		      struct deed_packet packet, const struct deed_softirq *in)
#endif
{
	deed_packet_sent(deed_move(packet));
}

DEED_NETDEV(card_net, card_ref, dev, card_xmit); /* error: not the type */

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
	return card_net_register(scope, 0, PHY_INTERFACE_MODE_MII);
}

MODULE_DESCRIPTION("misuse: packet callback type");
MODULE_LICENSE("GPL");
