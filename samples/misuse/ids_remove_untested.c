// SPDX-License-Identifier: GPL-2.0
/*
 * An id is removed that somebody else may have removed before.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct session {
	struct deed_refcount_rcu refs;
	u32 flags;
};

DEED_REF_RCU(session_ref, struct session, refs, deed_plain);
DEED_XARRAY(session_ids, session_ref, spin);

static __used u32 session_end(const struct session_ids *ids, u32 id)
{
	deed_own(session_ref, s) = session_ids_remove(ids, id);

#ifndef MISUSE
	if (!deed_ok(s))
		return 0;
#endif
	return session_ref_borrow(&s)->flags; /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: ids remove untested");
MODULE_LICENSE("GPL");
