// SPDX-License-Identifier: GPL-2.0
/*
 * A function that takes a frame over keeps it, and loses it where it refuses it.
 */
#include <linux/module.h>

#include <deed/box.h>

struct frame {
	u32 len;
};

DEED_BOX(frame_box, struct frame, deed_plain);

struct port {
	DEED_SLOT(frame_box) last;
	bool up;
};

#ifdef MISUSE
static __used int port_send(struct port *port, struct frame_box frame) /* error: [deed-leak] */
{
	if (!port->up)
		return -ENETDOWN;

	deed_own(frame_box, old) = frame_box_slot_put(&port->last, deed_move(frame));

	return 0;
}
#else
static __used int port_send(struct port *port, struct frame_box frame)
{
	deed_own(frame_box, mine) = deed_move(frame);

	if (!port->up)
		return -ENETDOWN;

	deed_own(frame_box, old) = frame_box_slot_put(&port->last, deed_move(mine));

	return 0;
}
#endif

MODULE_DESCRIPTION("misuse: parameter leaks on error");
MODULE_LICENSE("GPL");
