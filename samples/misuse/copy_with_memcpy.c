// SPDX-License-Identifier: GPL-2.0
/*
 * A ring is copied into a saved state byte by byte.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct saved {
	struct deed_ring ring;
};

static void saved_release(struct saved *s)
{
	deed_ring_drop(&s->ring);
}

DEED_BOX(saved_box, struct saved, saved_release);

static __used int save(struct saved *s, struct deed_ring *ring)
{
#ifdef MISUSE
	memcpy(&s->ring, ring, sizeof(s->ring)); /* error: [deed-copy] */
	return 0;
#else
	return deed_ring_resize(&s->ring, ring);
#endif
}

MODULE_DESCRIPTION("misuse: copy with memcpy");
MODULE_LICENSE("GPL");
