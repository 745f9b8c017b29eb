// SPDX-License-Identifier: GPL-2.0
/*
 * A reference that was only lent is given away by its field.
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
};

static void child_release(struct child *c)
{
	parent_ref_drop(&c->parent);
}

DEED_BOX(child_box, struct child, child_release);

static __used struct parent_ref child_parent(struct child *c)
{
#ifdef MISUSE
	return deed_move(c->parent); /* error: [deed-move-behind-pointer] */
#else
	return parent_ref_get(parent_ref_borrow(&c->parent));
#endif
}

MODULE_DESCRIPTION("misuse: consume lent reference");
MODULE_LICENSE("GPL");
