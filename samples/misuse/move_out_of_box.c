// SPDX-License-Identifier: GPL-2.0
/*
 * A box is opened, and a handle that its object owns is moved out, not replaced.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct track {
	struct deed_ring ring;
};

static void track_release(struct track *t)
{
	deed_ring_drop(&t->ring);
}

DEED_BOX(track_box, struct track, track_release);

static __used struct deed_ring track_swap(struct track_box *box, struct deed_ring with)
{
#ifdef MISUSE
	deed_own(deed_ring, mine) = deed_move(with);
	deed_own(deed_ring, old) =
		deed_move(track_box_excl(box)->ring); /* error: [deed-move-behind-pointer] */

	track_box_excl(box)->ring = deed_move(mine);
	return deed_move(old);
#else
	return deed_ring_replace(&track_box_excl(box)->ring, deed_move(with));
#endif
}

MODULE_DESCRIPTION("misuse: move out of box");
MODULE_LICENSE("GPL");
