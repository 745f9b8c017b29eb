// SPDX-License-Identifier: GPL-2.0
/*
 * The last drop would free what is static.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

#ifdef MISUSE
static struct thing first; /* error: [deed-contract] */

static __used struct thing_ref thing_first(void)
{
	return thing_ref_get(&first);
}
#else
static __used struct thing_ref thing_first(const struct thing *first)
{
	return thing_ref_get(first);
}
#endif

MODULE_DESCRIPTION("misuse: counted in static");
MODULE_LICENSE("GPL");
