// SPDX-License-Identifier: GPL-2.0
/*
 * A field of an object is assigned, and the buffer that it owned is lost.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct trace {
	struct deed_ring ring;
	u32 lost;
};

static void trace_release(struct trace *t)
{
	deed_ring_drop(&t->ring);
}

DEED_BOX(trace_box, struct trace, trace_release);

static __used int trace_resize(struct trace *t, size_t bytes)
{
	deed_own(deed_ring, with) = deed_ring_alloc(bytes);

	if (!deed_ok(with))
		return deed_err(with);
#ifdef MISUSE
	t->ring = deed_move(with); /* error: [deed-overwrite] */
#else
	deed_own(deed_ring, old) = deed_ring_replace(&t->ring, deed_move(with));
#endif
	t->lost = 0;
	return 0;
}

MODULE_DESCRIPTION("misuse: overwrite field");
MODULE_LICENSE("GPL");
