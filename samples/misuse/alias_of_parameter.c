// SPDX-License-Identifier: GPL-2.0
/*
 * Two names of one parameter: what was dropped by the one is used by the other.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct client {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(client_ref, struct client, refs, deed_plain);

static __used deed_drops(1) u32 client_end(struct client_ref *ref)
{
	struct client_ref *same = ref;
#ifdef MISUSE
	client_ref_drop(ref);
	return client_ref_borrow(same)->id; /* error: [deed-use-after-drop] */
#else
	u32 id = client_ref_borrow(same)->id;

	client_ref_drop(ref);
	return id;
#endif
}

MODULE_DESCRIPTION("misuse: alias of parameter");
MODULE_LICENSE("GPL");
