/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arrays of ids: from a number to the object that it stands for.
 *
 * An array owns its members: references, or boxes. Putting one in consumes its
 * handle, and gives it the lowest free id of a range, or the id that is asked
 * for. If that fails, for want of memory or of an id, the handle is dropped: it
 * was given away. Removing gives it back. Drop drops all of them, in the context
 * of that drop. Ids are 32 bits wide; the memory that the array takes grows with
 * how far they are apart.
 *
 * References are for who shares the array. It is interior: its functions take it
 * const, and lock for themselves. A lookup gives a further reference. Of objects
 * made by DEED_REF_RCU() it does so without a lock, under RCU: whoever comes too
 * late finds nothing. Of those made by DEED_REF() it takes the array's lock.
 *
 * Boxes are for who has the array exclusively, as a list's members are: in the
 * data of a cell, usually. What is looked up is a borrow, and gone when the array
 * changes.
 *
 * The array is pinned, initialised in place with deed_xarray_init(), in a box or
 * behind a reference. What goes in may sleep (GFP_KERNEL), except for the atomic
 * forms. The rest does not.
 *
 * Source: Documentation/core-api/xarray.rst.
 */
#ifndef _DEED_XARRAY_H
#define _DEED_XARRAY_H

#include <linux/lockdep.h>
#include <linux/xarray.h>

#include <deed/ref.h>

/* How the lock of an array is taken: as those of cells of these kinds. */
#define __DEED_XA_spin 0
#define __DEED_XA_spin_bh XA_LOCK_BH
#define __DEED_XA_spin_irq XA_LOCK_IRQ

/* Interior mutability: the array has a lock of its own. */
static __always_inline struct xarray *__deed_xa(const struct xarray *xa)
{
	return (struct xarray *)(unsigned long)xa;
}

/*
 * SAFETY: xa_init_flags() wants
 * 1. an array that nobody uses yet: it is exclusive;
 * 2. for ids that it gives out, XA_FLAGS_ALLOC; for memory that is allocated while
 *    the lock is let go of, the way in which that is taken (lib/xarray.c);
 * lockdep a key in static memory: deed_xarray_init() makes it.
 */
static __always_inline void
__deed_xa_init(struct xarray *xa, unsigned int way, const char *name,
	       struct lock_class_key *key)
{
	xa_init_flags(xa, XA_FLAGS_ALLOC | (__force gfp_t)way);
	lockdep_set_class_and_name(&xa->xa_lock, key, name);
}

/*
 * SAFETY: the locks want the context that DEED_XARRAY() states for each way, and
 * one unlock each: every function here that locks unlocks before it returns.
 */
static __always_inline unsigned long
__deed_xa_lock(const struct xarray *xa, unsigned int way)
{
	unsigned long flags = 0;

	if (way == XA_LOCK_IRQ)
		xa_lock_irqsave(__deed_xa(xa), flags);
	else if (way == XA_LOCK_BH)
		xa_lock_bh(__deed_xa(xa));
	else
		xa_lock(__deed_xa(xa));
	return flags;
}

static __always_inline void
__deed_xa_unlock(const struct xarray *xa, unsigned int way, unsigned long flags)
{
	if (way == XA_LOCK_IRQ)
		xa_unlock_irqrestore(__deed_xa(xa), flags);
	else if (way == XA_LOCK_BH)
		xa_unlock_bh(__deed_xa(xa));
	else
		xa_unlock(__deed_xa(xa));
}

/*
 * SAFETY: what stores wants
 * 1. an initialised array: stated at DEED_XARRAY(); one that is zeroed is refused
 *    (-EINVAL, with a warning) instead of giving out ids;
 * 2. an entry whose two low bits are clear, and not NULL: an object of the slab;
 * 3. a context that @gfp allows, and for GFP_KERNEL one in which the lock may be
 *    let go of: interrupts are on then, or this would not be allowed to sleep.
 * Nobody else owns the object's handle: the caller consumed it.
 */
