/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reference counted objects.
 *
 * An object is made in a box, where its maker has it exclusively and sets it
 * up; sharing consumes the box and gives the first reference. From then on the
 * object is reached through const borrows only, and what must change in it
 * lives in cells, counters, and wait queues. A reference is a handle that owns
 * one count; dropping the last one releases the contents and frees the memory,
 * in the context of that drop.
 *
 * The count is a refcount_t: it saturates instead of wrapping, and taking a
 * reference from an object whose count is 0 warns (lib/refcount.c).
 *
 * DEED_REF_RCU() adds a published slot: it owns a reference, and readers look
 * it up without a lock. The memory of such an object is freed only after an
 * RCU grace period; its contents are released at once, since a reader that
 * lost the race sees nothing but the count.
 */
#ifndef _DEED_REF_H
#define _DEED_REF_H

#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include <deed/box.h>

/**
 * struct deed_refcount - the reference count of an object
 *
 * Interior: only the functions of DEED_REF() touch it. Never copied.
 */
struct __deed_counts deed_refcount {
	/* private: */
	refcount_t __count;
};

/**
 * struct deed_refcount_rcu - the reference count of an object under RCU
 *
 * Must be the first member of the object. Interior, as deed_refcount is.
 */
struct __deed_counts deed_refcount_rcu {
	/* private: */
	refcount_t __count;
	struct rcu_head __head;
};

/* Interior mutability: the counters are the reason why const ends here. */
static __always_inline refcount_t *__deed_count(const refcount_t *count)
{
	return (refcount_t *)(unsigned long)count;
}

/*
 * SAFETY: refcount_set() wants that nobody else sees the object: the caller
 * holds its box, which is the only owner.
 */
static __always_inline void __deed_ref_first(refcount_t *count)
{
	refcount_set(count, 1);
}

/*
 * SAFETY: refcount_inc() wants that the caller can rely on a count that is not
 * 0: a borrow of a shared object lives within somebody's reference.
 */
static __always_inline void __deed_ref_get(const refcount_t *count)
{
	refcount_inc(__deed_count(count));
}

/*
 * SAFETY: refcount_inc_not_zero() wants memory that stays valid: the caller is
 * in an RCU read section, and the memory outlives the grace period.
 */
static __always_inline bool __deed_ref_get_live(const refcount_t *count)
{
	return refcount_inc_not_zero(__deed_count(count));
}

/*
 * SAFETY: refcount_dec_and_test() wants
 * 1. that the caller owns one count: it consumed a reference;
 * 2. that whoever gets true is alone: the acquire ordering on success makes
 *    what others wrote visible (Documentation/core-api/refcount-vs-atomic.rst).
 */
static __always_inline bool __deed_ref_put(const refcount_t *count)
{
	return refcount_dec_and_test(__deed_count(count));
}

/*
 * SAFETY: kfree_rcu() wants
 * 1. a slab object with the rcu_head less than 4096 bytes from its start: the
 *    counter is its first member, asserted in DEED_REF_RCU();
 * 2. that nobody frees it twice: the count reached 0 in this call.
 */
static __always_inline void __deed_ref_free_rcu(struct deed_refcount_rcu *object)
{
	kfree_rcu(object, __head);
}

/*
 * SAFETY: xchg() on an RCU pointer wants
 * 1. publication in order: it is a full barrier, so what was written to the
 *    object before is seen by whoever finds it;
 * 2. one owner: the reference that was there belongs to the caller now.
 */
static __always_inline struct deed_refcount_rcu *
__deed_publish(struct deed_refcount_rcu __rcu *const *place,
	       struct deed_refcount_rcu *object)
{
	struct deed_refcount_rcu __rcu **p =
		(struct deed_refcount_rcu __rcu **)(unsigned long)place;

	return unrcu_pointer(xchg(p, RCU_INITIALIZER(object)));
}

/*
 * SAFETY: rcu_dereference() wants
 * 1. an RCU read section, here to the end of the upgrade and no longer;
 * 2. memory that outlives it: __deed_ref_free_rcu() waits for readers.
 */
static __always_inline struct deed_refcount_rcu *
__deed_lookup(struct deed_refcount_rcu __rcu *const *place)
{
	struct deed_refcount_rcu *object;

	rcu_read_lock();
	object = rcu_dereference(*place);
	if (object && !__deed_ref_get_live(&object->__count))
		object = NULL;
	rcu_read_unlock();
	return object;
}

