/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Handles: the one owner of a resource.
 *
 * A handle is a nominal struct, passed and returned by value, that owns one
 * resource. It is in one of three states, which its first word tells:
 *
 *	live	the resource is there, and this handle alone must release it
 *	failed	there is no resource; the word holds a negative errno (ERR_PTR)
 *	empty	the resource was moved elsewhere; the word is NULL
 *
 * A variable declared with deed_own() drops its handle at the end of its scope
 * on every path; dropping a failed or an empty handle does nothing. Whoever
 * passes a handle by value gives it away, and must say so with deed_move().
 * A handle is never copied by assignment, and one that is behind a pointer
 * moves only through a slot or by replacement.
 *
 * Four primitives carry every handle of every kind: __deed_acquire() makes a
 * live one, deed_move() hands it on, __deed_borrow() lends the resource, and
 * the drop that DEED_HANDLE() generates ends it. The ownership pass and the
 * debug registry attach to these four and to nothing else.
 *
 * All of it is inline and free: in a release build a handle is its raw pointer.
 */
#ifndef _DEED_OWN_H
#define _DEED_OWN_H

#include <linux/args.h>
#include <linux/build_bug.h>
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/types.h>

#include <deed/compat.h>
#include <deed/contract.h>
#include <deed/inject.h>

/**
 * deed_own() - declare a variable that owns a handle
 * @kind: the handle kind: the type is struct @kind
 * @name: the variable
 *
 * Must be initialised where it is declared::
 *
 *	deed_own(foo_box, box) = foo_box_alloc();
 *
 *	if (!deed_ok(box))
 *		return deed_err(box);
 *
 * The handle is dropped when @name goes out of scope: in a context where its kind
 * may be dropped. Do not jump past such a declaration, and do not mix it with goto
 * in one function.
 */
#define deed_own(kind, name) struct kind name __cleanup(kind##_drop)

/**
 * deed_linear() - declare a variable whose handle must be handed on
 * @kind: the handle kind: the type is struct @kind
 * @name: the variable
 *
 * There is no drop at the end of its scope: every path moves the handle on, or
 * ends it by a function that consumes it. For what is not over when it is let
 * go of, such as a transfer under way.
 *
 * Any context.
 */
#define deed_linear(kind, name) struct kind name __deed_contract(deed_linear)

/**
 * deed_ok() - test whether a handle is live
 * @h: a variable or field that holds a handle of any kind; the result of a
 *	constructor must be kept in one first, or nobody would own it
 *
 * Any context.
 *
 * Return: true if @h owns its resource; false if it failed or is empty.
 */
#define deed_ok(h) (!IS_ERR_OR_NULL((&(h))->__ptr))

/**
 * deed_err() - read the error of a handle that is not live
 * @h: a variable or field that holds a handle, for which deed_ok() was false
 *
 * Any context.
 *
 * Return: the negative errno of a failed handle, -ENOENT for an empty one:
 * never 0, so that it can be returned as it is.
 */
#define deed_err(h) __deed_err((&(h))->__ptr)

/**
 * deed_fail() - make a failed handle
 * @kind: the handle kind
 * @err: a negative errno; any other value is taken as -EINVAL
 *
 * Any context.
 *
 * Return: a failed handle of @kind: deed_ok() is false, and deed_err() is @err.
 * Needs no drop.
 */
#define deed_fail(kind, err) ((struct kind){ .__ptr = __deed_err_ptr(err) })

/**
 * deed_move() - hand a handle on
 * @h: a variable or field that holds a handle
 *
 * Any context.
 *
 * Return: the handle, by value; @h is empty afterwards.
 */
#define deed_move(h)							\
	({								\
		typeof(h) *__moved_from = &(h);				\
		typeof(h) __moved = *__moved_from;			\
		*__moved_from = (typeof(h)){};				\
		__moved;						\
	})

/**
 * deed_unsafe() - use what deed cannot check, and say why it is right
 * @why: a string literal, not empty, that says why the expression is safe
 * @...: the expression
 *
 * Outside abstractions/ every raw kernel call belongs into one, so that its
 * reason is written and it can be counted. The doors to the inside of a handle
 * (deed_into_raw(), deed_from_raw(), deed_borrow_raw()) build nowhere else.
 * Leaves no code of its own. Context: as the expression wants it.
 *
 * Return: the value of the expression.
 */
