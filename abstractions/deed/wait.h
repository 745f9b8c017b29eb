/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waiting: queues that are tied to a cell's condition, and completions.
 *
 * A wait queue is interior and pinned, and lives in reference counted memory
 * beside the cell whose data the condition is about. The waiter holds a guard
 * of that cell; the condition is evaluated under it, the lock is let go of
 * while the task sleeps, and held again when the wait returns, whatever it
 * returns. Whoever makes the condition true and then wakes cannot be missed: the
 * waiter was on the queue before it looked. The condition may look at the data of
 * other cells, too; it must not leave by return or goto.
 *
 * All waits sleep: task context, and no other lock held. Nothing is owned by
 * the queue; a waiter is on its own stack and takes itself off. A kernel thread
 * must not wait so: once kthread_stop() was called, wait_woken() does not sleep.
 *
 * A queue in the state of a device is a bound queue: it knows when the device
 * has gone (revoke.h), and then every wait fails with -ENODEV.
 *
 * Source: wait_woken() in kernel/sched/wait.c, made for conditions that sleep.
 */
#ifndef _DEED_WAIT_H
#define _DEED_WAIT_H

#include <linux/completion.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

#include <deed/lock.h>

/**
 * struct deed_waitqueue - tasks that wait for a condition
 *
 * Interior and pinned: initialise in place with deed_waitqueue_init().
 */
struct __deed_interior __deed_needs_init deed_waitqueue {
	/* private: */
	wait_queue_head_t __queue;
};

/**
 * deed_waitqueue_init() - initialise a wait queue in place
 * @queue: pointer to the queue, exclusive
 *
 * Gives it a lockdep class for each such place in the source. Any context.
 */
