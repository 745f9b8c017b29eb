// SPDX-License-Identifier: GPL-2.0
/*
 * A stop function frees the buffer of an object that goes on living.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct trace {
	struct deed_ring ring;
	bool on;
};

static void trace_release(struct trace *t)
{
	deed_ring_drop(&t->ring);
}

DEED_BOX(trace_box, struct trace, trace_release);

static __used void trace_stop(struct trace *t)
{
	t->on = false;
#ifdef MISUSE
	deed_ring_drop(&t->ring); /* error: [deed-drop-borrowed] */
#else
	deed_ring_unread(&t->ring, deed_ring_used(&t->ring));
#endif
}

MODULE_DESCRIPTION("misuse: drop field");
MODULE_LICENSE("GPL");
