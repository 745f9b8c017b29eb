// SPDX-License-Identifier: GPL-2.0
/*
 * Nobody looks whether there was an id left.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct session {
	struct deed_refcount_rcu refs;
	u32 flags;
};

DEED_REF_RCU(session_ref, struct session, refs, deed_plain);
DEED_XARRAY(session_ids, session_ref, spin);

static __used int session_add(const struct session_ids *ids, struct session_ref s, u32 *id)
{
#ifdef MISUSE
	session_ids_insert(ids, id, deed_move(s), 1, 99); /* error: ignoring return value */
	return 0;
#else
	return session_ids_insert(ids, id, deed_move(s), 1, 99);
#endif
}

MODULE_DESCRIPTION("misuse: ids insert ignored");
MODULE_LICENSE("GPL");