#define deed_waitqueue_init(queue)					\
	do {								\
		static struct lock_class_key __key;			\
									\
		__deed_waitqueue_init(queue, #queue, &__key);		\
	} while (0)

/**
 * struct deed_bound_queue - tasks that wait for a condition of a device
 *
 * A wait queue that is told when the device goes: all who wait on it wake and
 * get -ENODEV, pollers get EPOLLHUP and EPOLLERR, and so does who comes later.
 * What takes a pointer to a &struct deed_waitqueue takes one to this, too.
 * Interior and pinned: a member of the device's state, initialised in place
 * with deed_bound_queue_init().
 */
struct __deed_interior __deed_needs_init deed_bound_queue {
	/* private: */
	struct deed_waitqueue __waitqueue;
	struct deed_bound_queue *__next; /* of the same device */
	bool __gone; /* for good; set before its waiters are woken */
};

/* SAFETY: wants a queue that nobody uses yet, and a static key: it is exclusive. */
static __always_inline void __deed_initialises(1)
__deed_waitqueue_init(struct deed_waitqueue *queue, const char *name,
		      struct lock_class_key *key)
{
	__init_waitqueue_head(&queue->__queue, name, key);
}

/* Either kind of queue as a plain one, and whether its device has gone. */
static __always_inline const struct deed_waitqueue *
__deed_plain_queue_of(const struct deed_waitqueue *queue)
{
	return queue;
}

static __always_inline bool
__deed_plain_queue_gone(const struct deed_waitqueue *queue)
{
	return false;
}

static __always_inline const struct deed_waitqueue *
__deed_bound_queue_of(const struct deed_bound_queue *queue)
{
	return &queue->__waitqueue;
}

static __always_inline bool
__deed_bound_queue_gone(const struct deed_bound_queue *queue)
{
	return READ_ONCE(queue->__gone);
}

#define __deed_queue_call(queue, what)					\
	_Generic((queue),						\
		 struct deed_waitqueue * : __deed_plain_queue##what,	\
		 const struct deed_waitqueue * : __deed_plain_queue##what, \
		 struct deed_bound_queue * : __deed_bound_queue##what,	\
		 const struct deed_bound_queue * : __deed_bound_queue##what)(queue)

#define __deed_queue_of(queue) __deed_queue_call(queue, _of)
#define __deed_queue_gone(queue) __deed_queue_call(queue, _gone)

/* Interior mutability: a queue is joined and woken through a const borrow. */
static __always_inline wait_queue_head_t *
__deed_raw_queue(const struct deed_waitqueue *queue)
{
	return (wait_queue_head_t *)(unsigned long)&queue->__queue;
}

/**
 * deed_wake() - wake all who wait on a queue
 * @queue: pointer to the queue; const will do
 * @events: what happened, a mask as poll has it: EPOLLIN, EPOLLOUT, EPOLLHUP...;
 *	pollers that asked for other events are left alone. EPOLLIN stands for
 *	EPOLLRDNORM as well, EPOLLOUT for EPOLLWRNORM.
 *
 * Change the cell's data first. Any context, also under the cell's lock.
 */
#define deed_wake(queue, events) __deed_wake(__deed_queue_of(queue), events)

static __always_inline void
__deed_wake(const struct deed_waitqueue *queue, __poll_t events)
{
	if (events & EPOLLIN)
		events |= EPOLLRDNORM;
	if (events & EPOLLOUT)
		events |= EPOLLWRNORM;
	/*
	 * SAFETY: wq_has_sleeper() wants a waiter that looks at the condition
	 * after it joined, with a full barrier in between:
	 * __deed_waiter_add(), and for pollers the lock of the cell. Both want
	 * an initialised queue that stays: the borrow of it.
	 */
	if (wq_has_sleeper(__deed_raw_queue(queue)))
		__wake_up(__deed_raw_queue(queue), TASK_NORMAL, 1,
			  poll_to_key(events));
}

/* For the pass: what calls it waits without bound. Leaves no code. */
static __always_inline deed_waits void __deed_waits_unbounded(void)
{
}

/**
 * deed_wait_interruptible() - wait until a condition holds, or a signal
 * @queue: the queue that is woken when the condition may have changed
 * @guard: pointer to a live guard of a mutex, spin, spin_bh or spin_irq cell;
 *	locked again at the end
 * @condition: an expression over the cell's data; evaluated under the lock,
 *	several times
 *
 * May sleep.
 *
 * Return: 0 if @condition holds, -ERESTARTSYS on a signal, -ENODEV if @queue is
 * bound and its device has gone, whether @condition holds or not.
 */
#define deed_wait_interruptible(queue, guard, condition)		\
	(__deed_waits_unbounded(),					\
	 __deed_wait(queue, guard, condition, TASK_INTERRUPTIBLE,	\
		     MAX_SCHEDULE_TIMEOUT))

/**
 * deed_wait_killable() - wait until a condition holds, or a fatal signal
 * @queue: as for deed_wait_interruptible()
 * @guard: as for deed_wait_interruptible()
 * @condition: as for deed_wait_interruptible()
 *
 * May sleep.
 *
 * Return: 0 if @condition holds, -ERESTARTSYS on a fatal signal, -ENODEV as for
 * deed_wait_interruptible().
 */
#define deed_wait_killable(queue, guard, condition)			\
	(__deed_waits_unbounded(),					\
	 __deed_wait(queue, guard, condition, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT))

/**
 * deed_wait_timeout() - wait until a condition holds, a signal, or a timeout
 * @queue: as for deed_wait_interruptible()
 * @guard: as for deed_wait_interruptible()
 * @condition: as for deed_wait_interruptible()
 * @timeout: a number of jiffies
 *
 * May sleep.
 *
 * Return: 0 if @condition holds, also when it came true at the last moment,
 * -ERESTARTSYS on a signal, -ETIMEDOUT, -ENODEV as for deed_wait_interruptible().
 */
#define deed_wait_timeout(queue, guard, condition, timeout)		\
	__deed_wait(queue, guard, condition, TASK_INTERRUPTIBLE, timeout)

#define __deed_wait(queue, guard, condition, state, timeout)		\
	(__deed_queue_gone(queue) ? -ENODEV :				\
	 (condition) ? 0 :						\
	 __deed_wait_long(queue, guard, condition, state, timeout))

/* The same after the condition was found not to hold. */
#define __deed_wait_long(queue, guard, condition, state, timeout)	\
	({								\
		__auto_type __queue = (queue);				\
		struct wait_queue_entry __waiter;			\
		const long __timeout = (timeout);			\
		long __left = __timeout;				\
		int __wait_err;						\
									\
		__deed_waiter_add(__deed_queue_of(__queue), &__waiter);	\
		for (;;) {						\
			__wait_err = __deed_queue_gone(__queue) ? -ENODEV : 0; \
			if (__wait_err || (condition))			\
				break;					\
			__wait_err = __deed_wait_over(state, __timeout, __left); \
			if (__wait_err)					\
				break;					\
			__left = __deed_guard_sleep(guard, &__waiter,	\
						    state, __timeout,	\
						    __left);		\
			__deed_guard_renewed(&(guard)->__ptr);		\
		}							\
		__deed_waiter_remove(__deed_queue_of(__queue), &__waiter); \
		__wait_err;						\
	})

/* Known at build time, so that nothing is left of the timeout. */
#define __deed_forever(timeout) \
	(__builtin_constant_p(timeout) && (timeout) == MAX_SCHEDULE_TIMEOUT)

/*
 * SAFETY: add_wait_queue() wants an entry that stays until it is removed:
 * __deed_wait() leaves its block only through __deed_waiter_remove().
 */
static __always_inline void
__deed_waiter_add(const struct deed_waitqueue *queue,
		  struct wait_queue_entry *waiter)
{
	init_waitqueue_func_entry(waiter, woken_wake_function);
	waiter->private = current;
	add_wait_queue(__deed_raw_queue(queue), waiter);
	smp_mb(); /* pairs with the one in wq_has_sleeper() */
}

/* SAFETY: remove_wait_queue() wants an entry that is on this queue: it is. */
static __always_inline void
__deed_waiter_remove(const struct deed_waitqueue *queue,
		     struct wait_queue_entry *waiter)
{
	remove_wait_queue(__deed_raw_queue(queue), waiter);
}

/*
 * SAFETY: wait_woken() wants
 * 1. an entry with woken_wake_function on a queue: __deed_waiter_add();
 * 2. task context, no spinlock held: the guard's is released.
 */
static __always_inline long
__deed_waiter_sleep(struct wait_queue_entry *waiter, unsigned int state,
		    long left)
{
	return wait_woken(waiter, state, left);
}

/*
 * Sleeps with the lock of a live guard let go of, and takes it again. Only
 * locks that a task may sleep without: not rwsem, whose data may be shared, and
 * not raw_spin.
 */
#define __DEED_SLEEP(way)						\
	static __always_inline long					\
	__deed_##way##_sleep(const struct deed_##way *lock,		\
			     unsigned long *flags,			\
			     struct wait_queue_entry *waiter,		\
			     unsigned int state, long timeout, long left) \
	{								\
		deed_##way##_release(&(struct deed_##way##_held){	\
			lock, *flags });				\
		if (__deed_forever(timeout))				\
			left = MAX_SCHEDULE_TIMEOUT;			\
		left = __deed_waiter_sleep(waiter, state, left);	\
		*flags = deed_##way##_acquire(lock).__flags;		\
		return left;						\
	}

