// SPDX-License-Identifier: GPL-2.0
/*
 * A reference is put twice, once where it is no longer needed and once more before
 * the return.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct node {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(node_ref, struct node, refs, deed_plain);

static __used u32 node_id(const struct node *n)
{
	deed_own(node_ref, ref) = node_ref_get(n);
	u32 id = node_ref_borrow(&ref)->id;

	node_ref_drop(&ref);
#ifdef MISUSE
	node_ref_drop(&ref); /* error: [deed-double-drop] */
#endif
	return id;
}

MODULE_DESCRIPTION("misuse: double drop");
MODULE_LICENSE("GPL");