#define deed_unsafe(why, ...)						\
	({								\
		static_assert(sizeof("" why) > 1,			\
			      "deed_unsafe() needs a reason");		\
		enum { this_needs_deed_unsafe };			\
		extern const char __deed_unsafe[] __maybe_unused	\
			__deed_unsafe_because(why);			\
		(__VA_ARGS__);						\
	})

/**
 * deed_unsafe_file() - let a whole file call the kernel, and say why
 * @why: a string literal of ten characters or more
 *
 * At the top of a file whose purpose is to go to the kernel itself: tests that
 * check handles against the kernel's own view, hand-written twins to compare
 * with. In the functions that follow in this file raw calls need no
 * deed_unsafe(), and the inside of handles may be looked at. All else is checked
 * as anywhere. Not for drivers. Leaves no code.
 */
#define deed_unsafe_file(why)						\
	extern const char __deed_unsafe_file[]				\
		__deed_contract(deed_unsafe_file(why))

/**
 * deed_misuses() - say that a test misuses handles on purpose
 * @why: a string literal of ten characters or more
 *
 * Before the type of a test function, in a file with deed_unsafe_file(): the
 * test shows what happens when handles are misused, and is not checked. Before a
 * static variable: it may have handles, which the tests look after.
 */
#define deed_misuses(why) __deed_contract(deed_misuses(why))

/**
 * deed_into_raw() - take the resource out of its handle
 * @h: a live handle in a variable or field; empty afterwards
 *
 * Only inside deed_unsafe(). The caller owns the raw resource from here on.
 * Any context.
 *
 * Return: the raw pointer.
 */
#define deed_into_raw(h)						\
	({								\
		(void)this_needs_deed_unsafe;				\
		typeof(h) __raw __deed_forgets = deed_move(h);		\
		__raw.__ptr;						\
	})

/**
 * deed_from_raw() - give a raw resource an owner
 * @kind: the handle kind
 * @...: the raw pointer, then the further words of a kind that has several
 *
 * Only inside deed_unsafe(). The caller owned the resource and no longer does.
 * Any context.
 *
 * Return: a handle of @kind, live unless the pointer was NULL or an ERR_PTR.
 */
#define deed_from_raw(kind, ...)					\
	({								\
		(void)this_needs_deed_unsafe;				\
		(struct kind){ __VA_ARGS__ };				\
	})

/**
 * deed_borrow_raw() - look at the raw pointer inside a live handle
 * @h: a live handle; keeps its resource
 *
 * Only inside deed_unsafe(). The pointer must not outlive @h.
 * Any context.
 *
 * Return: the raw pointer.
 */
#define deed_borrow_raw(h)						\
	({								\
		(void)this_needs_deed_unsafe;				\
		(h).__ptr;						\
	})

/*
 * States a fact that a constructor knows from the contract of the function it
 * called, so that the tests which follow cost nothing. Only for abstractions.
 */
#define deed_assume(fact)						\
	do {								\
		if (!(fact))						\
			__builtin_unreachable();			\
	} while (0)

static __always_inline long __deed_err(const void *ptr)
{
	return ptr ? PTR_ERR(ptr) : -ENOENT;
}

static __always_inline void *__deed_err_ptr(long err)
{
	return ERR_PTR(IS_ERR_VALUE(err) ? err : -EINVAL);
}

/*
 * __deed_acquire(kind, pointer, ...) - make a live handle.
 *
 * For constructors in abstractions only: the pointer is the resource, neither
 * NULL nor an ERR_PTR, and nobody else owns it.
 */
#define __deed_acquire(kind, ...)					\
	({								\
		struct kind __acquired = { __VA_ARGS__ };		\
		deed_assume(deed_ok(__acquired));			\
		__acquired;						\
	})

/* __deed_borrow(h) - the resource of the live handle at h, which keeps it. */
#define __deed_borrow(h) ((h)->__ptr)

/* What sort of handle a kind is, where it matters: __<kind>_is. */
#define __DEED_IS_BOX 1
#define __DEED_IS_REF 2
#define __DEED_IS_REF_RCU 3
#define __DEED_IS_LISTED_REF 4
#define __DEED_IS_DEVICE_REF 5

