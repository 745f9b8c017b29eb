/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Revocation: hardware that goes away while others still know the device.
 *
 * A driver's state is one object for each device. It is reference counted, for
 * open files outlive the device; its hardware does not. What the device gives
 * (registers, interrupts, buffers) is a struct of its own, and stands in the
 * state only inside a device place, DEED_DEVICE_TYPE(), which lends it:
 *
 *	to file callbacks	under a live-guard: <name>_enter() gives one, or fails
 *				with -ENODEV when the device has gone
 *	to bound callbacks	as a parameter: interrupts, work, timers, probe's own
 *				callbacks end before the hardware goes, and need no
 *				check
 *
 * At unbind the bus header revokes first: the device is marked as gone, all who
 * wait on its queues wake, whoever is inside a live-guard is waited for, work and
 * timers are shut down. Only then is the hardware stopped and given back.
 *
 * A live-guard is an SRCU read section: its holder may sleep, but not for longer
 * than the hardware takes. Waiting without bound and touching user memory are
 * refused inside, for either would let a program hold up unbind for ever.
 *
 * Sources: Documentation/RCU/checklist.rst (SRCU), drm_dev_enter() in
 * drivers/gpu/drm/drm_drv.c, which does the same with one SRCU domain for all.
 */
#ifndef _DEED_REVOKE_H
#define _DEED_REVOKE_H

#include <linux/device.h>
#include <linux/srcu.h>

#include <deed/ref.h>
#include <deed/wait.h>

/**
 * struct deed_scope - the scope of a bound device: owns what the device gives
 * until unbind
 *
 * A borrow, for what is taken from the device while it is probed.
 */
struct __deed_of_call deed_scope {
	/* private: */
	struct device *__dev;
};

/* How what is tied to a device turns; may sleep. */
enum deed_turn {
	DEED_TURN_ON,	 /* it can be started from here on */
	DEED_TURN_SLEEP, /* the device is about to be suspended */
	DEED_TURN_WAKE,	 /* it was, and is about to be resumed */
	DEED_TURN_HALT,	 /* it reaches no memory any more */
	DEED_TURN_CLOSE, /* the device goes, and others that are tied to it end first */
	DEED_TURN_OFF,	 /* ends for good, and waits */
};

/*
 * What is tied to the device: in the state, a work, a timer, or what does DMA. It is
 * turned on when the state is shared, and off at unbind, after all were closed and
 * before the hardware is stopped; before and after, to start it does nothing. Linked
 * in while the state is exclusive, so no lock.
 */
struct deed_tie {
	/* private: */
	struct deed_tie *__next;
	void (*__turn)(struct deed_tie *tie, enum deed_turn how);
};

/* The part of a device place that does not depend on the hardware's type. */
struct deed_device {
	/* private: */
	struct srcu_struct __srcu;
	struct device *__dev; /* counted, for messages after unbind */
	struct deed_bound_queue *__queues;
	struct deed_tie *__ties;
	bool __gone; /* or not there yet */
};

/**
 * deed_bound_queue_init() - initialise a wait queue of a device
 * @state: pointer to the device's state, exclusive: in probe
 * @queue: its member that is the queue
 * @place: its member that is the device place
 *
 * By their names, so that both are parts of one state. Gives the queue a lockdep
 * class for each such place in the source. Any context.
 */
