/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Contracts: what a function promises of handles beyond what its type says.
 *
 * Without any of these, a handle by value is moved into the function, and must
 * be live; a handle behind a pointer is borrowed, and is live before and after;
 * a handle that is returned belongs to the caller, who must test it; a pointer
 * that is returned is borrowed from the handles whose addresses were passed.
 *
 * The ownership pass checks callers and the function itself against them. They
 * stand before the type: ``static deed_fills(1) int foo_open(struct foo_box *out)``.
 * A pointer to a function carries none, so the address of a function that has
 * one cannot be taken. Parameters are counted from 1.
 */
#ifndef _DEED_CONTRACT_H
#define _DEED_CONTRACT_H

#include <linux/compiler.h>

#if __has_attribute(deed_handle)
#define __deed_contract(...) __attribute__((__VA_ARGS__))
#else
#define __deed_contract(...)
#endif

/**
 * deed_returns_live - the handle that the function returns is always live
 */
#define deed_returns_live __deed_contract(deed_returns_live)

/**
 * deed_accepts() - a handle that is passed may be failed or empty, too
 * @n: number of the parameter: a handle, or a pointer to one
 */
#define deed_accepts(n) __deed_contract(deed_accepts(n))

/**
 * deed_drops() - the function drops a handle that it gets by address
 * @n: number of the parameter: a pointer to a handle, or to an object whose
 *	handles are all dropped; live before, unless deed_accepts() says more,
 *	and empty afterwards
 */
#define deed_drops(n) __deed_contract(deed_drops(n))

/**
 * deed_fills() - the function fills an empty handle that it gets by address
 * @n: number of the parameter: a pointer to a handle that is empty, or to an
 *	object whose handles are all empty
 *
 * Live afterwards if the function returned 0, or returns nothing; still empty
 * if it returned an errno. ``if (err < 0)`` is a test where all its errors are
 * seen to be below 0; of a function in another file, ``if (err)`` is.
 */
#define deed_fills(n) __deed_contract(deed_fills(n))

/**
 * deed_waits - the function waits without bound, or touches user memory
 *
 * Somebody outside of the kernel decides when it returns: who writes to the
 * pipe, who serves the page fault. So it is not called while a device's
 * live-guard is held, for which unbind waits. A function that calls one is one;
 * of a static function the pass knows that by itself, any other must say it.
 */
#define deed_waits __deed_contract(deed_waits)

/*
 * For abstractions. A struct that is a handle kind; guards, which may not be
 * kept anywhere but in a variable; composites; and slots, which look after what is
 * in them. A container is a slot that lends it: a function that gets one by a
 * pointer without const either returns a borrow or changes what is in it. A link
 * is a slot that holds nothing: a container's own, in each of its members, that
 * may not be copied or overwritten.
 */
#define __deed_handle __deed_contract(deed_handle)
#define __deed_guard __deed_contract(deed_handle("guard"))
#define __deed_composite __deed_contract(deed_handle("composite"))
#define __deed_slot __deed_contract(deed_slot)
#define __deed_container __deed_contract(deed_slot("container"))
#define __deed_link __deed_contract(deed_slot("link"))

/* A guard for whose end unbind waits: nothing that deed_waits while it lives. */
#define __deed_live __deed_contract(deed_handle("live"))

/*
 * What the scope of a bound device owns: it has no drop, is filled in place by
 * functions with deed_fills(), and is a member of a hardware struct, which is
 * one of a device place. Elsewhere there are pointers to it, and they are not
 * kept. If a function that fills a hardware struct fails, what it has filled may
 * be live: the scope releases it.
 */
#define __deed_scoped __deed_contract(deed_handle("scoped"))
/*
 * A struct in which a hardware struct stands: looks after what is in it. Who has its
 * address finds the object around it, so it is a member of one struct, once.
 */
#define __deed_place __deed_contract(deed_place("device"))
/* Initialised in place, in the object that it is a member of, and never copied. */
#define __deed_pinned __deed_contract(deed_place)

/*
 * What changes behind const pointers, and whose address the kernel or another task
 * may have: a cell, a queue, a counter. Initialised in place, never copied nor
 * overwritten as a whole. It may be a variable, which is then not shared.
 */
#define __deed_interior __deed_contract(deed_interior)
/* The same, a count: what has one is memory of its own, which the last drop frees. */
#define __deed_counts __deed_contract(deed_interior("count"))

/*
 * Zeroed memory is no such thing yet: a function that says __deed_initialises(n) of it
 * is called first, before others than who made the object can get to it.
 */
#define __deed_needs_init __deed_contract(deed_needs_init)

/*
 * What a callback, or probe, is lent until it returns, and what is of its task and
 * context: nobody keeps a pointer to it, makes one, or copies it. The second form
 * is passed by value, and not kept either.
 */
#define __deed_of_call __deed_contract(deed_of_call)
#define __deed_of_call_value __deed_contract(deed_of_call("value"))

/*
 * A callback that has ended before the device goes: unbind waits for it, too, so
 * nothing that deed_waits in it.
 */
#define __deed_bound __deed_contract(deed_bound)

/*
 * A user's function promises something by the role in which it is named:
 * __deed_role(probe_fn, deed_fills(2) deed_fills(3)). A promise about handles
 * that a parameter has none of is no promise.
 */
#if __has_attribute(deed_handle)
#define __deed_role(fn, ...) __VA_ARGS__ typeof(fn) fn
#else
/* sparse would look at the body again */
#define __deed_role(fn, ...) _Static_assert(1, "for the pass alone")
#endif

/* The object of the handle that is returned is zeroed: its handles are empty. */
#define __deed_returns_fresh __deed_contract(deed_returns_fresh)
/* The same as deed_drops(), for what is certainly live. */
#define __deed_drops_live(n) __deed_contract(deed_drops_live(n))
/* The handle at n takes the value of parameter n + 1, what it had is returned. */
#define __deed_replaces(n) __deed_contract(deed_replaces(n))
/* The address at n is kept, and used after the function has returned. */
#define __deed_keeps(n) __deed_contract(deed_keeps(n))
/* The lock of the guard at n is let go of and taken again: others were at the data. */
#define __deed_renews(n) __deed_contract(deed_renews(n))
/* The number that is returned was chosen in user space. */
#define __deed_untrusted_result __deed_contract(deed_untrusted_result)
/* What is at n comes from user memory, from here on. */
#define __deed_fetches(n) __deed_contract(deed_fetches(n))
/* What is at n came from there, and is no more than the parameter before says. */
#define __deed_checks(n) __deed_contract(deed_checks(n))
/* The same, and it is less than that. */
#define __deed_checks_below(n) __deed_contract(deed_checks_below(n))
/* What is at n can be used from here on: see __deed_needs_init. */
#define __deed_initialises(n) __deed_contract(deed_initialises(n))
/* What the slot at n held is returned. */
#define __deed_hands_back(n) __deed_contract(deed_hands_back(n))
/* Ends an object by the release function that its user gave. */
#define __deed_frees __deed_contract(deed_frees)
/* A variable: who moves a handle into it takes it out of the pass's sight. */
#define __deed_forgets __deed_contract(deed_forgets)
/* A variable that marks the block of a deed_unsafe(), with its reason. */
#define __deed_unsafe_because(why) __deed_contract(deed_unsafe(why))

#endif /* _DEED_CONTRACT_H */