static __always_inline int
__deed_xa_alloc(const struct xarray *xa, unsigned int way, u32 *id,
		const void *object, struct xa_limit limit, gfp_t gfp)
{
	void *entry = (void *)(unsigned long)object;
	unsigned long flags;
	int err;

	if (way == XA_LOCK_BH)
		return xa_alloc_bh(__deed_xa(xa), id, entry, limit, gfp);
	if (way != XA_LOCK_IRQ)
		return xa_alloc(__deed_xa(xa), id, entry, limit, gfp);
	if (gfpflags_allow_blocking(gfp))
		return xa_alloc_irq(__deed_xa(xa), id, entry, limit, gfp);
	flags = __deed_xa_lock(xa, way);
	err = __xa_alloc(__deed_xa(xa), id, entry, limit, gfp);
	__deed_xa_unlock(xa, way, flags);
	return err;
}

static __always_inline int
__deed_xa_insert(const struct xarray *xa, unsigned int way, u32 id,
		 const void *object, gfp_t gfp)
{
	void *entry = (void *)(unsigned long)object;
	unsigned long flags;
	int err;

	if (way == XA_LOCK_BH)
		return xa_insert_bh(__deed_xa(xa), id, entry, gfp);
	if (way != XA_LOCK_IRQ)
		return xa_insert(__deed_xa(xa), id, entry, gfp);
	if (gfpflags_allow_blocking(gfp))
		return xa_insert_irq(__deed_xa(xa), id, entry, gfp);
	flags = __deed_xa_lock(xa, way);
	err = __xa_insert(__deed_xa(xa), id, entry, gfp);
	__deed_xa_unlock(xa, way, flags);
	return err;
}

/*
 * SAFETY: __xa_erase() wants the lock. What it returns is NULL or an entry, which
 * the array owned and the caller owns now; nothing here stores value entries.
 */
static __always_inline void *
__deed_xa_erase(const struct xarray *xa, unsigned int way, u32 id)
{
	unsigned long flags;
	void *entry;

	if (way == __DEED_XA_spin)
		return xa_erase(__deed_xa(xa), id);
	flags = __deed_xa_lock(xa, way);
	entry = __xa_erase(__deed_xa(xa), id);
	__deed_xa_unlock(xa, way, flags);
	return entry;
}

/*
 * SAFETY: xa_load() and xa_find() want nothing: they take the RCU read lock. That
 * the object is still there when they return is for their callers to know.
 */
static __always_inline void *__deed_xa_load(const struct xarray *xa, u32 id)
{
	return xa_load(__deed_xa(xa), id);
}

static __always_inline void *__deed_xa_find(const struct xarray *xa, u64 *id)
{
	unsigned long index = *id;
	void *entry;

	/* What a long can hold, xa_find() compares itself. */
	if (sizeof(index) < sizeof(*id) && *id > U32_MAX)
		return NULL;
	entry = xa_find(__deed_xa(xa), &index, U32_MAX, XA_PRESENT);
	*id = index;
	return entry;
}

/*
 * SAFETY: counting an object wants one whose count is not 0. The array owns a
 * reference, which nobody removes while the lock is held. @count is where the
 * count stands in the object.
 */
static __always_inline void *
__deed_xa_lookup(const struct xarray *xa, unsigned int way, u32 id, size_t count)
{
	unsigned long flags = __deed_xa_lock(xa, way);
	void *object = __deed_xa_load(xa, id);

	if (object)
		__deed_ref_get(object + count);
	__deed_xa_unlock(xa, way, flags);
	return object;
}

static __always_inline void *
__deed_xa_next(const struct xarray *xa, unsigned int way, u64 *id, size_t count)
{
	unsigned long flags = __deed_xa_lock(xa, way);
	void *object = __deed_xa_find(xa, id);

	if (object)
		__deed_ref_get(object + count);
	__deed_xa_unlock(xa, way, flags);
	return object;
}

