// SPDX-License-Identifier: GPL-2.0
/*
 * The second step of a start fails, and the reference for it is not given back.
 */
#include <linux/module.h>

#include <deed/ref.h>
#include <deed/ring.h>

struct node {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(node_ref, struct node, refs, deed_plain);

struct worker {
	DEED_SLOT(node_ref) node;
	DEED_SLOT(deed_ring) ring;
};

static __used int worker_start(struct worker *w, const struct node *n)
{
#ifdef MISUSE
	deed_linear(node_ref, node) = node_ref_get(n); /* error: [deed-leak] */
#else
	deed_own(node_ref, node) = node_ref_get(n);
#endif
	deed_own(deed_ring, ring) = deed_ring_alloc(64);

	if (!deed_ok(ring))
		return deed_err(ring);

	deed_own(deed_ring, old_ring) = deed_ring_slot_put(&w->ring, deed_move(ring));
	deed_own(node_ref, old_node) = node_ref_slot_put(&w->node, deed_move(node));

	return 0;
}

MODULE_DESCRIPTION("misuse: leak on failed second step");
MODULE_LICENSE("GPL");
