// SPDX-License-Identifier: GPL-2.0
/*
 * The same buffer is given to both directions of a channel.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct channel {
	struct deed_ring to, from;
};

static void channel_release(struct channel *c)
{
	deed_ring_drop(&c->from);
	deed_ring_drop(&c->to);
}

DEED_BOX(channel_box, struct channel, channel_release);

static void channel_set(struct channel_box *box, struct deed_ring to, struct deed_ring from)
{
	deed_own(deed_ring, old_to) =
		deed_ring_replace(&channel_box_excl(box)->to, deed_move(to));
	deed_own(deed_ring, old_from) =
		deed_ring_replace(&channel_box_excl(box)->from, deed_move(from));
}

static __used int channel_renew(struct channel_box *box)
{
	deed_own(deed_ring, a) = deed_ring_alloc(4096);
	deed_own(deed_ring, b) = deed_ring_alloc(4096);

	if (!deed_ok(a) || !deed_ok(b))
		return -ENOMEM;
#ifdef MISUSE
	channel_set(box, deed_move(a), deed_move(a)); /* error: [deed-use-after-move] */
#else
	channel_set(box, deed_move(a), deed_move(b));
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: move twice in one call");
MODULE_LICENSE("GPL");
