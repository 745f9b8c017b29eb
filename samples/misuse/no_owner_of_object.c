// SPDX-License-Identifier: GPL-2.0
/*
 * An object with a reference in it is made on the stack.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct parent {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(parent_ref, struct parent, refs, deed_plain);

struct child {
	struct parent_ref parent;
	u32 id;
};

static __used u32 child_id(const struct parent *p, u32 id)
{
#ifdef MISUSE
	struct child c = { .parent = parent_ref_get(p), .id = id }; /* error: [deed-no-owner] */

	return parent_ref_borrow(&c.parent)->id + c.id;
#else
	deed_own(parent_ref, parent) = parent_ref_get(p);

	return parent_ref_borrow(&parent)->id + id;
#endif
}

MODULE_DESCRIPTION("misuse: no owner of object");
MODULE_LICENSE("GPL");
