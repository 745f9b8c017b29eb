// SPDX-License-Identifier: GPL-2.0
/*
 * A callback writes to a plain field of an object that others share.
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

static __used void count(const struct thing *thing)
{
#ifdef MISUSE
	thing->plain++; /* error: read-only object */
#else
	deed_lock(mutex, s, &thing->state);

	s->count++;
#endif
}

MODULE_DESCRIPTION("misuse: write through shared");
MODULE_LICENSE("GPL");