/**
 * DEED_HANDLE() - define what every handle kind has
 * @kind: the kind; struct @kind is defined, and its first member is __ptr
 * @release: ``void release(struct kind h)``: releases the resource of a live
 *	handle; runs in the context of the drop
 *
 * For abstractions. Generates:
 *
 * ``void <kind>_drop(struct kind *h)``
 *	releases what a live handle owns and leaves it empty; nothing for others
 * ``void <kind>_drop_live(struct kind *h)``
 *	the same without the test, for a handle that is certainly live and that
 *	nobody looks at again: a field of a complete object that is being taken
 *	apart
 * ``struct kind <kind>_replace(struct kind *h, struct kind with)``
 *	moves @with into @h and returns what was there
 * ``struct <kind>_slot``
 *	and its functions: see DEED_SLOT()
 */
#define DEED_HANDLE(kind, release)					\
	static __always_inline __deed_drops_live(1) void		\
	kind##_drop_live(struct kind *h)				\
	{								\
		release(*h);						\
	}								\
									\
	static __always_inline deed_drops(1) deed_accepts(1) void	\
	kind##_drop(struct kind *h)					\
	{								\
		struct kind dropped = deed_move(*h);			\
									\
		if (deed_ok(dropped))					\
			kind##_drop_live(&dropped);			\
	}								\
									\
	__DEED_HANDLE_PLACES(kind)

/**
 * DEED_SLOT() - declare a place that may hold a handle
 * @kind: the handle kind
 *
 * A slot is a field of a struct that its user reaches exclusively: the data of
 * a cell, or an object that is not shared yet. Zeroed memory is an empty slot.
 * Any context; but what is dropped is dropped where its kind may be.
 * For a slot of kind ``foo``:
 *
 * ``struct foo foo_slot_take(struct foo_slot *slot)``
 *	what the slot held; the slot is empty afterwards. The handle is empty
 *	if the slot was: test it with deed_ok().
 * ``struct foo foo_slot_put(struct foo_slot *slot, struct foo h)``
 *	fills the slot and hands back what it held before; a failed handle
 *	leaves it empty
 * ``bool foo_slot_full(const struct foo_slot *slot)``
 *	whether it holds a live handle
 * ``void foo_slot_drop(struct foo_slot *slot)``
 *	drops what it holds
 */
#define DEED_SLOT(kind) struct kind##_slot

#define __DEED_HANDLE_PLACES(kind)					\
	struct __deed_slot kind##_slot {				\
		struct kind __held;					\
	};								\
									\
	static __always_inline __must_check __deed_replaces(1) struct kind \
	kind##_replace(struct kind *h, struct kind with)		\
	{								\
		struct kind old = *h;					\
									\
		*h = with;						\
		return old;						\
	}								\
									\
	static __always_inline __must_check __deed_hands_back(1) struct kind \
	kind##_slot_take(struct kind##_slot *slot)			\
	{								\
		deed_assume(!IS_ERR(slot->__held.__ptr));		\
		return deed_move(slot->__held);				\
	}								\
									\
	static __always_inline __must_check __deed_hands_back(1) deed_accepts(2) \
	struct kind							\
	kind##_slot_put(struct kind##_slot *slot, struct kind h)	\
	{								\
		struct kind old = slot->__held;				\
									\
		deed_assume(!IS_ERR(old.__ptr));			\
		/* A failed handle owns nothing: the slot stays empty. */ \
		slot->__held = IS_ERR(h.__ptr) ? (struct kind){} : h;	\
		return old;						\
	}								\
									\
	static __always_inline bool					\
	kind##_slot_full(const struct kind##_slot *slot)		\
	{								\
		return deed_ok(slot->__held);				\
	}								\
									\
	static __always_inline deed_drops(1) void			\
	kind##_slot_drop(struct kind##_slot *slot)			\
	{								\
		kind##_drop(&slot->__held);				\
	}

