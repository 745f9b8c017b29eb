// SPDX-License-Identifier: GPL-2.0
/*
 * A reference is kept in a variable outside of the loop that takes one each round.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct item {
	struct deed_refcount refs;
	u32 value;
};

DEED_REF(item_ref, struct item, refs, deed_plain);

static __used u32 item_sum(const struct item *item, unsigned int n)
{
	u32 sum = 0;
#ifdef MISUSE
	deed_own(item_ref, ref) = deed_fail(item_ref, -ENOENT);
#endif

	for (unsigned int i = 0; i < n; i++) {
#ifdef MISUSE
		ref = item_ref_get(item); /* error: [deed-overwrite] */
#else
		deed_own(item_ref, ref) = item_ref_get(item);
#endif
		sum += item_ref_borrow(&ref)->value;
	}
	return sum;
}

MODULE_DESCRIPTION("misuse: overwrite in loop");
MODULE_LICENSE("GPL");
