// SPDX-License-Identifier: GPL-2.0
/*
 * A packet waits for room in the state: the network device that it counts for may be
 * gone by then.
 */
#include <linux/module.h>

#include <deed/netdev.h>

struct waiting {
#ifdef MISUSE
	DEED_SLOT(deed_packet) packet; /* error: [deed-context] */
#endif
	unsigned int packets;
};

static __used void waiting_put(struct waiting *w, struct deed_packet packet)
{
	w->packets++;
#ifdef MISUSE
	deed_own(deed_packet, old) = deed_packet_slot_put(&w->packet, deed_move(packet));
#else
	deed_packet_drop(&packet);
#endif
}

MODULE_DESCRIPTION("misuse: packet kept");
MODULE_LICENSE("GPL");
