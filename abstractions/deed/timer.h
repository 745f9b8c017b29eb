/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Timers of a bound device: functions that run at a time, and must not sleep.
 *
 * A timer is interior and pinned: a member of the driver's state, named once by
 * DEED_TIMER() or DEED_HRTIMER() together with its function, and initialised in
 * probe, which ties it to the device. Who has a shared borrow of the state may
 * start it, from any context. The function gets state and hardware as shared
 * borrows that outlive it, and needs no live-guard. It may start its own timer
 * again, and take and drop references: never the last one of its own state, for
 * the scope of the device has one until the timer has ended.
 *
 * A function that must not sleep has a parameter that says where it runs, and
 * with it, and only with it, it locks what it shares with others:
 *
 *	timer, soft hrtimer	struct deed_softirq	deed_lock_softirq()
 *	hard hrtimer		struct deed_hardirq	deed_lock_hardirq()
 *
 * A timer is on from start to unbind. At unbind, before the hardware is stopped,
 * it is stopped, waited for, and turned off for good, also if it starts itself. To
 * start it at other times does nothing: in probe, which has the state
 * exclusively; when start failed; in a file that outlives the device. So nothing
 * of a module runs after its last device was unbound.
 *
 *	struct deed_timer	jiffies; for timeouts, most of which never come
 *	struct deed_hrtimer	nanoseconds; for what must come at its time
 *
 * Sources: Documentation/timers/hrtimers.rst, kernel/time/timer.c,
 * kernel/time/hrtimer.c.
 */
#ifndef _DEED_TIMER_H
#define _DEED_TIMER_H

#include <linux/hrtimer.h>
#include <linux/rcupdate.h>
#include <linux/timer.h>

#include <deed/irq.h>
#include <deed/revoke.h>

/**
 * struct deed_softirq - that a function runs in a soft interrupt
 *
 * A borrow that timer functions get, and cannot keep. Nobody can make one.
 */
struct __deed_of_call deed_softirq {};

struct __deed_guard deed_softirq_held {
	const struct deed_spin_bh *__lock;
};

/*
 * SAFETY: as for the functions of lock.h. A lock that is taken with soft
 * interrupts off elsewhere may be taken without in one, for they do not nest: the
 * caller has the borrow that only what runs there gets.
 */
static __always_inline deed_returns_live struct deed_softirq_held
deed_softirq_acquire(const struct deed_spin_bh *lock, const struct deed_softirq *in)
{
	spin_lock(__deed_raw_lock(spin_bh, lock));
	return (struct deed_softirq_held){ lock };
}

static __always_inline deed_drops(1) void
deed_softirq_release(const struct deed_softirq_held *held)
{
	spin_unlock(__deed_raw_lock(spin_bh, held->__lock));
}

/**
 * deed_lock_softirq() - lock a cell for the rest of the block, in a soft interrupt
 * @name: the borrow of the data that is declared
 * @cell: pointer to a spin_bh cell; const will do
 * @in: the parameter of the function that runs there
 *
 * As deed_lock(), but does not touch the soft interrupts, which are off.
 */
#define deed_lock_softirq(name, cell, in) \
	__deed_lock_softirq(name, cell, in, __UNIQUE_ID(deed_guard))

#define __deed_lock_softirq(name, cell, in, guard)			\
	static_assert(__same_type(in, const struct deed_softirq *),	\
		      "deed_lock_softirq(): only in a soft interrupt, where a function has " \
		      "a parameter of type const struct deed_softirq *"); \
	const struct deed_softirq_held guard				\
		__cleanup(deed_softirq_release) =			\
			deed_softirq_acquire(&(cell)->__lock, in);	\
	typeof(*(cell)->__type[0]()) *const name			\
		__maybe_unused = __deed_data_of(guard.__lock, typeof(*(cell)))

/**
 * struct deed_timer - a function that runs after some jiffies
 *
 * Interior and pinned: a member of a device's state; see DEED_TIMER().
 */
struct __deed_pinned __deed_needs_init deed_timer {
	/* private: */
	struct timer_list __timer;
	struct deed_tie __tie;
};

/* Interior mutability: a timer is started and stopped through a const borrow. */
static __always_inline struct timer_list *
__deed_raw_timer(const struct deed_timer *timer)
{
	return (struct timer_list *)(unsigned long)&timer->__timer;
}

/*
 * Without a function a timer is as if it was shut down: to start it does nothing.
 *
 * SAFETY: timer_setup() wants a timer that nobody uses: the state is exclusive,
 * and before its ties were turned on nothing could be started.
 */
