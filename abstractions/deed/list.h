/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists: several objects of one kind, in an order, with one owner.
 *
 * A list owns its members. An object becomes one by being given away: pushing
 * consumes its handle, which the list gives back when the object is taken out, so
 * an object is in one list at most. Nothing is allocated for that, and pushing
 * does not fail: the object itself has the link, a member of type
 * &struct deed_list_link.
 *
 * A list is no handle; it is a place, as a slot is: a field of what its user
 * reaches exclusively, such as the data of a cell, or a variable of a function,
 * to take things out under a lock and let go of them without it::
 *
 *	deed_own(foo_list, old) = {};
 *
 * Zeroed memory is an empty list. The list neither locks nor waits; whoever has
 * it exclusively may change it, whoever has it shared may look. What it lends of a
 * member is gone when the list changes. Drop drops all members, first to last, in
 * the context of that drop.
 *
 * The members are boxes, or the one reference of a counted object that may be
 * listed: see DEED_LISTED_REF(). Any number of references to an object could be
 * pushed, and all of them would have the same link.
 *
 * The list is singly linked and knows its end. Whatever is taken out of the
 * middle is looked for from the beginning anyhow, since nobody else may have a
 * pointer to it; that gives the predecessor for nothing.
 */
#ifndef _DEED_LIST_H
#define _DEED_LIST_H

#include <deed/ref.h>

/**
 * struct deed_list_link - what makes an object listable
 *
 * Only the functions of DEED_LIST() touch it. Zeroed memory is a link that is in
 * no list. The object can neither be copied nor be overwritten as a whole.
 */
struct __deed_link deed_list_link {
	/* private: */
	void *__next; /* the next member, NULL for the last and in no list */
};

/* Interior mutability: the link of a shared object belongs to the list. */
static __always_inline void **__deed_list_next(const struct deed_list_link *link)
{
	return (void **)(unsigned long)&link->__next;
}

/**
 * DEED_LIST() - define a kind of list
 * @kind: struct @kind is the list
 * @handle: the kind of its members: a box, or what DEED_LISTED_REF() defines
 * @member: the member of the object that is of type &struct deed_list_link
 *
 * With ``type`` for the type of the object, const if @handle is a reference, this
 * generates:
 *
 * ``void <kind>_push_back(struct <kind> *list, struct <handle> h)``
 *	consumes @h, which must be live: the last member from now on
 * ``void <kind>_push_front(struct <kind> *list, struct <handle> h)``
 *	the same at the other end
 * ``struct <handle> <kind>_take_first(struct <kind> *list)``
 *	what was the first member; empty if the list was: test it with deed_ok()
 * ``void <kind>_splice(struct <kind> *list, struct <kind> *from)``
 *	moves all members of @from behind those of @list; @from is empty then
 * ``void <kind>_drop(struct <kind> *list)``
 *	drops all members; the list is empty afterwards and may be used again
 * ``bool <kind>_is_empty(const struct <kind> *list)``
 *	whether there is no member
 * ``type *<kind>_first(struct <kind> *list)``
 *	the exclusive borrow of the first member, or NULL
 * ``type *<kind>_next(struct <kind> *list, type *at)``
 *	of the one behind @at, which is a member of @list, or NULL
 * ``const type *<kind>_peek_first(const struct <kind> *list)``
 *	the shared borrow of the first member, or NULL
 * ``const type *<kind>_peek_next(const struct <kind> *list, const type *at)``
 *	of the one behind @at, or NULL
 *
 * A loop over the members is a plain one, which leaves the list as it is::
 *
 *	for (struct foo *f = foo_list_first(list); f; f = foo_list_next(list, f))
 *
 * One of them is taken out by deed_list_take_if(). All is possible in any
 * context, dropping in those that the release function of the members allows.
 * Nothing but that takes longer if the list is longer.
 */
#define DEED_LIST(kind, handle, member)					\
	__DEED_LIST(kind, handle, member,				\
		    typeof(*((struct handle *)NULL)->__ptr))

