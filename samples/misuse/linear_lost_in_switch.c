// SPDX-License-Identifier: GPL-2.0
/*
 * One case of a switch does nothing with the buffer that the device gave back.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct device_queue {
	DEED_SLOT(deed_ring) spare;
};

enum { DONE_OK, DONE_RETRY, DONE_GONE };

static void queue_keep(struct device_queue *q, struct deed_ring ring)
{
	deed_own(deed_ring, old) = deed_ring_slot_put(&q->spare, deed_move(ring));
}

static __used void queue_done(struct device_queue *q, struct deed_ring ring, int how)
{
	deed_linear(deed_ring, r) = deed_move(ring); /* error: [deed-leak] */

	switch (how) {
	case DONE_OK:
	case DONE_RETRY:
		queue_keep(q, deed_move(r));
		break;
	case DONE_GONE:
#ifndef MISUSE
		deed_ring_drop(&r);
#endif
		break;
	default:
		deed_ring_drop(&r);
		break;
	}
}

MODULE_DESCRIPTION("misuse: linear lost in switch");
MODULE_LICENSE("GPL");
