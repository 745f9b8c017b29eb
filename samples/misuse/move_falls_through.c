// SPDX-License-Identifier: GPL-2.0
/*
 * One case of a switch hands the frame on and goes on into the next, which looks
 * into it.
 */
#include <linux/module.h>

#include <deed/box.h>

struct frame {
	u32 len;
};

DEED_BOX(frame_box, struct frame, deed_plain);

enum { FRAME_KEEP, FRAME_COUNT, FRAME_DROP };

struct port {
	DEED_SLOT(frame_box) last;
	u64 bytes;
};

static __used void port_frame(struct port *port, struct frame_box frame, int what)
{
	deed_own(frame_box, f) = deed_move(frame);
	deed_own(frame_box, old) = deed_fail(frame_box, -ENOENT);

	switch (what) {
	case FRAME_KEEP:
#ifdef MISUSE
		old = frame_box_slot_put(&port->last, deed_move(f));
		fallthrough;
#else
		port->bytes += frame_box_borrow(&f)->len;
		old = frame_box_slot_put(&port->last, deed_move(f));
		break;
#endif
	case FRAME_COUNT:
		port->bytes += frame_box_borrow(&f)->len; /* error: [deed-use-after-move] */
		break;
	default:
		break;
	}
}

MODULE_DESCRIPTION("misuse: move falls through");
MODULE_LICENSE("GPL");
