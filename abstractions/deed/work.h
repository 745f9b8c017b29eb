/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work of a bound device: functions that run later, in a kernel thread.
 *
 * A work is interior and pinned: a member of the driver's state, named once by
 * DEED_WORK() together with its function, and initialised in probe, which ties
 * it to the device. Who has a shared borrow of the state may queue it, from any
 * context. The function gets state and hardware as shared borrows that outlive
 * it, and needs no live-guard. It may sleep, queue its own work again, and take
 * and drop references: never the last one of its own state, for the scope of the
 * device has one until the work has ended.
 *
 * A work is on from start to unbind. At unbind, before the hardware is stopped,
 * it is taken off its queue, waited for, and turned off for good, also if it
 * queues itself. To queue it at other times does nothing and says so: in probe,
 * which has the state exclusively; when start failed; in a file that outlives the
 * device. So nothing of a module runs after its last device was unbound, and
 * there is nothing to flush at rmmod.
 *
 * Unbind waits for the function: it must not wait for what may never come. A
 * bound queue (revoke.h) is fine, since whoever waits on it wakes at unbind.
 *
 * Works run on the system's queue, or on one that the state owns.
 *
 * Sources: Documentation/core-api/workqueue.rst, kernel/workqueue.c.
 */
#ifndef _DEED_WORK_H
#define _DEED_WORK_H

#include <linux/workqueue.h>

#include <deed/inject.h>
#include <deed/revoke.h>

/**
 * struct deed_work - a function that runs later
 *
 * Interior and pinned: a member of a device's state; see DEED_WORK().
 */
struct __deed_pinned __deed_needs_init deed_work {
	/* private: */
	struct work_struct __work;
	struct deed_tie __tie;
};

/**
 * struct deed_delayed_work - a function that runs after some time
 *
 * Interior and pinned: a member of a device's state; see DEED_DELAYED_WORK().
 */
struct __deed_pinned __deed_needs_init deed_delayed_work {
	/* private: */
	struct delayed_work __work;
	struct deed_tie __tie;
};

/**
 * struct deed_workqueue - owns a queue for work
 *
 * A member of a device's state, made in probe; the state's release function drops
 * it. That is late enough: the works that DEED_WORK() puts on it are members of the
 * same state, and ended with the device. The drop may sleep.
 */
struct __deed_handle deed_workqueue {
	/* private: */
	struct workqueue_struct *__ptr;
};

/*
 * SAFETY: destroy_workqueue() wants
 * 1. a context that may sleep, and is not a work on this queue: the last drop of a
 *    state is neither;
 * 2. nobody who queues later, and no delayed work whose time has yet to come,
 *    which the drain does not see: both are members of the same state, and off.
 */
static inline void __deed_workqueue_destroy(struct deed_workqueue h)
{
	destroy_workqueue(__deed_borrow(&h));
}

DEED_HANDLE(deed_workqueue, __deed_workqueue_destroy)

static inline __must_check struct deed_workqueue
__deed_workqueue_made(struct workqueue_struct *queue)
{
	if (!queue)
		return deed_fail(deed_workqueue, -ENOMEM);
	return __deed_acquire(deed_workqueue, queue);
}

/**
 * deed_workqueue_alloc() - make a queue whose works run side by side
 * @name: of its threads; copied, up to 31 characters
 * @flags: 0, or any of WQ_HIGHPRI, WQ_FREEZABLE, WQ_MEM_RECLAIM
 *
 * Not bound to a CPU: the scheduler chooses. May sleep.
 *
 * Return: the queue; -EINVAL for other flags; -ENOMEM.
 */
static inline __must_check struct deed_workqueue
deed_workqueue_alloc(const char *name, unsigned int flags)
{
	if (flags & ~(WQ_HIGHPRI | WQ_FREEZABLE | WQ_MEM_RECLAIM))
		return deed_fail(deed_workqueue, -EINVAL);
	if (deed_injected("alloc_workqueue"))
		return deed_fail(deed_workqueue, -ENOMEM);
	/* SAFETY: wants a context that may sleep: stated above; fails with NULL. */
	return __deed_workqueue_made(alloc_workqueue("%s", WQ_UNBOUND | flags, 0, name));
}

