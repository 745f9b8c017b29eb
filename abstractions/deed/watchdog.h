/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Watchdogs: timers that reset the machine unless somebody pings them in time.
 *
 * The kernel's watchdog core makes /dev/watchdog<N> and its attributes, decides
 * when the timer is started, pinged and stopped (the magic close, nowayout, a
 * reboot), and asks the driver to do it. The driver says what its watchdog is,
 * &struct deed_watchdog_config, and how to do it, by callbacks: DEED_WATCHDOG().
 *
 * A watchdog is a member of the driver's state, interior and pinned. It is
 * registered in start and belongs to the scope, which removes it before anything
 * that its callbacks use. They get state and hardware as shared borrows, and need
 * no live-guard: to remove a watchdog, the core takes the lock under which files
 * and its own thread call them, and forgets the driver. A file that is open stays
 * open, and is answered -ENODEV by the core. Callbacks may run at the same time
 * as others: the core takes no lock for the first start of an open, and for the
 * stop at unbind and at a reboot.
 *
 * Of one call the core forgets to make sure that it has ended: an open of
 * /dev/watchdog<N> that found the device right before it was removed. (An open of
 * /dev/watchdog is under misc_mtx, and cannot do that.) It then uses what the core
 * itself has cleared. No driver can repair that, raw ones have the same.
 *
 * At unbind a watchdog that runs is stopped or not, as the driver says; one that
 * is not resets the machine some time later, when nobody can ping it any more.
 *
 * Sources: Documentation/watchdog/watchdog-kernel-api.rst,
 * drivers/watchdog/watchdog_core.c, drivers/watchdog/watchdog_dev.c.
 */
#ifndef _DEED_WATCHDOG_H
#define _DEED_WATCHDOG_H

#include <linux/watchdog.h>

#include <deed/device.h>

/**
 * struct deed_watchdog - the place of a watchdog in the driver's state
 *
 * Pinned and interior: only DEED_WATCHDOG() touches it. Zeroed memory is one that
 * is not registered.
 */
struct __deed_pinned deed_watchdog {
	/* private: */
	struct watchdog_device __device;
	struct watchdog_info __info;
};

/**
 * struct deed_watchdog_config - what a watchdog is
 * @identity: what it is called, for programs; copied, up to 31 characters
 * @options: what it can besides being pinged and being set, as programs see it:
 *	WDIOF_MAGICCLOSE if a close without the magic character leaves it running,
 *	WDIOF_CARDRESET and others for what @boot_status may say
 * @boot_status: why the machine was booted, as far as the watchdog knows it:
 *	WDIOF_CARDRESET or 0
 * @timeout: how long it waits for a ping if nobody asks for another time, seconds
 * @min_timeout: the shortest time that it can be set to, seconds
 * @max_timeout: the longest, seconds
 * @wanted: what a module parameter asks for, seconds; 0 for nothing. Out of range it
 *	is ignored, and the kernel's log says so.
 * @nowayout: once started it is never stopped
 * @stop_on_reboot: it is stopped when the machine goes down, so that this may take
 *	longer than the timeout
 * @stop_on_unbind: it is stopped with its driver, unless there is no way out
 */
struct deed_watchdog_config {
	const char *identity;
	u32 options;
	u32 boot_status;
	unsigned int timeout, min_timeout, max_timeout;
	unsigned int wanted;
	bool nowayout;
	bool stop_on_reboot;
	bool stop_on_unbind;
};

/**
 * deed_watchdog_nowayout() - whether the watchdog may never be stopped
 * @watchdog: a watchdog that is being registered, or is
 *
 * May change from false to true at any time, by an attribute in sysfs. For a
 * start callback, if the hardware can be told. Any context.
 *
 * Return: true if nothing may stop it.
 */
static __always_inline bool deed_watchdog_nowayout(const struct deed_watchdog *watchdog)
{
	return test_bit(WDOG_NO_WAY_OUT, &watchdog->__device.status);
}

/**
 * deed_watchdog_timeout() - how long the watchdog waits for a ping
 * @watchdog: a watchdog that is registered
 *
 * Any context.
 *
 * Return: the time that was set last, in seconds.
 */
static __always_inline unsigned int
deed_watchdog_timeout(const struct deed_watchdog *watchdog)
{
	return READ_ONCE(watchdog->__device.timeout);
}