/*
 * INVARIANT: __end is NULL if __first is, and else points to the link of the last
 * member that is reached from __first. That link is NULL, and so is that of an
 * object in no list: a box is zeroed, and taking an object out clears it.
 */
#define __DEED_LIST(kind, handle, member, type)				\
	struct __deed_container kind {					\
		type *__first;						\
		type **__end; /* the link of the last; NULL if there is none */ \
	};								\
	static_assert(__##handle##_is == __DEED_IS_BOX ||		\
		      __##handle##_is == __DEED_IS_LISTED_REF,		\
		      "a list has boxes, or what DEED_LISTED_REF() defines: "	\
		      "an object could be in it twice by a " #handle);	\
	static_assert(__same_type(((type *)NULL)->member,		\
				  struct deed_list_link),		\
		      #member " must be of type struct deed_list_link"); \
									\
	static __always_inline type **__##kind##_next(type const *at)	\
	{								\
		return (type **)__deed_list_next(&at->member);		\
	}								\
									\
	static __always_inline void					\
	kind##_push_back(struct kind *list, struct handle h)		\
	{								\
		type *object = __deed_borrow(&h);			\
									\
		*(list->__end ?: &list->__first) = object;		\
		list->__end = __##kind##_next(object);			\
	}								\
									\
	static __always_inline void					\
	kind##_push_front(struct kind *list, struct handle h)		\
	{								\
		type *object = __deed_borrow(&h);			\
									\
		if (list->__first)					\
			*__##kind##_next(object) = list->__first;	\
		else							\
			list->__end = __##kind##_next(object);		\
		list->__first = object;					\
	}								\
									\
	/* The pointer to a member: @list's own, or that in the link before it. */ \
	static __always_inline type **__##kind##_place(struct kind *list) \
	{								\
		return &list->__first;					\
	}								\
									\
	static __always_inline type *					\
	__##kind##_at(struct kind *list, type **place)			\
	{								\
		return *place;						\
	}								\
									\
	/* Takes out what @place points to, which may be NULL. */	\
	static __always_inline __must_check struct handle		\
	__##kind##_take(struct kind *list, type **place)		\
	{								\
		type *object = *place;					\
									\
		deed_assume(!IS_ERR(object));				\
		if (!object)						\
			return (struct handle){};			\
		*place = *__##kind##_next(object);			\
		if (*place)						\
			*__##kind##_next(object) = NULL;		\
		else							\
			list->__end = place == &list->__first ? NULL : place; \
		return (struct handle){ object };			\
	}								\
									\
	static __always_inline __must_check struct handle		\
	kind##_take_first(struct kind *list)				\
	{								\
		return __##kind##_take(list, &list->__first);		\
	}								\
									\
	static __always_inline void					\
	kind##_splice(struct kind *list, struct kind *from)		\
	{								\
		struct kind all = *from;				\
									\
		if (!all.__first)					\
			return;						\
		/* First, for @list may be the same. */			\
		*from = (struct kind){};				\
		*(list->__end ?: &list->__first) = all.__first;		\
		list->__end = all.__end;				\
	}								\
									\
	/* Not inline: most lists are empty by then, and it would be in the way. */ \
	static noinline __maybe_unused void __##kind##_drop_all(type *object) \
	{								\
		do {							\
			struct handle h = { object };			\
									\
			deed_assume(!IS_ERR(object));			\
			object = *__##kind##_next(object);		\
			handle##_drop_live(&h);				\
		} while (object);					\
	}								\
									\
	static __always_inline deed_drops(1) void			\
	kind##_drop(struct kind *list)					\
	{								\
		type *first = list->__first;				\
									\
		if (!first)						\
			return;						\
		*list = (struct kind){};				\
		__##kind##_drop_all(first);				\
	}								\
									\
	static __always_inline bool					\
	kind##_is_empty(const struct kind *list)			\
	{								\
		return !list->__first;					\
	}								\
									\
	static __always_inline type *kind##_first(struct kind *list)	\
	{								\
		return list->__first;					\
	}								\
									\
	static __always_inline type *					\
	kind##_next(struct kind *list, type *at)			\
	{								\
		return *__##kind##_next(at);				\
	}								\
									\
	static __always_inline type const *				\
	kind##_peek_first(const struct kind *list)			\
	{								\
		return list->__first;					\
	}								\
									\
	static __always_inline type const *				\
	kind##_peek_next(const struct kind *list, type const *at)	\
	{								\
		return *__##kind##_next(at);				\
	}

/**
 * deed_list_take_if() - take the first member out for which a condition holds
 * @kind: the type of the list: struct @kind
 * @list: pointer to the list, exclusive
 * @name: the shared borrow of a member, for @condition
 * @condition: an expression over @name; evaluated for one member after the other,
 *	until it is true
 *
 * ::
 *
 *	deed_own(foo_box, f) = deed_list_take_if(foo_list, &s->waiting, w,
 *						 w->tag == tag);
 *
 * To take all of them, ask until there is none. Any context.
 *
 * Return: the handle of that member, or an empty one: test it with deed_ok().
 */
#define deed_list_take_if(kind, list, name, condition)			\
	({								\
		struct kind *__list = (list);				\
		__auto_type __place = __##kind##_place(__list);		\
									\
		for (;;) {						\
			__auto_type __object = __##kind##_at(__list, __place); \
			typeof(*__object) const *name __maybe_unused = __object; \
									\
			if (!__object || (condition))			\
				break;					\
			__place = __##kind##_next(__object);		\
		}							\
		__##kind##_take(__list, __place);			\
	})

/**
 * DEED_LISTED_REF() - define the reference of an object that may be listed
 * @kind: the handle kind
 * @ref: the kind of reference, made by DEED_REF() or DEED_REF_RCU()
 *
 * An object that is shared has many references, and one link. This one is made
 * when the object is shared, and there is no other way to make it; so there is
 * one, or none, and whoever pushes it knows that the object is in no list. It
 * counts as every reference does, and is dropped where the last of @ref may be. The
 * functions below are possible in any context. Generates, beside what DEED_HANDLE() gives:
 *
 * ``struct <kind> <kind>_share(struct <ref>_box box)``
 *	consumes the box, which must be live, as ``<ref>_share()`` does: the first
 *	reference. Never fails.
 * ``const type *<kind>_borrow(const struct <kind> *ref)``
 *	the shared borrow of the object, for instance to take further references
 *	with ``<ref>_get()``
 */
#define DEED_LISTED_REF(kind, ref)					\
	__DEED_LISTED_REF(kind, ref, typeof(*((struct ref *)NULL)->__ptr))

#define __DEED_LISTED_REF(kind, ref, type)				\
	struct __deed_handle kind {					\
		type const *__ptr;					\
	};								\
	enum { __##kind##_is = __DEED_IS_LISTED_REF };			\
	static_assert(__##ref##_is == __DEED_IS_REF ||			\
		      __##ref##_is == __DEED_IS_REF_RCU,		\
		      #ref " is no kind of reference: see DEED_REF()");	\
									\
	static __always_inline void __##kind##_put(struct kind h)	\
	{								\
		struct ref last = {					\
			(type *)(unsigned long)__deed_borrow(&h)	\
		};							\
									\
		ref##_drop_live(&last);					\
	}								\
	DEED_HANDLE(kind, __##kind##_put)				\
									\
	static __always_inline __must_check deed_returns_live struct kind \
	kind##_share(struct ref##_box box)				\
	{								\
		struct ref first = ref##_share(box);			\
									\
		return __deed_acquire(kind, __deed_borrow(&first));	\
	}								\
									\
	static __always_inline type const *				\
	kind##_borrow(const struct kind *ref)				\
	{								\
		return __deed_borrow(ref);				\
	}

#endif /* _DEED_LIST_H */
