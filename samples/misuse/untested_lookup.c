// SPDX-License-Identifier: GPL-2.0
/*
 * A lookup may find nothing.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct route {
	struct deed_refcount_rcu refs;
	u32 metric;
};

DEED_REF_RCU(route_ref, struct route, refs, deed_plain);

struct table {
	struct route_ref_published best;
};

static __used u32 route_metric(const struct table *t)
{
	deed_own(route_ref, r) = route_ref_lookup(&t->best);

#ifdef MISUSE
	return route_ref_borrow(&r)->metric; /* error: [deed-untested] */
#else
	return deed_ok(r) ? route_ref_borrow(&r)->metric : U32_MAX;
#endif
}

MODULE_DESCRIPTION("misuse: untested lookup");
MODULE_LICENSE("GPL");