__DEED_SLEEP(mutex)
__DEED_SLEEP(spin)
__DEED_SLEEP(spin_bh)
__DEED_SLEEP(spin_irq)

/* For the pass: whoever waits with a guard lets others at the data. Leaves no code. */
static __always_inline __deed_renews(1) void __deed_guard_renewed(const void *guard)
{
}

#define __deed_guard_sleep(guard, waiter, state, timeout, left)		\
	_Generic((guard)->__ptr->__lock,				\
		 struct deed_mutex : __deed_mutex_sleep,			\
		 struct deed_spin : __deed_spin_sleep,			\
		 struct deed_spin_bh : __deed_spin_bh_sleep,		\
		 struct deed_spin_irq : __deed_spin_irq_sleep)		\
		(&(guard)->__ptr->__lock, &(guard)->__flags, waiter,	\
		 state, timeout, left)

static __always_inline int
__deed_wait_over(unsigned int state, long timeout, long left)
{
	if (state == TASK_KILLABLE ? fatal_signal_pending(current) :
				     signal_pending(current))
		return -ERESTARTSYS;
	return __deed_forever(timeout) || left > 0 ? 0 : -ETIMEDOUT;
}

/**
 * struct deed_completion - something that happens once and is waited for
 *
 * Interior and pinned: initialise in place with deed_completion_init().
 */
