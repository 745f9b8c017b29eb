// SPDX-License-Identifier: GPL-2.0
/*
 * A box is allocated and shared in one expression, with no room for a test.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct node {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(node_ref, struct node, refs, deed_plain);

static __used struct node_ref node_make(void)
{
#ifdef MISUSE
	return node_ref_share(node_ref_box_alloc()); /* error: [deed-untested] */
#else
	deed_own(node_ref_box, box) = node_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(node_ref, deed_err(box));
	return node_ref_share(deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: untested argument");
MODULE_LICENSE("GPL");
