// SPDX-License-Identifier: GPL-2.0
/*
 * The object around a handle is found by its offset, from the handle's address.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct capture {
	struct deed_ring ring;
	u32 lost;
};

static void capture_release(struct capture *c)
{
	deed_ring_drop(&c->ring);
}

DEED_BOX(capture_box, struct capture, capture_release);

#ifdef MISUSE
static __used void capture_lost(struct deed_ring *ring)
{
	container_of(ring, struct capture, ring)->lost++; /* error: [deed-pun] */
}
#else
static __used void capture_lost(struct capture *c)
{
	c->lost++;
}
#endif

MODULE_DESCRIPTION("misuse: container of handle");
MODULE_LICENSE("GPL");
