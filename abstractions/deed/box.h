/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Boxes: owned allocations.
 *
 * A box owns one object, an array owns a run of elements and knows how many.
 * Both are zeroed when they are made, so nothing of what was in the memory
 * before can leak. Drop first releases what the contents own and then frees,
 * with the free that belongs to the allocator: neither can be mistaken, because
 * neither is written by the user.
 *
 * Making a box or an array may sleep (GFP_KERNEL), except for the atomic form
 * of the box. Dropping a box is possible in any context that the release
 * function of its contents allows; dropping an array may sleep, because
 * kvfree() does (mm/util.c).
 */
#ifndef _DEED_BOX_H
#define _DEED_BOX_H

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/nospec.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <deed/own.h>

/*
 * SAFETY: kzalloc() wants
 * 1. a context that @gfp allows: stated by the public functions that call this;
 * 2. a size that did not overflow: it is a sizeof.
 * Its result is NULL or an object in the linear mapping, never an ERR_PTR.
 */
static __always_inline void *__deed_box_alloc(size_t size, gfp_t gfp)
{
	void *object = kzalloc(size, gfp);

	if (!object)
		return ERR_PTR(-ENOMEM);
	deed_assume(!IS_ERR(object));
	return object;
}

/*
 * SAFETY: kfree() wants
 * 1. a pointer from the slab allocator: boxes come from __deed_box_alloc() only;
 * 2. that nobody uses it later: the box was the only owner and is gone.
 */
static __always_inline void __deed_box_free(void *object)
{
	kfree(object);
}

/*
 * SAFETY: kvcalloc() wants
 * 1. a context that may sleep: stated by <kind>_alloc();
 * 2. nothing of count * size: it checks the product itself (overflow.h) and
 *    then returns NULL. A count of 0 would give ZERO_SIZE_PTR: refused here.
 * It warns of sizes above INT_MAX (mm/util.c) unless it is told not to: sizes
 * may come from user space, which must not be able to make the kernel warn.
 */
static __always_inline void *__deed_array_alloc(size_t count, size_t size)
{
	void *first;

	if (!count)
		return ERR_PTR(-EINVAL);
	first = kvcalloc(count, size, GFP_KERNEL | __GFP_NOWARN);
	if (!first)
		return ERR_PTR(-ENOMEM);
	deed_assume(!IS_ERR(first));
	return first;
}

/*
 * SAFETY: kvmalloc() wants a context that may sleep, stated by the callers, and
 * callers who never let out a byte that they did not write: it does not zero.
 * No warning, as for arrays.
 */
static __always_inline void *__deed_bytes_alloc(size_t size)
{
	void *first = kvmalloc(size, GFP_KERNEL | __GFP_NOWARN);

	if (!first)
		return ERR_PTR(-ENOMEM);
	deed_assume(!IS_ERR(first));
	return first;
}

/*
 * SAFETY: kvfree() wants
 * 1. a pointer from the kvmalloc() family: arrays come from there only;
 * 2. a context that may sleep: stated at DEED_ARRAY();
 * 3. that nobody uses it later: the array was the only owner and is gone.
 */
static __always_inline void __deed_array_free(void *first)
{
	kvfree(first);
}

/**
 * deed_plain() - the release function of contents that own nothing
 * @contents: ignored
 *
 * Any context: it does nothing.
 */
static __always_inline void deed_plain(const void *contents)
{
}

/**
 * DEED_BOX() - define a kind of box
 * @kind: the handle kind
 * @type: the type of the object
 * @release: ``void release(type *object)``: drops the handles in the object and
 *	undoes what its users set up; deed_plain if there is nothing to do
 *
 * Generates, beside what DEED_HANDLE() gives:
 *
 * ``struct <kind> <kind>_alloc(void)``
 *	a zeroed object, or a handle that failed with -ENOMEM. May sleep.
 * ``struct <kind> <kind>_alloc_atomic(void)``
 *	the same in any context (GFP_ATOMIC); fails more easily
 * ``type *<kind>_excl(struct <kind> *box)``
 *	the exclusive borrow of the object, as long as the box lives
 * ``const type *<kind>_borrow(const struct <kind> *box)``
 *	the shared borrow of it
 *
 * A box can be dropped as soon as it was made, and the object is all zero until
 * its maker has filled it in: @release must accept that, unless nothing can fail
 * in between.
 */
