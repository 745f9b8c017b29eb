// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/xarray.h: ids of counted objects, under RCU or a lock, and of boxes. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include <deed/xarray.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

/* As many ids as are there, and one of them; some more are far away. */
#define MEMBERS 100
#define SOME 50
#define FAR 1000000

struct deed_under_rcu {
	struct deed_refcount_rcu refs;
	int number;
};

DEED_REF_RCU(found, struct deed_under_rcu, refs, deed_plain);
DEED_XARRAY(found_ids, found, spin);

struct deed_counted {
	struct deed_refcount refs;
	int number;
};

DEED_REF(counted, struct deed_counted, refs, deed_plain);
DEED_XARRAY(counted_ids, counted, spin_irq);

struct deed_boxed {
	u64 number;
};

DEED_BOX(boxed, struct deed_boxed, deed_plain);
DEED_XARRAY_BOX(boxed_ids, boxed);

struct raw_under_rcu {
	refcount_t refs;
	struct rcu_head rcu;
	int number;
};

struct raw_counted {
	refcount_t refs;
	int number;
};

struct raw_boxed {
	u64 number;
};

static __always_inline void raw_rcu_put(struct raw_under_rcu *object)
{
	if (refcount_dec_and_test(&object->refs))
		kfree_rcu(object, rcu);
}

static __always_inline void raw_counted_put(struct raw_counted *object)
{
	if (refcount_dec_and_test(&object->refs))
		kfree(object);
}

static deed_misuses("static, as its twin is") struct found_ids deed_found;
static deed_misuses("static, as its twin is") struct counted_ids deed_counted;
static deed_misuses("static, as its twin is") struct boxed_ids deed_boxed;
static struct xarray raw_found, raw_counted, raw_boxed;

/* The objects that come and go while it is counted */
static struct deed_under_rcu *deed_under_rcu;
static struct raw_under_rcu *raw_under_rcu;
static struct deed_counted *deed_one_counted;
static struct raw_counted *raw_one_counted;
static u32 id;

static noinline long deed_xarray_lookup_rcu(void)
{
	deed_own(found, r) = found_ids_lookup(&deed_found, id);
	if (!deed_ok(r))
		return deed_err(r);

	return found_borrow(&r)->number;
}

static noinline long raw_xarray_lookup_rcu(void)
{
	struct raw_under_rcu *object;
	u32 at = id;
	int number;

	rcu_read_lock();
	object = xa_load(&raw_found, at);
	if (object && !refcount_inc_not_zero(&object->refs))
		object = NULL;
	rcu_read_unlock();
	if (!object)
		return -ENOENT;
	number = object->number;
	raw_rcu_put(object);
	return number;
}

static noinline long deed_xarray_lookup(void)
{
	deed_own(counted, r) = counted_ids_lookup(&deed_counted, id);
	if (!deed_ok(r))
		return deed_err(r);

	return counted_borrow(&r)->number;
}

static noinline long raw_xarray_lookup(void)
{
	struct raw_counted *object;
	unsigned long flags;
	u32 at = id;
	int number;

	xa_lock_irqsave(&raw_counted, flags);
	object = xa_load(&raw_counted, at);
	if (object)
		refcount_inc(&object->refs);
	xa_unlock_irqrestore(&raw_counted, flags);
	if (!object)
		return -ENOENT;
	number = object->number;
	raw_counted_put(object);
	return number;
}

static noinline long deed_xarray_sum(void)
{
	long sum = 0;

	for (u64 at = 0;; at++) {
		deed_own(found, r) = found_ids_next(&deed_found, &at);
		if (!deed_ok(r))
			return sum;

		sum += found_borrow(&r)->number;
	}
}

static noinline long raw_xarray_sum(void)
{
	struct raw_under_rcu *object;
	long sum = 0;

	for (unsigned long at = 0;; at++) {
		rcu_read_lock();
		for (;; at++) {
			object = xa_find(&raw_found, &at, U32_MAX, XA_PRESENT);
			if (!object || refcount_inc_not_zero(&object->refs))
				break;
		}
		rcu_read_unlock();
		if (!object)
			return sum;
		sum += object->number;
		raw_rcu_put(object);
	}
}

