// SPDX-License-Identifier: GPL-2.0
/*
 * An array is emptied while others may look into it.
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
	struct deed_refcount refs;
	struct session_ids sessions;
};

static void server_release(struct server *s)
{
	session_ids_drop(&s->sessions);
}

DEED_REF(server_ref, struct server, refs, server_release);

static __used void server_reset(const struct server *s)
{
#ifdef MISUSE
	session_ids_drop(&s->sessions); /* error: discards 'const' qualifier */
#else
	for (u64 id = 0;; id++) {
		deed_own(session_ref, found) = session_ids_next(&s->sessions, &id);
		if (!deed_ok(found))
			break;

		deed_own(session_ref, gone) = session_ids_remove(&s->sessions, id);
	}
#endif
}

MODULE_DESCRIPTION("misuse: ids dropped while shared");
MODULE_LICENSE("GPL");
