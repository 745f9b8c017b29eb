// SPDX-License-Identifier: GPL-2.0
/*
 * An object is made new by memset(), which loses the buffer in it.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct capture {
	struct deed_ring ring;
	u32 seen, lost;
};

static void capture_release(struct capture *c)
{
	deed_ring_drop(&c->ring);
}

DEED_BOX(capture_box, struct capture, capture_release);

static __used void capture_restart(struct capture *c)
{
#ifdef MISUSE
	memset(c, 0, sizeof(*c)); /* error: [deed-copy] */
#else
	deed_ring_unread(&c->ring, deed_ring_used(&c->ring));
	c->seen = 0;
	c->lost = 0;
#endif
}

MODULE_DESCRIPTION("misuse: clear with memset");
MODULE_LICENSE("GPL");
