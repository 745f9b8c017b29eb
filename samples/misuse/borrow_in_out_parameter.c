// SPDX-License-Identifier: GPL-2.0
/*
 * A helper hands out a pointer to the object of a reference that it drops.
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

#ifdef MISUSE
static __used int route_find(const struct table *t, const struct route **out)
{
	deed_own(route_ref, r) = route_ref_lookup(&t->best);

	if (!deed_ok(r))
		return deed_err(r);
	*out = route_ref_borrow(&r); /* error: [deed-borrow-escape] */
	return 0;
}
#else
static __used struct route_ref route_find(const struct table *t)
{
	return route_ref_lookup(&t->best);
}
#endif

MODULE_DESCRIPTION("misuse: borrow in out parameter");
MODULE_LICENSE("GPL");
