// SPDX-License-Identifier: GPL-2.0
/*
 * An array is moved to another place, and its lock with it.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct session {
	struct deed_refcount_rcu refs;
	u32 flags;
};

DEED_REF_RCU(session_ref, struct session, refs, deed_plain);
DEED_XARRAY(session_ids, session_ref, spin);

struct server {
	struct session_ids sessions;
};

static __used void server_move(struct server *to, struct server *from)
{
#ifdef MISUSE
	to->sessions = from->sessions; /* error: [deed-copy] */
#else
	deed_xarray_init(session_ids, &to->sessions);
	for (u64 id = 0;; id++) {
		deed_own(session_ref, s) = session_ids_next(&from->sessions, &id);
		if (!deed_ok(s) ||
		    session_ids_insert_at(&to->sessions, id, deed_move(s)))
			break;
	}
#endif
}

MODULE_DESCRIPTION("misuse: ids copied");
MODULE_LICENSE("GPL");
