// SPDX-License-Identifier: GPL-2.0
/*
 * A reference to an object that nobody shares yet: its owner frees it.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

static __used struct thing_ref thing_make(void)
{
	deed_own(thing_ref_box, box) = thing_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(thing_ref, deed_err(box));
#ifdef MISUSE
	return thing_ref_get(thing_ref_box_borrow(&box)); /* error: [deed-contract] */
#else
	return thing_ref_share(deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: reference to owned");
MODULE_LICENSE("GPL");
