// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer is stored under a number, with no word about who owns it.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct session {
	struct deed_refcount_rcu refs;
	u32 flags;
};

DEED_REF_RCU(session_ref, struct session, refs, deed_plain);
DEED_XARRAY(session_ids, session_ref, spin);

#ifdef MISUSE
static __used int session_add(struct xarray *xa, u32 *value, u32 id)
{
	return xa_insert(xa, id, value, GFP_KERNEL); /* error: [deed-raw-call] */
}
#else
static __used int session_add(const struct session_ids *ids, struct session_ref s, u32 id)
{
	return session_ids_insert_at(ids, id, deed_move(s));
}
#endif

MODULE_DESCRIPTION("misuse: raw ids");
MODULE_LICENSE("GPL");
