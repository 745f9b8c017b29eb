// SPDX-License-Identifier: GPL-2.0
/*
 * A box that is not shared yet is given where a reference is wanted.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ref.h>

struct state {
	unsigned int count;
};

DEED_CELL_TYPE(thing_cell, mutex, struct state);

struct thing {
	struct deed_refcount refs;
	struct thing_cell state;
	unsigned int plain;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

struct holder {
	DEED_SLOT(thing_ref) first;
};

static __used void hold(struct holder *h, struct thing_ref_box box)
{
#ifdef MISUSE
	deed_own(thing_ref, old) =
		thing_ref_slot_put(&h->first, deed_move(box)); /* error: incompatible type */
#else
	deed_own(thing_ref, old) =
		thing_ref_slot_put(&h->first, thing_ref_share(deed_move(box)));
#endif
}

MODULE_DESCRIPTION("misuse: wrong kind");
MODULE_LICENSE("GPL");
