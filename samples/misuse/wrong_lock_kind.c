// SPDX-License-Identifier: GPL-2.0
/*
 * A mutex cell is locked as if it held a spinlock.
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
	deed_lock(spin, s, &thing->state); /* error: incompatible pointer type */
#else
	deed_lock(mutex, s, &thing->state);
#endif

	s->count++;
}

MODULE_DESCRIPTION("misuse: wrong lock kind");
MODULE_LICENSE("GPL");