/**
 * deed_workqueue_alloc_ordered() - make a queue whose works run one by one
 * @name: of its thread; copied, up to 31 characters
 * @flags: 0, or any of WQ_HIGHPRI, WQ_FREEZABLE, WQ_MEM_RECLAIM
 *
 * In the order in which they were queued. May sleep.
 *
 * Return: the queue; -EINVAL for other flags; -ENOMEM.
 */
static inline __must_check struct deed_workqueue
deed_workqueue_alloc_ordered(const char *name, unsigned int flags)
{
	if (flags & ~(WQ_HIGHPRI | WQ_FREEZABLE | WQ_MEM_RECLAIM))
		return deed_fail(deed_workqueue, -EINVAL);
	if (deed_injected("alloc_ordered_workqueue"))
		return deed_fail(deed_workqueue, -ENOMEM);
	/* SAFETY: as for deed_workqueue_alloc(). */
	return __deed_workqueue_made(alloc_ordered_workqueue("%s", flags, name));
}

static __always_inline struct workqueue_struct *
__deed_raw_workqueue(const struct deed_workqueue *queue)
{
	return __deed_borrow(queue);
}

/* Interior mutability: a work is queued and ended through a const borrow. */
static __always_inline struct work_struct *
__deed_raw_work(const struct deed_work *work)
{
	return (struct work_struct *)(unsigned long)&work->__work;
}

static __always_inline struct delayed_work *
__deed_raw_delayed_work(const struct deed_delayed_work *work)
{
	return (struct delayed_work *)(unsigned long)&work->__work;
}

/*
 * SAFETY: disable_work_sync() wants a context that may sleep and is not the work
 * itself: unbind. What was disabled is not queued again until it is enabled as
 * often: once, here, for the time from start to unbind.
 */
static inline void __deed_work_turn(struct deed_tie *tie, enum deed_turn how)
{
	struct deed_work *work = container_of(tie, struct deed_work, __tie);

	if (how == DEED_TURN_ON)
		enable_work(&work->__work);
	else if (how == DEED_TURN_OFF)
		disable_work_sync(&work->__work);
}

/* SAFETY: as for __deed_work_turn(); this ends the timer of the delay, too. */
static inline void __deed_delayed_work_turn(struct deed_tie *tie, enum deed_turn how)
{
	struct deed_delayed_work *work =
		container_of(tie, struct deed_delayed_work, __tie);

	if (how == DEED_TURN_ON)
		enable_delayed_work(&work->__work);
	else if (how == DEED_TURN_OFF)
		disable_delayed_work_sync(&work->__work);
}

/*
 * SAFETY: INIT_WORK() wants a work that nobody uses: the state is exclusive, and
 * before its ties were turned on nothing could be queued. Nor can it be now: the
 * work is disabled.
 */
static inline __deed_initialises(1) void
__deed_work_init(struct deed_work *work, struct deed_device *device,
		 work_func_t run, const char *name, struct lock_class_key *key)
{
	INIT_WORK(&work->__work, run);
	lockdep_init_map(&work->__work.lockdep_map, name, key, 0);
	disable_work(&work->__work);
	__deed_tie(device, &work->__tie, __deed_work_turn);
}

/* SAFETY: as for __deed_work_init(). */
static inline __deed_initialises(1) void
__deed_delayed_work_init(struct deed_delayed_work *work,
			 struct deed_device *device, work_func_t run,
			 const char *name, struct lock_class_key *key)
{
	INIT_DELAYED_WORK(&work->__work, run);
	lockdep_init_map(&work->__work.work.lockdep_map, name, key, 0);
	disable_delayed_work(&work->__work);
	__deed_tie(device, &work->__tie, __deed_delayed_work_turn);
}

