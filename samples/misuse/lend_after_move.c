// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer was handed to the queue; the helper that fills it is called too late.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct stream {
	DEED_SLOT(deed_ring) next;
};

static size_t stream_room(const struct deed_ring *ring)
{
	return deed_ring_room(ring) / 2;
}

static __used size_t stream_add(struct stream *s)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(512);

	if (!deed_ok(ring))
		return 0;
#ifdef MISUSE
	deed_own(deed_ring, old) = deed_ring_slot_put(&s->next, deed_move(ring));

	return stream_room(&ring); /* error: [deed-use-after-move] */
#else
	size_t room = stream_room(&ring);

	deed_own(deed_ring, old) = deed_ring_slot_put(&s->next, deed_move(ring));

	return room;
#endif
}

MODULE_DESCRIPTION("misuse: lend after move");
MODULE_LICENSE("GPL");
