// SPDX-License-Identifier: GPL-2.0
/*
 * The release function forgets the array, with all that it refers to.
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
	u32 port;
};

#ifdef MISUSE
static void server_release(struct server *s)
{
	deed_own(session_ref, first) = session_ids_remove(&s->sessions, 0);
} /* error: [deed-release] */
#else
static void server_release(struct server *s)
{
	session_ids_drop(&s->sessions);
}
#endif

DEED_BOX(server_box, struct server, server_release);

static __used int server_try(void)
{
	deed_own(server_box, box) = server_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: ids forgotten");
MODULE_LICENSE("GPL");