/*
 * SAFETY: queue_work() and its like want
 * 1. a work that was initialised: the kernel warns of one that is zeroed, and
 *    does nothing;
 * 2. memory that stays until the work ran or is cancelled: the state's, where the
 *    scope's reference ends after the ties;
 * 3. a queue that stays: the system's, or the state's, live from probe on.
 */
static __always_inline bool
__deed_work_queue(struct workqueue_struct *queue, const struct deed_work *work)
{
	return queue_work(queue, __deed_raw_work(work));
}

static __always_inline bool
__deed_delayed_work_queue(struct workqueue_struct *queue,
			  const struct deed_delayed_work *work,
			  unsigned long delay)
{
	return queue_delayed_work(queue, __deed_raw_delayed_work(work), delay);
}

static __always_inline void
__deed_delayed_work_mod(struct workqueue_struct *queue,
			const struct deed_delayed_work *work,
			unsigned long delay)
{
	mod_delayed_work(queue, __deed_raw_delayed_work(work), delay);
}

/*
 * SAFETY: flush_work(), cancel_work_sync() and their like want a context that may
 * sleep and is not the work itself: stated to the user, and lockdep says so.
 */
static __always_inline bool __deed_work_flush(const struct deed_work *work)
{
	return flush_work(__deed_raw_work(work));
}

static __always_inline bool
__deed_delayed_work_flush(const struct deed_delayed_work *work)
{
	return flush_delayed_work(__deed_raw_delayed_work(work));
}

static __always_inline bool __deed_work_cancel(const struct deed_work *work)
{
	return cancel_work_sync(__deed_raw_work(work));
}

static __always_inline bool
__deed_delayed_work_cancel(const struct deed_delayed_work *work)
{
	return cancel_delayed_work_sync(__deed_raw_delayed_work(work));
}

static __always_inline bool __deed_work_pending(const struct deed_work *work)
{
	return work_pending(__deed_raw_work(work));
}

static __always_inline bool
__deed_delayed_work_pending(const struct deed_delayed_work *work)
{
	return delayed_work_pending(__deed_raw_delayed_work(work));
}

/**
 * DEED_WORK() - define a work of a device
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @field: its member of type &struct deed_work
 * @fn: ``void fn(const state *s, const hw *hw)``, with *state* and *hw* for the
 *	types of the state and of the hardware struct: what the work does. Defined
 *	after this, it can queue the work again. Task context; may sleep. Never runs
 *	twice at once.
 * @...: its member of type &struct deed_workqueue, live when probe returns, if the
 *	work has a queue of its own
 *
 * Generates
 *
 * ``void <kind>_init(state *s)``
 *	in probe: initialises the work in place, and ties it to the device
 * ``bool <kind>_queue(const state *s)``
 *	lets it run once more. Any context. True if it will, due to this call; false
 *	if it is on its queue already, or if it is off: see the top of this file.
 * ``bool <kind>_pending(const state *s)``
 *	whether it is on its queue; not, whether it runs. A hint. Any context.
 * ``bool <kind>_flush(const state *s)``
 *	waits until it has run as often as it was queued before. True if it had to
 *	wait. May sleep; not from @fn, nor with a lock that @fn takes.
 * ``bool <kind>_cancel(const state *s)``
 *	takes it off its queue, and waits if it runs, also if it queues itself: at
 *	the end it is neither queued nor running, until somebody queues it. True if
 *	it was on its queue. Context as for flush.
 */
