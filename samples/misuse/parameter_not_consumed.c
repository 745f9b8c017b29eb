// SPDX-License-Identifier: GPL-2.0
/*
 * A function takes a packet over, looks at it, and drops nothing: parameters have no
 * drop of their own.
 */
#include <linux/module.h>

#include <deed/box.h>

struct packet {
	u32 len;
};

DEED_BOX(packet_box, struct packet, deed_plain);

#ifdef MISUSE
static __used u32 packet_end(struct packet_box packet) /* error: [deed-leak] */
{
	return packet_box_borrow(&packet)->len;
}
#else
static __used u32 packet_end(struct packet_box packet)
{
	deed_own(packet_box, p) = deed_move(packet);

	return packet_box_borrow(&p)->len;
}
#endif

MODULE_DESCRIPTION("misuse: parameter not consumed");
MODULE_LICENSE("GPL");