#define deed_bound_queue_init(state, queue, place)			\
	do {								\
		static struct lock_class_key __key;			\
									\
		(void)offsetof(typeof(*(state)), queue);		\
		(void)offsetof(typeof(*(state)), place);		\
		__deed_bound_queue_init(&(state)->queue,		\
					&(state)->place.__device,	\
					#queue, &__key);		\
	} while (0)

__deed_keeps(1) __deed_initialises(1)
void __deed_bound_queue_init(struct deed_bound_queue *queue,
			     struct deed_device *device, const char *name,
			     struct lock_class_key *key);

/*
 * Ties @tie to the device: from the initialiser of a work or a timer. Once: the
 * state was zeroed when it was made.
 */
static __always_inline void
__deed_tie(struct deed_device *device, struct deed_tie *tie,
	   void (*turn)(struct deed_tie *tie, enum deed_turn how))
{
	if (tie->__turn)
		return;
	tie->__turn = turn;
	tie->__next = device->__ties;
	device->__ties = tie;
}

/**
 * deed_gone() - whether the device has gone
 * @place: pointer to the device place
 *
 * True for good from the beginning of unbind; true in probe, too. A hint: it may become true right
 * after it was looked at. What must not be used afterwards is lent by a
 * live-guard. Any context.
 */
#define deed_gone(place) __deed_gone(&(place)->__device)

static __always_inline bool __deed_gone(const struct deed_device *device)
{
	return READ_ONCE(device->__gone);
}

/**
 * deed_dev() - the device, for messages: dev_info(deed_dev(&foo->dev), ...)
 * @place: pointer to the device place
 *
 * Any context.
 *
 * Return: a borrow that lives as long as the state, also after unbind.
 */
#define deed_dev(place) __deed_dev(&(place)->__device)

static __always_inline const struct device *
__deed_dev(const struct deed_device *device)
{
	return device->__dev;
}

/* Interior mutability: read sections are entered through a const borrow. */
static __always_inline struct srcu_struct *
__deed_srcu(const struct deed_device *device)
{
	return (struct srcu_struct *)(unsigned long)&device->__srcu;
}

/*
 * SAFETY: srcu_read_lock() wants an initialised domain that stays: the caller's
 * borrow of the state, which ends its domain with the last reference.
 */
static __always_inline int __deed_enter(const struct deed_device *device, int *idx)
{
	*idx = srcu_read_lock(__deed_srcu(device));
	if (likely(!__deed_gone(device)))
		return 0;
	srcu_read_unlock(__deed_srcu(device), *idx);
	return -ENODEV;
}

/* SAFETY: srcu_read_unlock() wants the index of the lock: the guard has both. */
static __always_inline void
__deed_leave(const struct deed_device *device, int idx)
{
	srcu_read_unlock(__deed_srcu(device), idx);
}

/*
 * For the bus headers, in core/revoke.c. The place is made when a device is
 * probed, 0 or -ENOMEM; and ends with the state.
 */
int __deed_device_init(struct deed_device *device, struct device *dev);
void __deed_device_end(struct deed_device *device);

/*
 * The state is about to be shared: for the bus headers, once, before start. What
 * is tied to the device can be started from here on.
 */
void __deed_share(struct deed_device *device);

/*
 * Around the driver's suspend and resume: for what is tied to the device. May sleep.
 */
void __deed_suspend(struct deed_device *device);
void __deed_resume(struct deed_device *device);

/*
 * The device did not stop, and has lost its right to reach memory: for what does DMA.
 * May sleep.
 */
void __deed_halted(const struct deed_device *device);

/*
 * Revokes: for the bus headers, once, at unbind or when probe fails after the
 * state was shared. Nobody is inside a live-guard or a tied callback afterwards.
 * May sleep.
 */
void __deed_revoke(struct deed_device *device);

/**
 * struct deed_no_hw - the hardware struct of a device without hardware
 */
struct deed_no_hw {
};

/**
 * DEED_DEVICE_TYPE() - define a type of device place
 * @name: struct @name is the place: one member of the driver's state
 * @type: the type of the hardware struct
 *
 * Interior and pinned; made by the bus header when a device is probed.
 * Generates the guard kind ``<name>_live`` with
 *
 * ``struct <name>_live <name>_enter(const struct <name> *place)``
 *	a live-guard, or -ENODEV if the device has gone, or is being probed and
 *	was not started. Task context or any other; takes no lock.
 * ``const type *<name>_hw(const struct <name>_live *live)``
 *	the shared borrow of the hardware, as long as the guard lives
 */
#define DEED_DEVICE_TYPE(name, type)					\
	struct __deed_place name {					\
		refcount_t __count;					\
		struct deed_device __device;				\
		type __hw;						\
		struct name##_scope *__scope[0]; /* names the type */	\
	};								\
									\
	/* what lets others in asks for it: start gets it, and cannot keep it */ \
	struct __deed_of_call name##_scope {				\
		struct deed_scope scope;				\
		const struct name *__place;				\
	};								\
									\
	struct __deed_live name##_live {				\
		const struct name *__ptr;				\
		int __idx;						\
	};								\
									\
	static __always_inline void __##name##_leave(struct name##_live h) \
	{								\
		__deed_leave(&__deed_borrow(&h)->__device, h.__idx);	\
	}								\
	DEED_HANDLE(name##_live, __##name##_leave)			\
									\
	static __always_inline __must_check struct name##_live		\
	name##_enter(const struct name *place)				\
	{								\
		int idx;						\
		int err = __deed_enter(&place->__device, &idx);		\
									\
		if (err)						\
			return deed_fail(name##_live, err);		\
		return __deed_acquire(name##_live, place, idx);		\
	}								\
									\
	static __always_inline type const *				\
	name##_hw(const struct name##_live *live)			\
	{								\
		return &__deed_borrow(live)->__hw;			\
	}								\
	struct name

/**
 * DEED_DEVICE_REF() - define the kind of reference to a device's state
 * @kind: the handle kind of a reference
 * @type: the type of the state
 * @member: its member that is a device place
 * @release: ``void release(type *state)``: drops what the state owns, apart
 *	from the hardware, which is gone by then; deed_plain for nothing. Task
 *	context. Does not wait without bound: unbind may call it.
 *
 * The state is made by the bus header when a device is probed, and handed to
 * the driver's probe callback. Generates what DEED_REF() does, without the box.
 * The last drop may sleep.
 */
#define DEED_DEVICE_REF(kind, type, member, release)			\
	static void __##kind##_last(type *state);			\
									\
	__DEED_REF(kind, type, member, __DEED_IS_DEVICE_REF)		\
									\
	static __maybe_unused __deed_frees void				\
	__##kind##_free(struct kind h)					\
	{								\
		release(__deed_borrow(&h));				\
		__deed_device_end(&__deed_borrow(&h)->member.__device);	\
		__deed_box_free(__deed_borrow(&h));			\
	}								\
									\
	static noinline __maybe_unused void __##kind##_last(type *state) \
	{								\
		__##kind##_free(__deed_acquire(kind, state));		\
	}								\
	struct kind

/* What has to be right of the reference kind of a state that is bound to a device. */
#define __DEED_DEVICE_REF_CHECK(ref)					\
	static_assert(__##ref##_is == __DEED_IS_DEVICE_REF,		\
		      #ref ": no reference to the state of a device, see " \
		      "DEED_DEVICE_REF()");

#endif /* _DEED_REVOKE_H */