#define DEED_WORK(kind, ref, member, field, fn, ...)			\
	__DEED_WORK(kind, ref, member, field, struct deed_work, fn)	\
									\
	static void __##kind##_run(struct work_struct *raw)		\
	{								\
		const __##kind##_state_t *s =				\
			container_of(raw, __##kind##_state_t, field.__work); \
									\
		fn(s, &s->member.__hw);					\
	}								\
									\
	__DEED_WORK_FUNCTIONS(kind, member, field, __deed_work)		\
									\
	static inline bool kind##_queue(const __##kind##_state_t *s)	\
	{								\
		return __deed_work_queue(__DEED_WORK_ON(s, __VA_ARGS__), \
					 &s->field);			\
	}								\
	struct deed_work

/**
 * DEED_DELAYED_WORK() - define a work of a device that runs after some time
 * @kind: as for DEED_WORK()
 * @ref: as for DEED_WORK()
 * @member: as for DEED_WORK()
 * @field: the state's member of type &struct deed_delayed_work
 * @fn: as for DEED_WORK()
 * @...: as for DEED_WORK()
 *
 * Generates what DEED_WORK() does, but for
 *
 * ``bool <kind>_queue(const state *s, unsigned long delay)``
 *	lets it run once more after @delay jiffies, at once for 0. Any context. True
 *	if it will, due to this call; false if it waits already, and that does not
 *	change, or if it is off.
 * ``void <kind>_mod(const state *s, unsigned long delay)``
 *	lets it run once more after @delay jiffies from now, whether it waits
 *	already or not. Any context. Nothing, if it is off.
 * ``bool <kind>_flush(const state *s)``
 *	what is left of a delay is skipped
 */
#define DEED_DELAYED_WORK(kind, ref, member, field, fn, ...)		\
	__DEED_WORK(kind, ref, member, field, struct deed_delayed_work, fn) \
									\
	static void __##kind##_run(struct work_struct *raw)		\
	{								\
		const __##kind##_state_t *s =				\
			container_of(raw, __##kind##_state_t, field.__work.work); \
									\
		fn(s, &s->member.__hw);					\
	}								\
									\
	__DEED_WORK_FUNCTIONS(kind, member, field, __deed_delayed_work)	\
									\
	static inline bool						\
	kind##_queue(const __##kind##_state_t *s, unsigned long delay)	\
	{								\
		return __deed_delayed_work_queue(__DEED_WORK_ON(s, __VA_ARGS__), \
						 &s->field, delay);	\
	}								\
									\
	static inline void						\
	kind##_mod(const __##kind##_state_t *s, unsigned long delay)	\
	{								\
		__deed_delayed_work_mod(__DEED_WORK_ON(s, __VA_ARGS__),	\
					&s->field, delay);		\
	}								\
	struct deed_delayed_work

/* The queue: the system's, or the member of the state that is named. */
#define __DEED_WORK_ON(s, ...) \
	CONCATENATE(__DEED_WORK_ON_, COUNT_ARGS(__VA_ARGS__))(s, __VA_ARGS__)
#define __DEED_WORK_ON_0(s, ...) system_percpu_wq
#define __DEED_WORK_ON_1(s, queue)					\
	({								\
		static_assert(__same_type((s)->queue, const struct deed_workqueue), \
			      #queue ": not a member of type struct deed_workqueue"); \
		__deed_raw_workqueue(&(s)->queue);			\
	})

/* What has to be right of the arguments. The function may come later. */
#define __DEED_WORK(kind, ref, member, field, type, fn)			\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
									\
	typedef typeof(((__##kind##_state_t *)NULL)->member.__hw) __##kind##_hw_t; \
									\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->field, type), \
		      #field ": not a member of type " #type);		\
	static __deed_bound void					\
	fn(const __##kind##_state_t *s, const __##kind##_hw_t *hw);

#define __DEED_WORK_FUNCTIONS(kind, member, field, way)			\
	static inline deed_accepts(1) void kind##_init(__##kind##_state_t *s) \
	{								\
		static struct lock_class_key key;			\
									\
		way##_init(&s->field, &s->member.__device, __##kind##_run, \
			   #kind, &key);				\
	}								\
									\
	static inline bool kind##_pending(const __##kind##_state_t *s)	\
	{								\
		return way##_pending(&s->field);				\
	}								\
									\
	static inline bool kind##_flush(const __##kind##_state_t *s)	\
	{								\
		return way##_flush(&s->field);				\
	}								\
									\
	static inline bool kind##_cancel(const __##kind##_state_t *s)	\
	{								\
		return way##_cancel(&s->field);				\
	}

#endif /* _DEED_WORK_H */
