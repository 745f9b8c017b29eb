// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/ref.h: a counted object, and one that RCU readers look up. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include <deed/ref.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct deed_object {
	struct deed_refcount refs;
	int number;
	void *memory;
};

static void deed_object_release(struct deed_object *object)
{
	kfree(object->memory);
}

DEED_REF(ref, struct deed_object, refs, deed_object_release);

struct raw_object {
	refcount_t refs;
	int number;
	void *memory;
};

static __always_inline void raw_put(struct raw_object *object)
{
	if (refcount_dec_and_test(&object->refs)) {
		kfree(object->memory);
		kfree(object);
	}
}

static struct deed_object *deed_object;
static struct raw_object *raw_object;

static noinline long deed_ref_share(void)
{
	deed_own(ref_box, box) = ref_box_alloc();
	if (!deed_ok(box))
		return deed_err(box);

	ref_box_excl(&box)->number = 1;

	deed_own(ref, r) = ref_share(deed_move(box));
	return ref_borrow(&r)->number;
}

static noinline long raw_ref_share(void)
{
	struct raw_object *object = kzalloc(sizeof(*object), GFP_KERNEL);
	int number;

	if (!object)
		return -ENOMEM;
	object->number = 1;
	refcount_set(&object->refs, 1);
	number = object->number;
	raw_put(object);
	return number;
}

static noinline long deed_ref_get(void)
{
	deed_own(ref, r) = ref_get(deed_object);

	return ref_borrow(&r)->number;
}

static noinline long raw_ref_get(void)
{
	struct raw_object *object = raw_object;
	int number;

	refcount_inc(&object->refs);
	number = object->number;
	raw_put(object);
	return number;
}

static noinline deed_misuses("drops a reference that it did not get: only the put counts") long
deed_ref_put(void)
{
	struct ref r = { deed_object };

	ref_drop_live(&r);
	return 0;
}

static noinline long raw_ref_put(void)
{
	raw_put(raw_object);
	return 0;
}

/* Under RCU */
struct deed_rcu_object {
	struct deed_refcount_rcu refs;
	int number;
};

DEED_REF_RCU(found, struct deed_rcu_object, refs, deed_plain);

struct raw_rcu_object {
	refcount_t refs;
	struct rcu_head rcu;
	int number;
};

static __always_inline void raw_rcu_put(struct raw_rcu_object *object)
{
	if (refcount_dec_and_test(&object->refs))
		kfree_rcu(object, rcu);
}

static deed_misuses("static, as its twin is") struct found_published deed_place;
static struct raw_rcu_object __rcu *raw_place;
static struct deed_rcu_object *deed_rcu_object;
static struct raw_rcu_object *raw_rcu_object;

static noinline long deed_ref_lookup(void)
{
	deed_own(found, r) = found_lookup(&deed_place);
	if (!deed_ok(r))
		return deed_err(r);

	return found_borrow(&r)->number;
}

static noinline long raw_ref_lookup(void)
{
	struct raw_rcu_object *object;
	int number;

	rcu_read_lock();
	object = rcu_dereference(raw_place);
	if (object && !refcount_inc_not_zero(&object->refs))
		object = NULL;
	rcu_read_unlock();
	if (!object)
		return -ENOENT;
	number = object->number;
	raw_rcu_put(object);
	return number;
}

static noinline long deed_ref_publish(void)
{
	deed_own(found, old) = found_publish(&deed_place, found_get(deed_rcu_object));

	return 0;
}

static noinline long raw_ref_publish(void)
{
	struct raw_rcu_object *old;

	refcount_inc(&raw_rcu_object->refs);
	old = unrcu_pointer(xchg(&raw_place, RCU_INITIALIZER(raw_rcu_object)));
	if (old)
		raw_rcu_put(old);
	return 0;
}

static noinline long deed_ref_withdraw(void)
{
	deed_own(found, old) = found_publish(&deed_place, (struct found){});

	return 0;
}

static noinline long raw_ref_withdraw(void)
{
	struct raw_rcu_object *old = unrcu_pointer(xchg(&raw_place, NULL));

	if (old)
		raw_rcu_put(old);
	return 0;
}

/* Objects that have one more reference than the test drops, or just that one */
static void ref_set(unsigned int refs)
{
	refcount_set(&deed_object->refs.__count, refs);
	refcount_set(&raw_object->refs, refs);
	refcount_set(&deed_rcu_object->refs.__count, refs);
	refcount_set(&raw_rcu_object->refs, refs);
	deed_place.__object = RCU_INITIALIZER(&deed_rcu_object->refs);
	RCU_INIT_POINTER(raw_place, raw_rcu_object);
}

static void ref_shared(enum bench_side side)
{
	ref_set(2);
}

static void ref_empty(enum bench_side side)
{
	ref_set(2);
	deed_place.__object = NULL;
	RCU_INIT_POINTER(raw_place, NULL);
}

static void ref_dying(enum bench_side side)
{
	ref_set(0);
}

/* The last put frees the object: its place gets a new one. */
static void ref_again(enum bench_side side)
{
	if (side == DEED)
		deed_object = kzalloc(sizeof(*deed_object), GFP_KERNEL | __GFP_NOFAIL);
	else
		raw_object = kzalloc(sizeof(*raw_object), GFP_KERNEL | __GFP_NOFAIL);
}

static void ref_last(enum bench_side side)
{
	ref_set(1);
}

void bench_ref(void)
{
	static const struct bench_row rows[] = {
		BENCH(ref, share, "make, share, last put"),
		BENCH(ref, get, "get and put", ref_shared),
		BENCH(ref, put, "put", ref_shared),
		BENCH(ref, put, "last put", ref_last, ref_again),
		BENCH(ref, lookup, "look up under RCU, put", ref_shared),
		BENCH(ref, lookup, "look up, nothing there", ref_empty),
		BENCH(ref, lookup, "look up, lost the race", ref_dying),
		BENCH(ref, publish, "publish another", ref_shared),
		BENCH(ref, publish, "publish the first", ref_empty),
		BENCH(ref, withdraw, "withdraw", ref_shared),
	};

	deed_object = kzalloc(sizeof(*deed_object), GFP_KERNEL | __GFP_NOFAIL);
	raw_object = kzalloc(sizeof(*raw_object), GFP_KERNEL | __GFP_NOFAIL);
	deed_rcu_object = kzalloc(sizeof(*deed_rcu_object), GFP_KERNEL | __GFP_NOFAIL);
	raw_rcu_object = kzalloc(sizeof(*raw_rcu_object), GFP_KERNEL | __GFP_NOFAIL);
	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("reference", struct ref, struct raw_object *);
	BENCH_SIZE("counted object", struct deed_object, struct raw_object);
	BENCH_SIZE("counted object under RCU", struct deed_rcu_object,
		   struct raw_rcu_object);
	kfree(deed_object);
	kfree(raw_object);
	kfree(deed_rcu_object);
	kfree(raw_rcu_object);
}
