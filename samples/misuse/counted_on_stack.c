// SPDX-License-Identifier: GPL-2.0
/*
 * A reference to a variable, which is gone when the function returns.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

static __used struct thing_ref thing_make(u32 id)
{
#ifdef MISUSE
	struct thing thing = { .id = id }; /* error: [deed-contract] */

	return thing_ref_get(&thing);
#else
	deed_own(thing_ref_box, box) = thing_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(thing_ref, deed_err(box));
	thing_ref_box_excl(&box)->id = id;
	return thing_ref_share(deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: counted on stack");
MODULE_LICENSE("GPL");
