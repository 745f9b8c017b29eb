// SPDX-License-Identifier: GPL-2.0
/*
 * A packet is sent when there is room; unbind waits for who sends.
 */
#include <linux/module.h>

#include <deed/netdev.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
	struct deed_completion room;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static void card_xmit(const struct card *c, const struct deed_no_hw *hw,
		      struct deed_packet packet, const struct deed_softirq *in)
{
#ifdef MISUSE
	if (deed_completion_wait_killable(&c->room)) { /* error: [deed-waits-live] */
#else
	if (deed_packet_len(&packet) > ETH_FRAME_LEN) {
#endif
		deed_packet_drop(&packet);
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

MODULE_DESCRIPTION("misuse: packet waits");
MODULE_LICENSE("GPL");
