// SPDX-License-Identifier: GPL-2.0
/*
 * The labels of an unwinding are one too many: the last one drops what was moved.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct feed {
	DEED_SLOT(deed_ring) in;
};

static __used int feed_start(struct feed *f, size_t bytes)
{
	deed_own(deed_ring, in) = deed_ring_alloc(bytes);
	deed_own(deed_ring, out) = deed_fail(deed_ring, -ENOENT);
	deed_own(deed_ring, old) = deed_fail(deed_ring, -ENOENT);
	int err = 0;

	if (!deed_ok(in))
		return deed_err(in);
	old = deed_ring_slot_put(&f->in, deed_move(in));
	out = deed_ring_alloc(bytes);
	if (!deed_ok(out)) {
		err = deed_err(out);
		goto drop_in;
	}
	pr_debug("room %zu\n", deed_ring_room(&out));
drop_in:
#ifdef MISUSE
	deed_ring_drop(&in); /* error: [deed-use-after-move] */
#endif
	return err;
}

MODULE_DESCRIPTION("misuse: unwind in wrong order");
MODULE_LICENSE("GPL");
