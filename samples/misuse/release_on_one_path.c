// SPDX-License-Identifier: GPL-2.0
/*
 * A release function looks at a flag and returns too early.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct tracer {
	struct deed_ring ring;
	bool started;
};

#ifdef MISUSE
static void tracer_release(struct tracer *t)
{
	if (!t->started)
		return; /* error: [deed-release] */
	deed_ring_drop(&t->ring);
}
#else
static void tracer_release(struct tracer *t)
{
	deed_ring_drop(&t->ring);
}
#endif

DEED_BOX(tracer_box, struct tracer, tracer_release);

static __used int tracer_try(void)
{
	deed_own(tracer_box, box) = tracer_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: release on one path");
MODULE_LICENSE("GPL");
