// SPDX-License-Identifier: GPL-2.0
/*
 * A reference is taken and nobody keeps it: it can never be dropped.
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

static __used void take(const struct thing *thing)
{
#ifdef MISUSE
	thing_ref_get(thing); /* error: ignoring return value */
#else
	deed_own(thing_ref, ref) = thing_ref_get(thing);
#endif
}

MODULE_DESCRIPTION("misuse: ignored handle");
MODULE_LICENSE("GPL");
