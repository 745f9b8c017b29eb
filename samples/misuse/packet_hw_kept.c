// SPDX-License-Identifier: GPL-2.0
/*
 * Who sends keeps the registers, for somebody who comes after unbind.
 */
#include <linux/module.h>

#include <deed/netdev.h>

struct card_hw {
	u32 id;
};

#ifdef MISUSE
static const struct card_hw *last;
#else
static atomic_t last;
#endif

DEED_DEVICE_TYPE(card_place, struct card_hw);

struct card {
	struct card_place dev;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static void card_xmit(const struct card *c, const struct card_hw *hw,
		      struct deed_packet packet, const struct deed_softirq *in)
{
#ifdef MISUSE
	last = hw; /* error: [deed-borrow-escape] */
#else
	atomic_set(&last, hw->id);
#endif
	deed_packet_sent(deed_move(packet));
}

DEED_NETDEV(card_net, card_ref, dev, card_xmit);

static __used int card_start(const struct card *c, const struct card_hw *hw,
			     struct card_place_scope *scope)
{
	return card_net_register(scope, 0, PHY_INTERFACE_MODE_MII);
}

MODULE_DESCRIPTION("misuse: packet hw kept");
MODULE_LICENSE("GPL");
