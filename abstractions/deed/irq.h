/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts of a bound device.
 *
 * An interrupt is a member of the hardware struct, filled in by the bus header.
 * Its handlers are requested in start, when the hardware is complete, and freed
 * with the scope, before anything they use: they get state and hardware as
 * shared borrows that outlive them, and need no live-guard.
 *
 * There are two kinds of handler. A hard one runs with interrupts off, must not
 * sleep, and has a parameter of its own that says so: with it, and only with it,
 * it locks cells by deed_lock_hardirq(). A thread may sleep, and has none.
 *
 * Sources: Documentation/core-api/genericirq.rst, kernel/irq/manage.c.
 */
#ifndef _DEED_IRQ_H
#define _DEED_IRQ_H

#include <linux/interrupt.h>

#include <deed/device.h>
#include <deed/lock.h>

/**
 * struct deed_irq - an interrupt of a bound device
 *
 * In the hardware struct; filled in by the bus header: deed_pci_irq().
 */
struct __deed_scoped deed_irq {
	/* private: */
	unsigned int __number;
	unsigned int __flags;
};

static __always_inline deed_fills(1) void
__deed_irq_fill(struct deed_irq *irq, unsigned int number, unsigned int flags)
{
	irq->__number = number;
	irq->__flags = flags;
}

/**
 * struct deed_hardirq - that a function runs in a hard interrupt handler
 *
 * A borrow that hard handlers get, and cannot keep. Nobody can make one.
 */
struct __deed_of_call deed_hardirq {};

struct __deed_guard deed_hardirq_held {
	const struct deed_spin_irq *__lock;
};

/*
 * SAFETY: as for the functions of lock.h. A lock that is taken with interrupts
 * off elsewhere may be taken without in a hard handler, where they are off: the
 * caller has the borrow that only a hard handler gets.
 */
static __always_inline deed_returns_live struct deed_hardirq_held
deed_hardirq_acquire(const struct deed_spin_irq *lock, const struct deed_hardirq *in)
{
	spin_lock(__deed_raw_lock(spin_irq, lock));
	return (struct deed_hardirq_held){ lock };
}

static __always_inline deed_drops(1) void
deed_hardirq_release(const struct deed_hardirq_held *held)
{
	spin_unlock(__deed_raw_lock(spin_irq, held->__lock));
}

/**
 * deed_lock_hardirq() - lock a cell for the rest of the block, in a hard handler
 * @name: the borrow of the data that is declared
 * @cell: pointer to a spin_irq cell; const will do
 * @in: the handler's parameter, of which only the type is looked at
 *
 * As deed_lock(), but does not touch the interrupts, which are off.
 */
#define deed_lock_hardirq(name, cell, in) \
	__deed_lock_hardirq(name, cell, in, __UNIQUE_ID(deed_guard))

#define __deed_lock_hardirq(name, cell, in, guard)			\
	static_assert(__same_type(in, const struct deed_hardirq *),	\
		      "deed_lock_hardirq(): only in a hard handler, which has " \
		      "a parameter of type const struct deed_hardirq *");	\
	const struct deed_hardirq_held guard				\
		__cleanup(deed_hardirq_release) =			\
			deed_hardirq_acquire(&(cell)->__lock, in);	\
	typeof(*(cell)->__type[0]()) *const name			\
		__maybe_unused = __deed_data_of(guard.__lock, typeof(*(cell)))

/**
 * struct deed_irq_off - that an interrupt is disabled
 */
struct __deed_guard deed_irq_off {
	/* private: */
	const struct deed_irq *__ptr;
};

/* SAFETY: enable_irq() wants one disable_irq() for each: the guard is that. */
static __always_inline void __deed_irq_enable(struct deed_irq_off h)
{
	enable_irq(__deed_borrow(&h)->__number);
}

DEED_HANDLE(deed_irq_off, __deed_irq_enable)

/**
 * deed_irq_disable() - keep the handlers of an interrupt from running
 * @irq: the interrupt, whose handlers were requested; not one that is shared
 *	with other devices
 *
 * Waits for those that run: not from one of them, and with no lock held that
 * they take. May sleep.
 *
 * Return: a guard, whose drop lets them run again; -EINVAL if @irq is shared.
 */
static inline __must_check struct deed_irq_off
deed_irq_disable(const struct deed_irq *irq)
{
	if (irq->__flags & IRQF_SHARED)
		return deed_fail(deed_irq_off, -EINVAL);
	/* SAFETY: wants a number of ours: a borrow of bound hardware. */
	disable_irq(irq->__number);
	return __deed_acquire(deed_irq_off, irq);
}

