// SPDX-License-Identifier: GPL-2.0
/*
 * Each call counts in a plain number, and two may do so at the same time.
 */
#include <linux/module.h>

#include <deed/debugfs.h>
#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	struct deed_counter calls;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

#ifdef MISUSE
static u32 calls;
#endif

static __used u32 thing_call(const struct thing *t)
{
#ifdef MISUSE
	return ++calls; /* error: [deed-global] */
#else
	deed_count(&t->calls);
	return 0;
#endif
}

MODULE_DESCRIPTION("misuse: global of callbacks");
MODULE_LICENSE("GPL");