/* What the core expects of a set_timeout that did it. It is read without a lock. */
static __always_inline int
__deed_watchdog_set(struct watchdog_device *device, unsigned int seconds)
{
	WRITE_ONCE(device->timeout, seconds);
	return 0;
}

/*
 * Interior mutability: registered once, in start, through a shared borrow.
 *
 * SAFETY: watchdog_set_nowayout(), watchdog_stop_on_reboot() and
 * watchdog_stop_on_unregister() want a watchdog that is not registered: it is next.
 */
static inline struct watchdog_device *
__deed_watchdog_fill(const struct deed_scope *scope,
		     const struct deed_watchdog *watchdog,
		     const struct watchdog_ops *ops,
		     const struct deed_watchdog_config *config)
{
	struct deed_watchdog *w = (struct deed_watchdog *)(unsigned long)watchdog;
	struct watchdog_device *device = &w->__device;

	w->__info.options = WDIOF_KEEPALIVEPING | config->options;
	if (ops->set_timeout)
		w->__info.options |= WDIOF_SETTIMEOUT;
	strscpy((char *)w->__info.identity, config->identity, sizeof(w->__info.identity));
	device->parent = scope->__dev;
	device->info = &w->__info;
	device->ops = ops;
	device->bootstatus = config->boot_status;
	device->timeout = config->timeout;
	device->min_timeout = config->min_timeout;
	device->max_timeout = config->max_timeout;
	watchdog_set_nowayout(device, config->nowayout);
	if (config->stop_on_reboot)
		watchdog_stop_on_reboot(device);
	if (config->stop_on_unbind)
		watchdog_stop_on_unregister(device);
	return device;
}

/*
 * Not in deed.ko, which would then want the watchdog core, in many kernels a module
 * itself, for drivers that have no watchdog.
 *
 * SAFETY: watchdog_init_timeout() wants a watchdog that is filled in, and not
 * registered. devm_watchdog_register_device() wants
 * 1. a device that is being started: there is no struct deed_scope at other times;
 * 2. a watchdog that is not registered, and stays until the device's scope ends: a
 *    member of the state, whose count the scope gives back after this;
 * 3. operations whose owner is the module that they are in: DEED_WATCHDOG() says so.
 */
static inline int __must_check
__deed_watchdog_register(const struct deed_scope *scope,
			 const struct deed_watchdog *watchdog,
			 const struct watchdog_ops *ops,
			 const struct deed_watchdog_config *config)
{
	struct watchdog_device *device;
	int err = 0;

	if (watchdog->__device.parent) /* it is registered */
		return -EBUSY;
	device = __deed_watchdog_fill(scope, watchdog, ops, config);
	/* what was asked for is out of range: the core says so, and goes on */
	watchdog_init_timeout(device, config->wanted, scope->__dev);
	if (ops->set_timeout)
		err = ops->set_timeout(device, device->timeout);
	if (err)
		return err;
	if (deed_injected("devm_watchdog_register_device"))
		return -ENODEV;
	return devm_watchdog_register_device(scope->__dev, device);
}

/**
 * DEED_WATCHDOG() - define how a watchdog is driven
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @member: the state's member of type &struct deed_watchdog
 * @start_fn: the start callback
 * @stop_fn: the stop callback
 * @...: the other callbacks, each by its role and its function:
 *	``ping, foo_ping, set_timeout, foo_set_timeout``
 *
 * The callbacks, with *state* and *hw* for the types of the state and of the
 * hardware struct. All return 0 or an errno, are called in task context, and may
 * sleep, but not wait for what may never come, since unbind waits for them.
 *
 * ``int start(const state *s, const hw *hw)``
 *	from here on the machine is reset when the timeout is over; also called as
 *	ping if there is no such callback
 * ``int stop(const state *s, const hw *hw)``
 *	it is not reset any more
 * ``int ping(const state *s, const hw *hw)``
 *	the timeout begins again
 * ``int set_timeout(const state *s, const hw *hw, unsigned int seconds)``
 *	a number in the range of the configuration is the timeout from here on.
 *	Called once before the watchdog is registered, for the first one.
 *
 * Generates
 *
 * ``int <kind>_register(struct place_scope *scope, const struct deed_watchdog_config *config)``
 *	in start: makes /dev/watchdog<N> until the scope ends. @config need not
 *	stay. 0; -EBUSY if it is registered already; what set_timeout returned;
 *	another errno. May sleep.
 */
