// SPDX-License-Identifier: GPL-2.0
/*
 * A function returns the lock of an object that it keeps alive only until it returns.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ref.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

struct counter {
	struct deed_refcount_rcu refs;
	struct count_cell count;
};

DEED_REF_RCU(counter_ref, struct counter, refs, deed_plain);

struct table {
	struct counter_ref_published first;
};

#ifdef MISUSE
static __used struct count_cell_guard table_lock(const struct table *t)
{
	deed_own(counter_ref, ref) = counter_ref_lookup(&t->first);

	if (!deed_ok(ref))
		return deed_fail(count_cell_guard, deed_err(ref));
	return count_cell_lock(&counter_ref_borrow(&ref)->count); /* error: [deed-borrow-escape] */
}
#else
static __used struct count_cell_guard counter_lock(const struct counter *c)
{
	return count_cell_lock(&c->count);
}
#endif

MODULE_DESCRIPTION("misuse: lock returned past object");
MODULE_LICENSE("GPL");