#define DEED_BOX(kind, type, release)					\
	struct __deed_handle kind {					\
		type *__ptr;						\
	};								\
	enum { __##kind##_is = __DEED_IS_BOX };				\
									\
	static __maybe_unused __deed_frees void				\
	__##kind##_free(struct kind h)					\
	{								\
		release(__deed_borrow(&h));				\
		__deed_box_free(__deed_borrow(&h));			\
	}								\
	DEED_HANDLE(kind, __##kind##_free)				\
									\
	static __always_inline struct kind __##kind##_alloc(gfp_t gfp)	\
	{								\
		type *object = __deed_box_alloc(sizeof(type), gfp);	\
									\
		if (IS_ERR(object))					\
			return deed_fail(kind, PTR_ERR(object));	\
		return __deed_acquire(kind, object);			\
	}								\
									\
	static __always_inline __must_check __deed_returns_fresh struct kind \
	kind##_alloc(void)						\
	{								\
		return __##kind##_alloc(GFP_KERNEL);			\
	}								\
									\
	static __always_inline __must_check __deed_returns_fresh struct kind \
	kind##_alloc_atomic(void)					\
	{								\
		return __##kind##_alloc(GFP_ATOMIC);			\
	}								\
									\
	static __always_inline type *kind##_excl(struct kind *box)	\
	{								\
		return __deed_borrow(box);				\
	}								\
									\
	static __always_inline type const *			\
	kind##_borrow(const struct kind *box)				\
	{								\
		return __deed_borrow(box);				\
	}

/**
 * struct deed_bytes - a run of kernel memory, borrowed exclusively
 *
 * A borrow: must not outlive the array or ring that it was obtained from.
 */
struct deed_bytes {
	/* private: */
	void *__start;
	size_t __len;
};

/**
 * deed_bytes_copy() - copy from one run of bytes to another
 * @to: where to; must not overlap @from
 * @from: where from
 *
 * Any context.
 *
 * Return: how many bytes were copied: the shorter length.
 */
static __always_inline size_t
deed_bytes_copy(struct deed_bytes to, struct deed_bytes from)
{
	size_t len = min(to.__len, from.__len);

	memcpy(to.__start, from.__start, len);
	return len;
}

/**
 * deed_bytes_head() - the first bytes of a run
 * @bytes: the run
 * @len: how many; all of them, if there are not so many
 *
 * Any context.
 *
 * Return: the shorter run: the same borrow.
 */
static __always_inline struct deed_bytes
deed_bytes_head(struct deed_bytes bytes, size_t len)
{
	return (struct deed_bytes){ bytes.__start, min(bytes.__len, len) };
}

/* An index below len, clamped against speculation; nobody speculates on a constant. */
#define __deed_index(index, len) \
	(__builtin_constant_p(index) ? (index) : array_index_nospec(index, len))

/**
 * DEED_ARRAY() - define a kind of array
 * @kind: the handle kind
 * @type: the type of an element; plain data, which owns nothing
 *
 * Generates, beside what DEED_HANDLE() gives:
 *
 * ``struct <kind> <kind>_alloc(size_t count)``
 *	@count zeroed elements; failed with -EINVAL for none, with -ENOMEM for
 *	too many. May sleep.
 * ``size_t <kind>_len(const struct <kind> *array)``
 *	the number of elements
 * ``type *<kind>_at(struct <kind> *array, size_t index)``
 *	the exclusive borrow of one element; NULL if @index is out of range. The
 *	index is clamped against speculation.
 * ``const type *<kind>_peek(const struct <kind> *array, size_t index)``
 *	the shared borrow of one element, with the same checks
 * ``struct deed_bytes <kind>_bytes(struct <kind> *array)``
 *	the exclusive borrow of all of it, to be copied
 */
#define DEED_ARRAY(kind, type)						\
	struct __deed_handle kind {					\
		type *__ptr;						\
		size_t __len;						\
	};								\
									\
	static __always_inline void __##kind##_free(struct kind h)	\
	{								\
		__deed_array_free(__deed_borrow(&h));			\
	}								\
	DEED_HANDLE(kind, __##kind##_free)				\
									\
	static __always_inline __must_check struct kind			\
	kind##_alloc(size_t count)					\
	{								\
		type *first = __deed_array_alloc(count, sizeof(type));	\
									\
		if (IS_ERR(first))					\
			return deed_fail(kind, PTR_ERR(first));		\
		return __deed_acquire(kind, first, count);		\
	}								\
									\
	static __always_inline size_t kind##_len(const struct kind *array) \
	{								\
		return array->__len;					\
	}								\
									\
	static __always_inline type *					\
	kind##_at(struct kind *array, size_t index)			\
	{								\
		type *element;						\
									\
		if (index >= array->__len)				\
			return NULL;					\
		element = __deed_borrow(array) +			\
			  __deed_index(index, array->__len);		\
		deed_assume(element);					\
		return element;						\
	}								\
									\
	static __always_inline struct deed_bytes			\
	kind##_bytes(struct kind *array)				\
	{								\
		return (struct deed_bytes){				\
			__deed_borrow(array), array->__len * sizeof(type) \
		};							\
	}								\
									\
	static __always_inline type const *			\
	kind##_peek(const struct kind *array, size_t index)		\
	{								\
		type const *element;				\
									\
		if (index >= array->__len)				\
			return NULL;					\
		element = __deed_borrow(array) +			\
			  __deed_index(index, array->__len);		\
		deed_assume(element);					\
		return element;						\
	}

#endif /* _DEED_BOX_H */