#define DEED_WATCHDOG(kind, ref, place, member, start_fn, stop_fn, ...)	\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->place) __##kind##_place_t; \
	typedef typeof(((__##kind##_place_t *)NULL)->__hw) __##kind##_hw_t;	\
									\
	static __always_inline const __##kind##_state_t *		\
	__##kind##_state(const struct watchdog_device *device)		\
	{								\
		return container_of(device, const __##kind##_state_t,	\
				    member.__device);			\
	}								\
									\
	__DEED_WATCHDOG_SIMPLE(kind, place, start, start_fn)		\
	__DEED_WATCHDOG_SIMPLE(kind, place, stop, stop_fn)		\
	__DEED_EACH(WATCHDOG_TRAMPOLINE, (kind, place), __VA_ARGS__)	\
									\
	static const struct watchdog_ops __##kind##_ops = {		\
		.owner = THIS_MODULE,					\
		.start = __##kind##_start,				\
		.stop = __##kind##_stop,				\
		__DEED_EACH(WATCHDOG_OP, kind, __VA_ARGS__)		\
	};								\
									\
	static inline int __must_check					\
	kind##_register(typeof(((__##kind##_place_t *)NULL)->__scope[0]) scope, \
			const struct deed_watchdog_config *config)	\
	{								\
		const __##kind##_state_t *s =				\
			container_of(scope->__place, const __##kind##_state_t, \
				     place);				\
									\
		return __deed_watchdog_register(&scope->scope, &s->member, \
						&__##kind##_ops, config); \
	}								\
	struct deed_watchdog

/* A callback has exactly the type with which its trampoline calls it. */
#define __DEED_WATCHDOG_CALLBACK(fn, role, ...)				\
	static_assert(__same_type(&(fn), int(*)(__VA_ARGS__)),		\
		      #fn "(): not the type that DEED_WATCHDOG() documents for " role); \
	__deed_role(fn, __deed_bound)

#define __DEED_WATCHDOG_SIMPLE(kind, place, role, fn)			\
	__DEED_WATCHDOG_CALLBACK(fn, #role, const __##kind##_state_t *,	\
				 const __##kind##_hw_t *);		\
	static int __##kind##_##role(struct watchdog_device *device)	\
	{								\
		const __##kind##_state_t *s = __##kind##_state(device);	\
									\
		return fn(s, &s->place.__hw);				\
	}

#define __DEED_WATCHDOG_TIMEOUT(kind, place, fn)			\
	__DEED_WATCHDOG_CALLBACK(fn, "set_timeout", const __##kind##_state_t *, \
				 const __##kind##_hw_t *, unsigned int); \
	static int __##kind##_set_timeout(struct watchdog_device *device, \
					  unsigned int seconds)		\
	{								\
		const __##kind##_state_t *s = __##kind##_state(device);	\
									\
		return fn(s, &s->place.__hw, seconds) ?:		\
		       __deed_watchdog_set(device, seconds);		\
	}

#define __DEED_WATCHDOG_TRAMPOLINE(ctx, role, fn) \
	__DEED_WATCHDOG_TRAMPOLINE_##role(fn, __DEED_UNPACK ctx)
#define __DEED_WATCHDOG_TRAMPOLINE_ping(fn, ...) \
	__DEED_WATCHDOG_PING(fn, __VA_ARGS__)
#define __DEED_WATCHDOG_PING(fn, kind, place) \
	__DEED_WATCHDOG_SIMPLE(kind, place, ping, fn)
#define __DEED_WATCHDOG_TRAMPOLINE_set_timeout(fn, ...) \
	__DEED_WATCHDOG_SET_TIMEOUT(fn, __VA_ARGS__)
#define __DEED_WATCHDOG_SET_TIMEOUT(fn, kind, place) \
	__DEED_WATCHDOG_TIMEOUT(kind, place, fn)

#define __DEED_WATCHDOG_OP(kind, role, fn) __DEED_WATCHDOG_OP_##role(kind)
#define __DEED_WATCHDOG_OP_ping(kind) .ping = __##kind##_ping,
#define __DEED_WATCHDOG_OP_set_timeout(kind) .set_timeout = __##kind##_set_timeout,

#endif /* _DEED_WATCHDOG_H */
