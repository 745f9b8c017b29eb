// SPDX-License-Identifier: GPL-2.0
/*
 * What could not be put in is used: it was given away all the same.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct session {
	struct deed_refcount_rcu refs;
	u32 flags;
};

DEED_REF_RCU(session_ref, struct session, refs, deed_plain);
DEED_XARRAY(session_ids, session_ref, spin);

static __used int session_add(const struct session_ids *ids, struct session_ref s)
{
	deed_own(session_ref, mine) = deed_move(s);
	u32 id;
#ifdef MISUSE
	int err = session_ids_insert(ids, &id, deed_move(mine), 1, 99);

	return err ? session_ref_borrow(&mine)->flags : id; /* error: [deed-use-after-move] */
#else
	u32 flags = session_ref_borrow(&mine)->flags;
	int err = session_ids_insert(ids, &id, deed_move(mine), 1, 99);

	return err ? flags : id;
#endif
}

MODULE_DESCRIPTION("misuse: ids use after failed insert");
MODULE_LICENSE("GPL");
