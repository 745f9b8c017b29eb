// SPDX-License-Identifier: GPL-2.0
/*
 * What a constructor returned is handed to a function that wants it to be there.
 */
#include <linux/module.h>

#include <deed/box.h>

struct packet {
	u32 len;
};

DEED_BOX(packet_box, struct packet, deed_plain);

static u32 packet_send(struct packet_box packet)
{
	deed_own(packet_box, p) = deed_move(packet);

	return packet_box_borrow(&p)->len;
}

static __used u32 packet_empty(void)
{
	deed_own(packet_box, p) = packet_box_alloc();

#ifndef MISUSE
	if (!deed_ok(p))
		return 0;
#endif
	return packet_send(deed_move(p)); /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: untested move");
MODULE_LICENSE("GPL");
