// SPDX-License-Identifier: GPL-2.0
/*
 * An object is assigned as a whole, and with it the reference that it owns.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct parent {
	struct deed_refcount refs;
};

DEED_REF(parent_ref, struct parent, refs, deed_plain);

struct child {
	struct parent_ref parent;
	u32 id;
};

static void child_release(struct child *c)
{
	parent_ref_drop(&c->parent);
}

DEED_BOX(child_box, struct child, child_release);

static __used struct child_box child_copy(const struct child *c)
{
	deed_own(child_box, box) = child_box_alloc();

	if (!deed_ok(box))
		return deed_move(box);

	struct child *copy = child_box_excl(&box);

#ifdef MISUSE
	*copy = *c; /* error: [deed-copy] */
#else
	copy->parent = parent_ref_get(parent_ref_borrow(&c->parent));
	copy->id = c->id;
#endif
	return deed_move(box);
}

MODULE_DESCRIPTION("misuse: copy of object");
MODULE_LICENSE("GPL");