/**
 * DEED_REF() - define a kind of reference
 * @kind: the handle kind of a reference
 * @type: the type of the object
 * @member: its member of type &struct deed_refcount
 * @release: ``void release(type *object)``: drops what the object owns; called
 *	once, when the last reference or the unshared box goes
 *
 * Generates, beside what DEED_HANDLE() gives:
 *
 * ``struct <kind>_box``
 *	the box in which an object is made and set up: see DEED_BOX()
 * ``struct <kind> <kind>_share(struct <kind>_box box)``
 *	consumes the box, which must be live: the first reference. Never fails.
 * ``struct <kind> <kind>_get(const type *object)``
 *	a further reference to a shared object. Never fails.
 * ``const type *<kind>_borrow(const struct <kind> *ref)``
 *	the shared borrow of the object, as long as the reference lives
 *
 * Taking and dropping are possible in any context; the last drop in those that
 * @release allows.
 */
#define DEED_REF(kind, type, member, release)				\
	DEED_BOX(kind##_box, type, release)				\
									\
	static __maybe_unused void __##kind##_last(typeof(type) *object) \
	{								\
		struct kind##_box box =					\
			__deed_acquire(kind##_box, object);		\
									\
		kind##_box_drop_live(&box);				\
	}								\
									\
	__DEED_REF(kind, type, member, __DEED_IS_REF)			\
	__DEED_REF_SHARE(kind, type, member)

/**
 * DEED_REF_RCU() - define a kind of reference that RCU readers can look up
 * @kind: the handle kind of a reference
 * @type: the type of the object
 * @member: its first member, of type &struct deed_refcount_rcu
 * @release: as for DEED_REF(); must not free memory that the published slot's
 *	readers reach, which is the count alone
 *
 * Generates, beside what DEED_REF() gives:
 *
 * ``struct <kind>_published``
 *	a place that owns a reference or nothing, and that readers look up.
 *	Zeroed memory is an empty one. Interior: its functions take it const.
 *	Whoever embeds it drops it: take with an empty handle, before it goes.
 * ``struct <kind> <kind>_publish(const struct <kind>_published *place, struct <kind> ref)``
 *	moves @ref in, live or empty, and returns what was there, which may be
 *	empty. Any context.
 * ``struct <kind> <kind>_lookup(const struct <kind>_published *place)``
 *	a reference to what is published, or a handle that failed with -ENOENT.
 *	Any context; takes no lock.
 */
#define DEED_REF_RCU(kind, type, member, release)			\
	static_assert(offsetof(type, member) == 0,			\
		      #member " must be the first member of " #type);	\
	DEED_BOX(kind##_box, type, release)				\
									\
	static __maybe_unused void __##kind##_last(typeof(type) *object) \
	{								\
		release(object);					\
		__deed_ref_free_rcu(&object->member);			\
	}								\
									\
	__DEED_REF(kind, type, member, __DEED_IS_REF_RCU)		\
	__DEED_REF_SHARE(kind, type, member)				\
									\
	struct __deed_slot kind##_published {					\
		struct deed_refcount_rcu __rcu *__object;		\
	};								\
									\
	static __always_inline __must_check __deed_hands_back(1) deed_accepts(2) \
	struct kind							\
	kind##_publish(const struct kind##_published *place, struct kind ref) \
	{								\
		struct deed_refcount_rcu *with =			\
			deed_ok(ref) ? &ref.__ptr->member : NULL;	\
		struct kind old = {					\
			(type *)__deed_publish(&place->__object, with)	\
		};							\
									\
		deed_assume(!IS_ERR(old.__ptr));			\
		return old;						\
	}								\
									\
	static __always_inline __must_check struct kind			\
	kind##_lookup(const struct kind##_published *place)		\
	{								\
		type *object = (type *)__deed_lookup(&place->__object);	\
									\
		if (!object)						\
			return deed_fail(kind, -ENOENT);		\
		return __deed_acquire(kind, object);			\
	}

#define __DEED_REF(kind, type, member, is)				\
	struct __deed_handle kind {					\
		type *__ptr;						\
	};								\
	enum {								\
		__##kind##_is = is,					\
		__##kind##_count = offsetof(type, member.__count),	\
	};								\
									\
	static __always_inline void __##kind##_put(struct kind h)	\
	{								\
		type *object = __deed_borrow(&h);			\
									\
		if (__deed_ref_put(&object->member.__count))		\
			__##kind##_last(object);			\
	}								\
	DEED_HANDLE(kind, __##kind##_put)				\
									\
	static __always_inline __must_check deed_returns_live struct kind \
	kind##_get(const type *object)					\
	{								\
		__deed_ref_get(&object->member.__count);		\
		return __deed_acquire(kind, (type *)(unsigned long)object); \
	}								\
									\
	static __always_inline type const *			\
	kind##_borrow(const struct kind *ref)				\
	{								\
		return __deed_borrow(ref);				\
	}

#define __DEED_REF_SHARE(kind, type, member)				\
	static __always_inline __must_check deed_returns_live struct kind \
	kind##_share(struct kind##_box box)				\
	{								\
		type *object = kind##_box_excl(&box);			\
									\
		__deed_ref_first(&object->member.__count);		\
		return __deed_acquire(kind, object);			\
	}

#endif /* _DEED_REF_H */