/*
 * SAFETY: looking at the count of an object that may have been removed wants
 * 1. an RCU read section, from the search to the count and no longer;
 * 2. memory that outlives it: __deed_ref_free_rcu() waits for readers;
 * 3. a count that is taken only if it is not 0.
 */
static __always_inline void *
__deed_xa_lookup_rcu(const struct xarray *xa, u32 id, size_t count)
{
	void *object;

	rcu_read_lock();
	object = __deed_xa_load(xa, id);
	if (object && !__deed_ref_get_live(object + count))
		object = NULL;
	rcu_read_unlock();
	return object;
}

static __always_inline void *
__deed_xa_next_rcu(const struct xarray *xa, u64 *id, size_t count)
{
	void *object;

	rcu_read_lock();
	while ((object = __deed_xa_find(xa, id))) {
		if (__deed_ref_get_live(object + count))
			break;
		++*id; /* has lost its last reference: as if it were gone */
	}
	rcu_read_unlock();
	return object;
}

/*
 * The member behind @at, or the first; and what stands behind that.
 *
 * SAFETY: xa_find() and xa_find_after() want an initialised array. They take the RCU
 * read lock themselves; what they give stays as long as the caller has the array.
 */
static __always_inline void *
__deed_xa_each(const struct xarray *xa, unsigned long *at, bool first)
{
	if (first)
		return xa_find(__deed_xa(xa), at, ULONG_MAX, XA_PRESENT);
	return xa_find_after(__deed_xa(xa), at, ULONG_MAX, XA_PRESENT);
}

/*
 * SAFETY: xa_destroy() wants an initialised array, and one that was never is
 * empty. It frees the array's own memory, after a grace period; the caller has
 * dropped what was in it, and has the array for himself: nobody else looks.
 */
static __always_inline void __deed_xa_destroy(struct xarray *xa)
{
	if (!xa_empty(xa))
		xa_destroy(xa);
}

/**
 * DEED_XARRAY() - define a kind of array of references
 * @kind: struct @kind is the array
 * @ref: the kind of its members, made by DEED_REF(), DEED_REF_RCU() or
 *	DEED_DEVICE_REF()
 * @way: how its lock is taken, as for cells: spin if all its users run in the
 *	same context, spin_bh if softirqs are among them, spin_irq if hard
 *	interrupts are
 *
 * With ``type`` for the type of the object, this generates:
 *
 * ``int <kind>_insert(const struct <kind> *ids, u32 *id, struct <ref> ref, u32 min, u32 max)``
 *	puts @ref in, and says as what: as the lowest id from @min to @max that is
 *	free. @id is written before anybody can find the object. Return: 0,
 *	-EBUSY if none is free, -ENOMEM; @ref is dropped then, and @id may be
 *	anything. May sleep.
 * ``int <kind>_insert_at(const struct <kind> *ids, u32 id, struct <ref> ref)``
 *	puts @ref in as @id. Return: 0, -EBUSY if the id is taken, -ENOMEM; @ref
 *	is dropped then. May sleep.
 * ``int <kind>_insert_atomic(...)``, ``int <kind>_insert_at_atomic(...)``
 *	the same in any context that @way allows (GFP_ATOMIC); fail more easily
 * ``struct <ref> <kind>_remove(const struct <kind> *ids, u32 id)``
 *	takes out what is there as @id; empty if nothing is: test it with
 *	deed_ok(). Any context that @way allows.
 * ``struct <ref> <kind>_lookup(const struct <kind> *ids, u32 id)``
 *	a further reference to what is there as @id, or a handle that failed with
 *	-ENOENT. Any context if the objects are under RCU, else any that @way
 *	allows.
 * ``struct <ref> <kind>_next(const struct <kind> *ids, u64 *id)``
 *	the same for the lowest id that is not below @id, which becomes that id.
 *	Who goes through all of them sees what was there all the time, and may or
 *	may not see what came or went meanwhile::
 *
 *		for (u64 id = 0;; id++) {
 *			deed_own(foo_ref, f) = foo_ids_next(&x->ids, &id);
 *			if (!deed_ok(f))
 *				break;
 *
 * ``void <kind>_drop(struct <kind> *ids)``
 *	drops all that is in it; the array must be exclusive. It is empty
 *	afterwards and may be used again; one that was never initialised is left
 *	alone.
 */