struct __deed_interior __deed_needs_init deed_completion {
	/* private: */
	struct completion __done;
};

/**
 * deed_completion_init() - initialise a completion in place
 * @completion: pointer to it, exclusive
 *
 * Any context.
 */
static __always_inline void __deed_initialises(1)
deed_completion_init(struct deed_completion *completion)
{
	/* SAFETY: wants a completion that nobody uses yet: it is exclusive. */
	init_completion(&completion->__done);
}

/* Interior mutability: completed and waited for through a const borrow. */
static __always_inline struct completion *
__deed_raw_completion(const struct deed_completion *completion)
{
	return (struct completion *)(unsigned long)&completion->__done;
}

/**
 * deed_complete() - let one waiter go on
 * @completion: the completion
 *
 * Any context.
 */
static __always_inline void
deed_complete(const struct deed_completion *completion)
{
	/* SAFETY: complete() wants an initialised one that stays: a borrow. */
	complete(__deed_raw_completion(completion));
}

/**
 * deed_complete_all() - let all waiters go on, now and from now on
 * @completion: the completion
 *
 * Any context.
 */
static __always_inline void
deed_complete_all(const struct deed_completion *completion)
{
	/* SAFETY: as for complete(). */
	complete_all(__deed_raw_completion(completion));
}

/**
 * deed_completion_wait_interruptible() - wait for completion, or a signal
 * @completion: the completion
 *
 * May sleep.
 *
 * Return: 0, or -ERESTARTSYS on a signal.
 */
static __always_inline deed_waits int __must_check
deed_completion_wait_interruptible(const struct deed_completion *completion)
{
	struct completion *raw = __deed_raw_completion(completion);

	/* SAFETY: wants task context and no spinlock held: stated above. */
	return wait_for_completion_interruptible(raw);
}

/**
 * deed_completion_wait_killable() - wait for completion, or a fatal signal
 * @completion: the completion
 *
 * May sleep.
 *
 * Return: 0, or -ERESTARTSYS on a fatal signal.
 */
static __always_inline deed_waits int __must_check
deed_completion_wait_killable(const struct deed_completion *completion)
{
	/* SAFETY: wants task context and no spinlock held: stated above. */
	return wait_for_completion_killable(__deed_raw_completion(completion));
}

/**
 * deed_completion_wait_timeout() - wait for completion, a signal, or a timeout
 * @completion: the completion
 * @timeout: jiffies
 *
 * May sleep.
 *
 * Return: 0, -ERESTARTSYS on a signal, or -ETIMEDOUT.
 */
static __always_inline int __must_check
deed_completion_wait_timeout(const struct deed_completion *completion,
			     unsigned long timeout)
{
	struct completion *raw = __deed_raw_completion(completion);
	long left;

	/* SAFETY: wants task context and no spinlock held: stated above. */
	left = wait_for_completion_interruptible_timeout(raw, timeout);
	if (left < 0)
		return left;
	return left ? 0 : -ETIMEDOUT;
}

#endif /* _DEED_WAIT_H */