/* Puts an object in as the lowest free id, and takes it out again. */
static noinline long deed_xarray_insert(void)
{
	u32 as;
	int err = found_ids_insert(&deed_found, &as, found_get(deed_under_rcu), id, FAR);

	if (err)
		return err;

	deed_own(found, back) = found_ids_remove(&deed_found, as);
	return as;
}

static noinline long raw_xarray_insert(void)
{
	struct raw_under_rcu *object = raw_under_rcu, *back;
	u32 from = id, as;
	int err;

	refcount_inc(&object->refs);
	err = xa_alloc(&raw_found, &as, object, XA_LIMIT(from, FAR), GFP_KERNEL);
	if (err) {
		raw_rcu_put(object);
		return err;
	}
	back = xa_erase(&raw_found, as);
	if (back)
		raw_rcu_put(back);
	return as;
}

static noinline long deed_xarray_insert_at(void)
{
	u32 as = id;
	int err = counted_ids_insert_at_atomic(&deed_counted, as,
					       counted_get(deed_one_counted));

	if (err)
		return err;

	deed_own(counted, back) = counted_ids_remove(&deed_counted, as);
	return 0;
}

static noinline long raw_xarray_insert_at(void)
{
	struct raw_counted *object = raw_one_counted, *back;
	unsigned long flags;
	u32 as = id;
	int err;

	refcount_inc(&object->refs);
	xa_lock_irqsave(&raw_counted, flags);
	err = __xa_insert(&raw_counted, as, object, GFP_ATOMIC);
	xa_unlock_irqrestore(&raw_counted, flags);
	if (err) {
		raw_counted_put(object);
		return err;
	}
	xa_lock_irqsave(&raw_counted, flags);
	back = __xa_erase(&raw_counted, as);
	xa_unlock_irqrestore(&raw_counted, flags);
	if (back)
		raw_counted_put(back);
	return 0;
}

static noinline long deed_xarray_at(void)
{
	struct deed_boxed *object = boxed_ids_at(&deed_boxed, id);

	if (!object)
		return -ENOENT;
	return ++object->number;
}

static noinline long raw_xarray_at(void)
{
	struct raw_boxed *object = xa_load(&raw_boxed, id);

	if (!object)
		return -ENOENT;
	return ++object->number;
}

static noinline long deed_xarray_each(void)
{
	struct deed_boxed *object;
	long sum = 0;

	for (u64 at = 0; (object = boxed_ids_next(&deed_boxed, &at)); at++)
		sum += object->number;
	return sum;
}

static noinline long raw_xarray_each(void)
{
	struct raw_boxed *object;
	unsigned long at;
	long sum = 0;

	xa_for_each(&raw_boxed, at, object)
		sum += object->number;
	return sum;
}

static noinline long deed_xarray_box(void)
{
	deed_own(boxed, box) = boxed_alloc();
	if (!deed_ok(box))
		return deed_err(box);

	u32 as;
	int err = boxed_ids_insert(&deed_boxed, &as, deed_move(box), 0, FAR);

	if (err)
		return err;

	deed_own(boxed, back) = boxed_ids_remove(&deed_boxed, as);
	return as;
}

static noinline long raw_xarray_box(void)
{
	struct raw_boxed *object = kzalloc(sizeof(*object), GFP_KERNEL);
	u32 as;
	int err;

	if (!object)
		return -ENOMEM;
	err = xa_alloc(&raw_boxed, &as, object, XA_LIMIT(0, FAR), GFP_KERNEL);
	if (err) {
		kfree(object);
		return err;
	}
	kfree(xa_erase(&raw_boxed, as));
	return as;
}

static noinline long deed_xarray_drop(void)
{
	boxed_ids_drop(&deed_boxed);
	return 0;
}

static noinline long raw_xarray_drop(void)
{
	struct raw_boxed *object;
	unsigned long at;

	xa_for_each(&raw_boxed, at, object)
		kfree(object);
	xa_destroy(&raw_boxed);
	return 0;
}

static void xarray_there(enum bench_side side)
{
	id = SOME;
}

static void xarray_not_there(enum bench_side side)
{
	id = MEMBERS;
}

static void xarray_far(enum bench_side side)
{
	id = FAR;
}