static inline __deed_initialises(1) void
__deed_timer_init(struct deed_timer *timer, struct deed_device *device,
		  void (*turn)(struct deed_tie *tie, enum deed_turn how),
		  const char *name, struct lock_class_key *key)
{
	timer_setup(&timer->__timer, NULL, 0);
	lockdep_init_map(&timer->__timer.lockdep_map, name, key, 0);
	__deed_tie(device, &timer->__tie, turn);
}

/*
 * SAFETY: to set the function wants a timer that nobody uses: it has none yet.
 * timer_shutdown_sync() wants
 * 1. task context, and no lock held that the function takes: unbind;
 * 2. one who starts it again to bear that nothing comes of it: stated above.
 */
static inline void
__deed_timer_turn(struct deed_tie *tie, void (*run)(struct timer_list *),
		  enum deed_turn how)
{
	struct timer_list *timer = &container_of(tie, struct deed_timer, __tie)->__timer;

	if (how == DEED_TURN_ON)
		timer->function = run;
	else if (how == DEED_TURN_OFF)
		timer_shutdown_sync(timer);
}

/*
 * SAFETY: mod_timer() wants
 * 1. a timer that was set up, or zeroed, which is off as well;
 * 2. memory that stays until it ran or is deleted: the state's, where the scope's
 *    reference ends after the ties.
 */
static __always_inline void
__deed_timer_start(const struct deed_timer *timer, unsigned long delay)
{
	mod_timer(__deed_raw_timer(timer), jiffies + delay);
}

/* SAFETY: timer_delete() wants a timer as above. It does not wait. */
static __always_inline bool __deed_timer_stop(const struct deed_timer *timer)
{
	return timer_delete(__deed_raw_timer(timer));
}

/*
 * SAFETY: timer_delete_sync() wants a context that may sleep, is not the timer's
 * function, and holds no lock that it takes: stated to the user, and lockdep says
 * so.
 */
static __always_inline bool __deed_timer_cancel(const struct deed_timer *timer)
{
	return timer_delete_sync(__deed_raw_timer(timer));
}

static __always_inline bool __deed_timer_pending(const struct deed_timer *timer)
{
	return timer_pending(__deed_raw_timer(timer));
}

/**
 * DEED_TIMER() - define a timer of a device
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @field: its member of type &struct deed_timer
 * @fn: ``void fn(const state *s, const hw *hw, const struct deed_softirq *in)``,
 *	with *state* and *hw* for the types of the state and of the hardware struct:
 *	what it does. Defined after this, it can start the timer again. In a soft
 *	interrupt; must not sleep. Never runs twice at once.
 *
 * Generates
 *
 * ``void <kind>_init(state *s)``
 *	in probe: initialises the timer in place, and ties it to the device
 * ``void <kind>_start(const state *s, unsigned long delay)``
 *	lets it run once, @delay jiffies from now; one that waits already is moved.
 *	Any context. Nothing, if it is off: see the top of this file.
 * ``bool <kind>_stop(const state *s)``
 *	if it waits, it does not run any more. It may be running still. True if it
 *	waited. Any context.
 * ``bool <kind>_cancel(const state *s)``
 *	as stop, and waits if it runs, also if it starts itself: at the end it
 *	neither waits nor runs, until somebody starts it. May sleep; not from @fn,
 *	nor with a lock that @fn takes.
 * ``bool <kind>_pending(const state *s)``
 *	whether it waits for its time; not, whether it runs. A hint. Any context.
 */
