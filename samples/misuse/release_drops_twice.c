// SPDX-License-Identifier: GPL-2.0
/*
 * Two lines of a release function name the same field.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct codec {
	struct deed_ring in;
	struct deed_ring out;
};

static void codec_release(struct codec *c)
{
	deed_ring_drop(&c->in);
	deed_ring_drop(&c->out);
#ifdef MISUSE
	deed_ring_drop(&c->in); /* error: [deed-release] */
#endif
}

DEED_BOX(codec_box, struct codec, codec_release);

static __used int codec_try(void)
{
	deed_own(codec_box, box) = codec_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: release drops twice");
MODULE_LICENSE("GPL");
