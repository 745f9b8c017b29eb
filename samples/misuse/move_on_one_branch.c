// SPDX-License-Identifier: GPL-2.0
/*
 * A packet is kept for a retry if the caller wants that, and counted afterwards as
 * if it were still here.
 */
#include <linux/module.h>

#include <deed/box.h>

struct packet {
	u32 len;
};

DEED_BOX(packet_box, struct packet, deed_plain);

struct link {
	DEED_SLOT(packet_box) again;
	u64 bytes, lost;
};

static __used void link_sent(struct link *link, struct packet_box packet, bool keep)
{
	deed_own(packet_box, p) = deed_move(packet);
#ifndef MISUSE
	link->bytes += packet_box_borrow(&p)->len;
#endif
	if (keep) {
		deed_own(packet_box, old) = packet_box_slot_put(&link->again, deed_move(p));

		if (deed_ok(old))
			link->lost++;
	}
#ifdef MISUSE
	link->bytes += packet_box_borrow(&p)->len; /* error: [deed-use-after-move] */
#endif
}

MODULE_DESCRIPTION("misuse: move on one branch");
MODULE_LICENSE("GPL");