#define DEED_TIMER(kind, ref, member, field, fn)			\
	__DEED_TIMER(kind, ref, member, field, struct deed_timer, fn,	\
		     void, deed_softirq)				\
									\
	static void __##kind##_run(struct timer_list *raw)		\
	{								\
		const __##kind##_state_t *s =				\
			container_of(raw, __##kind##_state_t, field.__timer); \
									\
		fn(s, &s->member.__hw, (const struct deed_softirq *)raw); \
	}								\
									\
	static void __##kind##_turn(struct deed_tie *tie, enum deed_turn how)	\
	{								\
		__deed_timer_turn(tie, __##kind##_run, how);		\
	}								\
									\
	static inline deed_accepts(1) void kind##_init(__##kind##_state_t *s) \
	{								\
		static struct lock_class_key key;			\
									\
		__deed_timer_init(&s->field, &s->member.__device,	\
				  __##kind##_turn, #kind, &key);	\
	}								\
									\
	static inline void						\
	kind##_start(const __##kind##_state_t *s, unsigned long delay)	\
	{								\
		__deed_timer_start(&s->field, delay);			\
	}								\
									\
	__DEED_TIMER_FUNCTIONS(kind, field, __deed_timer)		\
	struct deed_timer

/* Off is what zeroed memory says. */
enum __deed_hrtimer_state { __DEED_HRTIMER_OFF, __DEED_HRTIMER_IDLE, __DEED_HRTIMER_STARTED };

/**
 * struct deed_hrtimer - a function that runs after some nanoseconds
 *
 * Interior and pinned: a member of a device's state; see DEED_HRTIMER().
 *
 * Who changes the state to started may start it in the kernel's eyes; everybody
 * else is refused, until the function says that it does not run again, or until it
 * was stopped. So while the function runs and moves its time on, nobody starts it.
 */
struct __deed_pinned __deed_needs_init deed_hrtimer {
	/* private: */
	struct hrtimer __timer;
	struct deed_tie __tie;
	atomic_t __state;
};

/* Interior mutability: a timer is started and stopped through a const borrow. */
static __always_inline struct deed_hrtimer *
__deed_raw_hrtimer(const struct deed_hrtimer *timer)
{
	return (struct deed_hrtimer *)(unsigned long)timer;
}

/* SAFETY: hrtimer_setup() wants a timer that nobody uses: as for timer_setup(). */
static inline __deed_initialises(1) void
__deed_hrtimer_init(struct deed_hrtimer *timer, struct deed_device *device,
		    enum hrtimer_restart (*run)(struct hrtimer *),
		    enum hrtimer_mode mode,
		    void (*turn)(struct deed_tie *tie, enum deed_turn how))
{
	hrtimer_setup(&timer->__timer, run, CLOCK_MONOTONIC, mode);
	__deed_tie(device, &timer->__tie, turn);
}

/*
 * SAFETY: hrtimer_start() wants
 * 1. a timer that was set up: only then it is idle;
 * 2. memory that stays until it ran or is cancelled: the state's, where the
 *    scope's reference ends after the ties. __deed_hrtimer_turn() waits until
 *    who is in between the change of the state and the start has come out.
 */
static __always_inline bool
__deed_hrtimer_start(const struct deed_hrtimer *timer, ktime_t after,
		     enum hrtimer_mode mode)
{
	struct deed_hrtimer *t = __deed_raw_hrtimer(timer);
	bool started;

	rcu_read_lock_sched();
	started = atomic_cmpxchg(&t->__state, __DEED_HRTIMER_IDLE,
				 __DEED_HRTIMER_STARTED) == __DEED_HRTIMER_IDLE;
	if (started)
		hrtimer_start(&t->__timer, after, mode);
	rcu_read_unlock_sched();
	return started;
}

/* Who took it off its queue, or will not run it again; unless it is off. */
static __always_inline void __deed_hrtimer_idle(struct deed_hrtimer *t)
{
	atomic_cmpxchg(&t->__state, __DEED_HRTIMER_STARTED, __DEED_HRTIMER_IDLE);
}

/*
 * SAFETY: hrtimer_forward_now() wants the timer's own function, and nobody who
 * starts the timer meanwhile: it is started, or off.
 */
static __always_inline enum hrtimer_restart
__deed_hrtimer_ran(struct deed_hrtimer *t, ktime_t again)
{
	if (again > 0) {
		hrtimer_forward_now(&t->__timer, again);
		return HRTIMER_RESTART;
	}
	__deed_hrtimer_idle(t);
	return HRTIMER_NORESTART;
}

static __always_inline bool
__deed_hrtimer_pending(const struct deed_hrtimer *timer)
{
	return atomic_read(&timer->__state) == __DEED_HRTIMER_STARTED;
}

/* SAFETY: hrtimer_try_to_cancel() wants a timer that was set up: it was started. */
static __always_inline bool
__deed_hrtimer_stop(const struct deed_hrtimer *timer)
{
	struct deed_hrtimer *t = __deed_raw_hrtimer(timer);

	if (!__deed_hrtimer_pending(timer) || hrtimer_try_to_cancel(&t->__timer) <= 0)
		return false;
	__deed_hrtimer_idle(t);
	return true;
}

/*
 * SAFETY: hrtimer_cancel() wants what timer_delete_sync() does: as above; and a
 * timer that was set up, for a zeroed one has no clock: then it is tied.
 */
static __always_inline bool
__deed_hrtimer_cancel(const struct deed_hrtimer *timer)
{
	struct deed_hrtimer *t = __deed_raw_hrtimer(timer);

	if (!t->__tie.__turn || !hrtimer_cancel(&t->__timer))
		return false;
	__deed_hrtimer_idle(t);
	return true;
}

/*
 * SAFETY: synchronize_rcu() wants task context outside of any read section, and
 * hrtimer_cancel() no lock held that the function takes: unbind. After the first
 * nobody starts the timer but its own function, by what it returns, which the
 * second one ends.
 */
static inline void __deed_hrtimer_turn(struct deed_tie *tie, enum deed_turn how)
{
	struct deed_hrtimer *t = container_of(tie, struct deed_hrtimer, __tie);

	if (how == DEED_TURN_ON)
		atomic_set(&t->__state, __DEED_HRTIMER_IDLE);
	if (how != DEED_TURN_OFF)
		return;
	if (atomic_xchg(&t->__state, __DEED_HRTIMER_OFF) == __DEED_HRTIMER_STARTED)
		synchronize_rcu();
	hrtimer_cancel(&t->__timer);
}

/**
 * DEED_HRTIMER() - define a high resolution timer of a device
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @field: its member of type &struct deed_hrtimer
 * @where: where it runs: hard, in the timer's interrupt; or soft
 * @fn: ``ktime_t fn(const state *s, const hw *hw, const struct deed_hardirq *in)``,
 *	with *state* and *hw* for the types of the state and of the hardware struct,
 *	and &struct deed_softirq for a soft one: what it does. Must not sleep. Never
 *	runs twice at once.
 *
 *	Returns 0 (or less), or after which time it runs again: nanoseconds, counted
 *	from when it should have run, so that periods do not add up what was late;
 *	what was missed is left out. Long beside the time that it needs, or the CPU
 *	does nothing else.
 *
 * Generates
 *
 * ``void <kind>_init(state *s)``
 *	in probe: initialises the timer in place, and ties it to the device
 * ``bool <kind>_start(const state *s, ktime_t after)``
 *	lets it run after so many nanoseconds of the monotonic clock. Any context.
 *	True if it will, due to this call; false if it was started already, and
 *	that does not change, or if it is off: see the top of this file. From @fn
 *	itself, too, it is false: what @fn returns counts.
 * ``bool <kind>_stop(const state *s)``
 *	as for DEED_TIMER(); one that runs goes on if it says so
 * ``bool <kind>_cancel(const state *s)``
 *	as for DEED_TIMER()
 * ``bool <kind>_pending(const state *s)``
 *	whether it was started, and is not over. A hint. Any context.
 */
#define DEED_HRTIMER(kind, ref, member, field, where, fn)		\
	__DEED_TIMER(kind, ref, member, field, struct deed_hrtimer, fn,	\
		     ktime_t, deed_##where##irq)			\
									\
	static enum hrtimer_restart __##kind##_run(struct hrtimer *raw)	\
	{								\
		__##kind##_state_t *s =					\
			container_of(raw, __##kind##_state_t, field.__timer); \
		const struct deed_##where##irq *in = (const void *)raw;	\
									\
		return __deed_hrtimer_ran(&s->field,			\
					  fn(s, &s->member.__hw, in));	\
	}								\
									\
	static inline deed_accepts(1) void kind##_init(__##kind##_state_t *s) \
	{								\
		__deed_hrtimer_init(&s->field, &s->member.__device,	\
				    __##kind##_run,			\
				    __DEED_HRTIMER_MODE_##where,	\
				    __deed_hrtimer_turn);		\
	}								\
									\
	static inline bool						\
	kind##_start(const __##kind##_state_t *s, ktime_t after)		\
	{								\
		return __deed_hrtimer_start(&s->field, after,		\
					    __DEED_HRTIMER_MODE_##where); \
	}								\
									\
	__DEED_TIMER_FUNCTIONS(kind, field, __deed_hrtimer)		\
	struct deed_hrtimer

#define __DEED_HRTIMER_MODE_hard HRTIMER_MODE_REL
#define __DEED_HRTIMER_MODE_soft HRTIMER_MODE_REL_SOFT

/* What has to be right of the arguments. The function may come later. */
#define __DEED_TIMER(kind, ref, member, field, type, fn, result, in)	\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->member.__hw) __##kind##_hw_t; \
									\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->field, type), \
		      #field ": not a member of type " #type);		\
	static __deed_bound result					\
	fn(const __##kind##_state_t *s, const __##kind##_hw_t *hw,		\
			 const struct in *in);

#define __DEED_TIMER_FUNCTIONS(kind, field, way)			\
	static inline bool kind##_stop(const __##kind##_state_t *s)	\
	{								\
		return way##_stop(&s->field);				\
	}								\
									\
	static inline bool kind##_cancel(const __##kind##_state_t *s)	\
	{								\
		return way##_cancel(&s->field);				\
	}								\
									\
	static inline bool kind##_pending(const __##kind##_state_t *s)	\
	{								\
		return way##_pending(&s->field);			\
	}

#endif /* _DEED_TIMER_H */
