// SPDX-License-Identifier: GPL-2.0
/*
 * How long a packet was is asked when it may be freed.
 */
#include <linux/module.h>

#include <deed/netdev.h>

static atomic_t bytes;

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static void card_xmit(const struct card *c, const struct deed_no_hw *hw,
		      struct deed_packet packet, const struct deed_softirq *in)
{
#ifdef MISUSE
	deed_packet_sent(deed_move(packet));
	atomic_add(deed_packet_len(&packet), &bytes); /* error: [deed-use-after-move] */
#else
	atomic_add(deed_packet_len(&packet), &bytes);
	deed_packet_sent(deed_move(packet));
#endif
}

DEED_NETDEV(card_net, card_ref, dev, card_xmit);

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
	return card_net_register(scope, 0, PHY_INTERFACE_MODE_MII);
}

MODULE_DESCRIPTION("misuse: packet used after sent");
MODULE_LICENSE("GPL");
