// SPDX-License-Identifier: GPL-2.0
/*
 * A view of a packet is filled in after the packet was handed on.
 */
#include <linux/module.h>

#include <deed/box.h>

struct packet {
	u32 len;
};

DEED_BOX(packet_box, struct packet, deed_plain);

struct queue {
	DEED_SLOT(packet_box) next;
	u64 bytes;
};

struct view {
	const struct packet *packet;
};

static __used void queue_add(struct queue *q, struct packet_box packet)
{
	deed_own(packet_box, p) = deed_move(packet);
	const struct packet *inside = packet_box_borrow(&p);
	struct view view;

#ifndef MISUSE
	view.packet = inside;
	q->bytes += view.packet->len;
#endif
	deed_own(packet_box, old) = packet_box_slot_put(&q->next, deed_move(p));

#ifdef MISUSE
	view.packet = inside;
	q->bytes += view.packet->len; /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: borrow kept after move");
MODULE_LICENSE("GPL");
