// SPDX-License-Identifier: GPL-2.0
/*
 * A function that promises to drop its caller's reference keeps it on one path.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct client {
	struct deed_refcount refs;
	bool busy;
};

DEED_REF(client_ref, struct client, refs, deed_plain);

static __used deed_drops(1) int client_end(struct client_ref *ref)
{
	if (client_ref_borrow(ref)->busy) {
#ifndef MISUSE
		client_ref_drop(ref);
#endif
		return -EBUSY; /* error: [deed-contract] */
	}
	client_ref_drop(ref);
	return 0;
}

MODULE_DESCRIPTION("misuse: dropped on one path");
MODULE_LICENSE("GPL");