#define DEED_XARRAY(kind, ref, way)					\
	struct __deed_slot __deed_needs_init kind {			\
		struct xarray __xa;					\
	};								\
	static_assert(__##ref##_is == __DEED_IS_REF ||			\
		      __##ref##_is == __DEED_IS_REF_RCU ||		\
		      __##ref##_is == __DEED_IS_DEVICE_REF,		\
		      "an array that is shared has references: " #ref " is "	\
		      "none, see DEED_XARRAY_BOX()");			\
	__DEED_XARRAY(kind, const struct kind, ref, __DEED_XA_##way)	\
	__DEED_XARRAY_SHARED(kind, ref, __##ref##_is == __DEED_IS_REF_RCU, \
			     __DEED_XA_##way)

/**
 * DEED_XARRAY_BOX() - define a kind of array of boxes
 * @kind: struct @kind is the array
 * @box: the kind of its members, made by DEED_BOX()
 *
 * Its user has it exclusively, so all functions that change it take it without
 * const, and any lock is that of the cell around it. The functions that put
 * boxes in and remove them are those of DEED_XARRAY(). Those that may sleep are
 * for the data of a mutex or rwsem cell. The array's own lock is a spin lock: who
 * reaches the array from an interrupt disables those whenever he reaches it. To
 * look:
 *
 * ``type *<kind>_at(struct <kind> *ids, u32 id)``
 *	the exclusive borrow of what is there as @id, or NULL
 * ``type *<kind>_next(struct <kind> *ids, u64 *id)``
 *	of what has the lowest id that is not below @id, which becomes that id, or
 *	NULL. A loop is ``for (u64 id = 0; (f = foo_ids_next(ids, &id)); id++)``.
 * ``const type *<kind>_peek(const struct <kind> *ids, u32 id)``
 *	the shared borrow of what is there as @id, or NULL
 * ``const type *<kind>_peek_next(const struct <kind> *ids, u64 *id)``
 *	of what has the lowest id that is not below @id, likewise
 */
#define DEED_XARRAY_BOX(kind, box)					\
	struct __deed_container __deed_needs_init kind {		\
		struct xarray __xa;					\
	};								\
	static_assert(__##box##_is == __DEED_IS_BOX,			\
		      #box " is no kind of box: see DEED_XARRAY()");	\
	__DEED_XARRAY(kind, struct kind, box, __DEED_XA_spin)		\
	__DEED_XARRAY_EXCL(kind, typeof(*((struct box *)NULL)->__ptr))

/**
 * deed_xarray_init() - initialise an array in place
 * @kind: the type of the array: struct @kind
 * @ids: pointer to the array, exclusive
 *
 * Gives its lock a lockdep class for each such place in the source. Any context.
 */
#define deed_xarray_init(kind, ids)					\
	do {								\
		static struct lock_class_key __key;			\
									\
		__##kind##_init(ids, #ids, &__key);			\
	} while (0)

/* What changes an array. @array: struct kind, const if it is shared. */
#define __DEED_XARRAY(kind, array, handle, way)				\
	static __always_inline void __deed_initialises(1)		\
	__##kind##_init(struct kind *ids, const char *name,		\
			struct lock_class_key *key)			\
	{								\
		__deed_xa_init(&ids->__xa, way, name, key);		\
	}								\
									\
	__DEED_XARRAY_INSERT(kind##_insert, kind##_insert_at, array,	\
			     handle, way, GFP_KERNEL)			\
	__DEED_XARRAY_INSERT(kind##_insert_atomic, kind##_insert_at_atomic, \
			     array, handle, way, GFP_ATOMIC)		\
									\
	static __always_inline __must_check struct handle		\
	kind##_remove(array * ids, u32 id)				\
	{								\
		struct handle h = {					\
			__deed_xa_erase(&ids->__xa, way, id)		\
		};							\
									\
		deed_assume(!IS_ERR(h.__ptr));				\
		return h;						\
	}								\
									\
	static __always_inline deed_drops(1) void			\
	kind##_drop(struct kind *ids)					\
	{								\
		unsigned long at = 0;					\
		struct handle h = {					\
			__deed_xa_each(&ids->__xa, &at, true)		\
		};							\
									\
		for (; h.__ptr; h.__ptr = __deed_xa_each(&ids->__xa, &at, false)) \
			handle##_drop_live(&h);				\
		__deed_xa_destroy(&ids->__xa);				\
	}

#define __DEED_XARRAY_INSERT(insert, insert_at, array, handle, way, gfp) \
	static __always_inline int __must_check				\
	insert(array * ids, u32 *id, struct handle h, u32 min, u32 max)	\
	{								\
		int err = __deed_xa_alloc(&ids->__xa, way, id, h.__ptr,	\
					  XA_LIMIT(min, max), gfp);	\
									\
		if (err)						\
			handle##_drop_live(&h);				\
		return err;						\
	}								\
									\
	static __always_inline int __must_check				\
	insert_at(array * ids, u32 id, struct handle h)			\
	{								\
		int err = __deed_xa_insert(&ids->__xa, way, id, h.__ptr, gfp); \
									\
		if (err)						\
			handle##_drop_live(&h);				\
		return err;						\
	}

/* Lookups of who shares the array: they count. */
#define __DEED_XARRAY_SHARED(kind, ref, rcu, way)			\
	static __always_inline __must_check struct ref			\
	kind##_lookup(const struct kind *ids, u32 id)			\
	{								\
		void *object = (rcu) ?					\
			__deed_xa_lookup_rcu(&ids->__xa, id, __##ref##_count) : \
			__deed_xa_lookup(&ids->__xa, way, id, __##ref##_count); \
									\
		if (!object)						\
			return deed_fail(ref, -ENOENT);			\
		return __deed_acquire(ref, object);			\
	}								\
									\
	static __always_inline __must_check struct ref			\
	kind##_next(const struct kind *ids, u64 *id)			\
	{								\
		void *object = (rcu) ?					\
			__deed_xa_next_rcu(&ids->__xa, id, __##ref##_count) : \
			__deed_xa_next(&ids->__xa, way, id, __##ref##_count); \
									\
		if (!object)						\
			return deed_fail(ref, -ENOENT);			\
		return __deed_acquire(ref, object);			\
	}

/* Lookups of who has the array exclusively: they lend. */
#define __DEED_XARRAY_EXCL(kind, type)					\
	static __always_inline type *					\
	kind##_at(struct kind *ids, u32 id)				\
	{								\
		return __deed_xa_load(&ids->__xa, id);			\
	}								\
									\
	static __always_inline type *					\
	kind##_next(struct kind *ids, u64 *id)				\
	{								\
		return __deed_xa_find(&ids->__xa, id);			\
	}								\
									\
	static __always_inline type const *				\
	kind##_peek(const struct kind *ids, u32 id)			\
	{								\
		return __deed_xa_load(&ids->__xa, id);			\
	}								\
									\
	static __always_inline type const *				\
	kind##_peek_next(const struct kind *ids, u64 *id)		\
	{								\
		return __deed_xa_find(&ids->__xa, id);			\
	}

#endif /* _DEED_XARRAY_H */