/**
 * deed_irq_synchronize() - wait for the handlers of an interrupt that run
 * @irq: the interrupt, whose handlers were requested
 *
 * For who has told the device to be silent. Not from one of them, and with no lock
 * held that they take. May sleep.
 */
static inline void deed_irq_synchronize(const struct deed_irq *irq)
{
	/* SAFETY: wants a number of ours: a borrow of bound hardware. */
	synchronize_irq(irq->__number);
}

/* In core/irq.c. @cookie is the state: a count of the scope's keeps it. */
int __must_check __deed_irq_request(struct deed_scope *scope,
				    const struct deed_irq *irq, irq_handler_t hard,
				    irq_handler_t thread, const void *cookie);

/**
 * DEED_IRQ() - define the handlers of an interrupt
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @irq: the member of the hardware struct, of type &struct deed_irq
 * @...: the handlers, each by its role and its function:
 *	``hard, foo_irq`` or ``thread, foo_thread`` or both
 *
 * With *state* and *hw* for the types of the state and of the hardware struct:
 *
 * ``irqreturn_t hard(const state *s, const hw *hw, const struct deed_hardirq *in)``
 *	IRQ_NONE if the device did not raise it; IRQ_HANDLED; IRQ_WAKE_THREAD, if
 *	there is a thread. Interrupts are off; must not sleep.
 * ``irqreturn_t thread(const state *s, const hw *hw)``
 *	IRQ_NONE or IRQ_HANDLED. May sleep. Without a hard handler the line is
 *	masked until it returns; with one, that one must silence the device.
 *
 * Generates
 *
 * ``int <kind>_request(struct place_scope *scope)``
 *	in start: from here to the end of the scope the handlers may run. 0;
 *	-EBUSY if the interrupt was requested already; another errno. May sleep.
 */
#define DEED_IRQ(kind, ref, member, irq, ...)				\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->member) __##kind##_place_t; \
	typedef typeof(((__##kind##_place_t *)NULL)->__hw) __##kind##_hw_t;	\
									\
	__DEED_EACH(IRQ_TRAMPOLINE, (kind, member), __VA_ARGS__)	\
									\
	static inline int __must_check					\
	kind##_request(typeof(((__##kind##_place_t *)NULL)->__scope[0]) scope) \
	{								\
		const __##kind##_place_t *place = scope->__place;		\
		irq_handler_t handlers[2] = {};				\
									\
		__DEED_EACH(IRQ_HANDLER, kind, __VA_ARGS__)		\
		return __deed_irq_request(&scope->scope, &place->__hw.irq, \
					  handlers[0], handlers[1],	\
					  container_of(place,		\
						       const __##kind##_state_t, \
						       member));	\
	}								\
	struct deed_irq

#define __DEED_IRQ_CALLBACK(fn, role, ...)				\
	static_assert(__same_type(&(fn), irqreturn_t(*)(__VA_ARGS__)),	\
		      #fn "(): not the type that DEED_IRQ() documents for " role); \
	__deed_role(fn, __deed_bound)

#define __DEED_IRQ_TRAMPOLINE(ctx, role, fn) \
	__DEED_IRQ_TRAMPOLINE_##role(fn, __DEED_UNPACK ctx)
#define __DEED_IRQ_TRAMPOLINE_hard(fn, ...) __DEED_IRQ_HARD(fn, __VA_ARGS__)
#define __DEED_IRQ_TRAMPOLINE_thread(fn, ...) __DEED_IRQ_THREAD(fn, __VA_ARGS__)
#define __DEED_IRQ_HANDLER(kind, role, fn) __DEED_IRQ_HANDLER_##role(kind)
#define __DEED_IRQ_HANDLER_hard(kind) handlers[0] = __##kind##_hard;
#define __DEED_IRQ_HANDLER_thread(kind) handlers[1] = __##kind##_thread;

#define __DEED_IRQ_HARD(fn, kind, member)				\
	__DEED_IRQ_CALLBACK(fn, "hard", const __##kind##_state_t *,	\
			    const __##kind##_hw_t *,			\
			    const struct deed_hardirq *);		\
	static irqreturn_t __##kind##_hard(int number, void *cookie)	\
	{								\
		const __##kind##_state_t *s = cookie;			\
		const struct deed_hardirq *in = cookie;			\
									\
		return fn(s, &s->member.__hw, in);			\
	}

#define __DEED_IRQ_THREAD(fn, kind, member)				\
	__DEED_IRQ_CALLBACK(fn, "thread", const __##kind##_state_t *,	\
			    const __##kind##_hw_t *);			\
	static irqreturn_t __##kind##_thread(int number, void *cookie)	\
	{								\
		const __##kind##_state_t *s = cookie;			\
									\
		return fn(s, &s->member.__hw);				\
	}

#endif /* _DEED_IRQ_H */