/**
 * DEED_COMPOSITE() - define a handle that is made of several
 * @kind: the new kind
 * @...: kind and name of each field, at most 18: ``foo_ring, ring, foo_irq, irq``
 *
 * Defines struct @kind with the named fields and nothing else, so that the list
 * of what its drop releases is complete by construction. Fields are dropped
 * left to right, in a context where each of them may be. A composite is live when
 * its first field is; it is built last,
 * when each part is live and moved into it::
 *
 *	return (struct foo_parts){ .ring = deed_move(ring), .irq = deed_move(irq) };
 *
 * so a step that fails before drops the parts that were there, and the
 * constructor returns deed_fail(foo_parts, err).
 */
#define DEED_COMPOSITE(kind, ...)					\
	struct __deed_composite kind {					\
		union {							\
			void *__ptr; /* of the first field */		\
			struct {					\
				__DEED_EACH(FIELD, kind, __VA_ARGS__)		\
			};						\
		};							\
	};								\
									\
	static __always_inline deed_drops(1) deed_accepts(1) void	\
	kind##_drop(struct kind *h)					\
	{								\
		__DEED_EACH(DROP, kind, __VA_ARGS__)			\
	}								\
									\
	static __always_inline __deed_drops_live(1) void		\
	kind##_drop_live(struct kind *h)				\
	{								\
		__DEED_EACH(DROP_LIVE, kind, __VA_ARGS__)		\
	}								\
									\
	__DEED_HANDLE_PLACES(kind)

#define __DEED_FIELD(ctx, kind, name) struct kind name;
#define __DEED_DROP(ctx, kind, name) kind##_drop(&h->name);
#define __DEED_DROP_LIVE(ctx, kind, name) kind##_drop_live(&h->name);

#define __DEED_UNPACK(...) __VA_ARGS__

/* Expands __DEED_<what>(ctx, a, b) for each pair a, b of the further arguments. */
#define __DEED_EACH(what, ctx, ...)					\
	CONCATENATE(__DEED_EACH_, __DEED_COUNT(__VA_ARGS__))(what, ctx, __VA_ARGS__)
#define __DEED_EACH_0(what, ctx, ...)
#define __DEED_EACH_2(what, ctx, a, b)					\
	__DEED_##what(ctx, a, b)
#define __DEED_EACH_4(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_2(what, ctx, __VA_ARGS__)
#define __DEED_EACH_6(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_4(what, ctx, __VA_ARGS__)
#define __DEED_EACH_8(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_6(what, ctx, __VA_ARGS__)
#define __DEED_EACH_10(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_8(what, ctx, __VA_ARGS__)
#define __DEED_EACH_12(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_10(what, ctx, __VA_ARGS__)
#define __DEED_EACH_14(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_12(what, ctx, __VA_ARGS__)
#define __DEED_EACH_16(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_14(what, ctx, __VA_ARGS__)
#define __DEED_EACH_18(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_16(what, ctx, __VA_ARGS__)
#define __DEED_EACH_20(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_18(what, ctx, __VA_ARGS__)
#define __DEED_EACH_22(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_20(what, ctx, __VA_ARGS__)
#define __DEED_EACH_24(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_22(what, ctx, __VA_ARGS__)
#define __DEED_EACH_26(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_24(what, ctx, __VA_ARGS__)
#define __DEED_EACH_28(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_26(what, ctx, __VA_ARGS__)
#define __DEED_EACH_30(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_28(what, ctx, __VA_ARGS__)
#define __DEED_EACH_32(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_30(what, ctx, __VA_ARGS__)
#define __DEED_EACH_34(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_32(what, ctx, __VA_ARGS__)
#define __DEED_EACH_36(what, ctx, a, b, ...)				\
	__DEED_##what(ctx, a, b) __DEED_EACH_34(what, ctx, __VA_ARGS__)
/* Up to 36; COUNT_ARGS() of <linux/args.h> ends at 15. */
#define __DEED_COUNT(...)						\
	__DEED_COUNTED(, ##__VA_ARGS__, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, \
		       23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, \
		       4, 3, 2, 1, 0)
#define __DEED_COUNTED(_0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14,	\
		       _15, _16, _17, _18, _19, _20, _21, _22, _23, _24, _25, _26, _27,	\
		       _28, _29, _30, _31, _32, _33, _34, _35, _36, n, ...) n

#endif /* _DEED_OWN_H */