/* All, in the arrays of both sides; the counts are far from 0 */
static void xarray_fill(void)
{
	for (u32 n = 0; n < MEMBERS; n++) {
		gfp_t gfp = GFP_KERNEL | __GFP_NOFAIL;
		struct deed_under_rcu *a = kzalloc(sizeof(*a), gfp);
		struct raw_under_rcu *b = kzalloc(sizeof(*b), gfp);
		struct deed_counted *c = kzalloc(sizeof(*c), gfp);
		struct raw_counted *d = kzalloc(sizeof(*d), gfp);

		a->number = n;
		b->number = n;
		c->number = n;
		d->number = n;
		refcount_set(&a->refs.__count, 1);
		refcount_set(&b->refs, 1);
		refcount_set(&c->refs.__count, 1);
		refcount_set(&d->refs, 1);
		xa_store(&deed_found.__xa, n, a, gfp);
		xa_store(&raw_found, n, b, gfp);
		xa_store(&deed_counted.__xa, n, c, gfp);
		xa_store(&raw_counted, n, d, gfp);
	}
	deed_under_rcu = xa_load(&deed_found.__xa, 0);
	raw_under_rcu = xa_load(&raw_found, 0);
	deed_one_counted = xa_load(&deed_counted.__xa, 0);
	raw_one_counted = xa_load(&raw_counted, 0);
}

static void xarray_fill_boxes(enum bench_side side)
{
	struct xarray *xa = side == DEED ? &deed_boxed.__xa : &raw_boxed;

	id = SOME;
	if (!xa_empty(xa))
		return;
	for (u32 n = 0; n < MEMBERS; n++) {
		u64 *object = kzalloc(sizeof(*object), GFP_KERNEL | __GFP_NOFAIL);

		xa_store(xa, n, object, GFP_KERNEL | __GFP_NOFAIL);
	}
}

static void xarray_no_boxes(enum bench_side side)
{
	boxed_ids_drop(&deed_boxed);
	raw_xarray_drop();
}

static deed_misuses("drops what is static") void xarray_empty(void)
{
	struct raw_under_rcu *a;
	struct raw_counted *b;
	unsigned long at;

	found_ids_drop(&deed_found);
	counted_ids_drop(&deed_counted);
	xa_for_each(&raw_found, at, a)
		kfree(a);
	xa_for_each(&raw_counted, at, b)
		kfree(b);
	xa_destroy(&raw_found);
	xa_destroy(&raw_counted);
	xarray_no_boxes(DEED);
}

void bench_xarray(void)
{
	static const struct bench_row rows[] = {
		BENCH(xarray, lookup_rcu, "look up under RCU, put", xarray_there),
		BENCH(xarray, lookup_rcu, "look up under RCU, not there", xarray_not_there),
		BENCH(xarray, lookup, "look up under the lock, put", xarray_there),
		BENCH(xarray, lookup, "look up under the lock, not there", xarray_far),
		BENCH(xarray, sum, "look at 100 under RCU", xarray_there),
		BENCH(xarray, insert, "insert, remove", xarray_not_there),
		BENCH(xarray, insert_at, "insert at an id, remove", xarray_not_there),
		BENCH(xarray, insert_at, "insert at an id that is taken", xarray_there),
		BENCH(xarray, at, "box at an id", xarray_fill_boxes),
		BENCH(xarray, each, "look at 100 boxes", xarray_fill_boxes),
		BENCH(xarray, box, "make a box, insert, remove", xarray_fill_boxes),
		BENCH(xarray, box, "make a box, insert, remove, empty", xarray_no_boxes),
		BENCH(xarray, drop, "drop 100 boxes", xarray_fill_boxes),
		BENCH(xarray, drop, "drop none", xarray_no_boxes),
	};

	deed_xarray_init(found_ids, &deed_found);
	deed_xarray_init(counted_ids, &deed_counted);
	deed_xarray_init(boxed_ids, &deed_boxed);
	xa_init_flags(&raw_found, XA_FLAGS_ALLOC);
	xa_init_flags(&raw_counted, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_IRQ);
	xa_init_flags(&raw_boxed, XA_FLAGS_ALLOC);
	xarray_fill();
	bench_rows(rows, ARRAY_SIZE(rows));
	xarray_empty();
	BENCH_SIZE("array of ids", struct found_ids, struct xarray);
}
