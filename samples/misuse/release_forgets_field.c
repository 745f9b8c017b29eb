// SPDX-License-Identifier: GPL-2.0
/*
 * A field was added to an object, and its release function does not know it.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct codec {
	struct deed_ring in;
	struct deed_ring out;
};

#ifdef MISUSE
static void codec_release(struct codec *c)
{
	deed_ring_drop(&c->in);
} /* error: [deed-release] */
#else
static void codec_release(struct codec *c)
{
	deed_ring_drop(&c->in);
	deed_ring_drop(&c->out);
}
#endif

DEED_BOX(codec_box, struct codec, codec_release);

static __used int codec_try(void)
{
	deed_own(codec_box, box) = codec_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: release forgets field");
MODULE_LICENSE("GPL");
