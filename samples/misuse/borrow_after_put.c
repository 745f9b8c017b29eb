// SPDX-License-Identifier: GPL-2.0
/*
 * An object is looked at after the reference that kept it was dropped.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct account {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(account_ref, struct account, refs, deed_plain);

static __used u32 account_end(struct account_ref ref)
{
	deed_own(account_ref, mine) = deed_move(ref);
	const struct account *u = account_ref_borrow(&mine);
#ifdef MISUSE
	account_ref_drop(&mine);
	return u->id; /* error: [deed-borrow-dead] */
#else
	u32 id = u->id;

	account_ref_drop(&mine);
	return id;
#endif
}

MODULE_DESCRIPTION("misuse: borrow after put");
MODULE_LICENSE("GPL");
