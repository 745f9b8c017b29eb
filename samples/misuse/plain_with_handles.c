// SPDX-License-Identifier: GPL-2.0
/*
 * An object that owns a reference is declared to own nothing.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct parent {
	struct deed_refcount refs;
};

DEED_REF(parent_ref, struct parent, refs, deed_plain);

struct child {
	struct parent_ref parent;
};

#ifdef MISUSE
DEED_BOX(child_box, struct child, deed_plain); /* error: [deed-release] */
#else
static void child_release(struct child *c)
{
	parent_ref_drop(&c->parent);
}

DEED_BOX(child_box, struct child, child_release);
#endif

static __used struct child_box child_make(const struct parent *p)
{
	deed_own(child_box, box) = child_box_alloc();

	if (deed_ok(box))
		child_box_excl(&box)->parent = parent_ref_get(p);
	return deed_move(box);
}

MODULE_DESCRIPTION("misuse: plain with handles");
MODULE_LICENSE("GPL");
