/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bound devices: from probe to unbind, on any bus.
 *
 * The bound-device scope owns what a driver takes for as long as it is bound to
 * a device. It is a devres group, so that deed and the kernel's own devm_
 * functions have one order: what came last goes first, at unbind and when a step
 * of probe fails. The group is released by the bus header, when the device still
 * has its power and its clocks.
 *
 * Probe has two callbacks, with the driver's state and its hardware struct:
 *
 *	probe	has both exclusively, and fills them in: maps registers, finds
 *		interrupts, initialises cells and queues. Nobody else knows them.
 *	start	shares them from here on, and lets others in: requests interrupts,
 *		registers device nodes. Its parameter of type &struct deed_scope
 *		is what all of these need.
 *
 * So what a callback uses is there before the callback can be called, and is
 * given back after it can no longer be.
 *
 * Sources: Documentation/driver-api/driver-model/devres.rst,
 * drivers/base/devres.c, drivers/base/dd.c.
 */
#ifndef _DEED_DEVICE_H
#define _DEED_DEVICE_H

#include <linux/device.h>
#include <linux/pm.h>
#include <linux/slab.h>

#include <deed/revoke.h>

/*
 * Gives @drop(@data) to the scope, which calls it at its end; -ENOMEM, and then
 * nothing was given.
 */
int __must_check __deed_scope_add(struct deed_scope *scope,
				  void (*drop)(void *data), void *data);

/*
 * The steps of __<kind>_bind() and __<kind>_unbind(), in core/device.c: opens the
 * scope and makes a state in it, zeroed, that nobody knows yet; or an ERR_PTR.
 */
void *__deed_bind_begin(struct device *dev, size_t size, size_t device_at);

/* The probe callback failed: the state was never shared, and owns nothing. */
int __deed_bind_fail(struct device *dev, void *state, size_t device_at, int err);

/* The state becomes the device's driver data, and is shared from here on. */
void __deed_bind_share(struct device *dev, void *state, refcount_t *count,
		       struct deed_device *device);

/*
 * The end of the scope, after the state was revoked and the hardware is quiet;
 * gives back the scope's count. Whether that was the last one.
 */
bool __must_check __deed_bind_end(struct device *dev, void *state, refcount_t *count);

/*
 * The device does not sleep, by @err; and whether it is awake, @woken, or nobody would
 * hear of it. Returns @err.
 */
int __deed_bind_awake(struct device *dev, int err, int woken);

/*
 * An errno is negative. What else a callback returns must not pass for success
 * with a device that is not bound, as pci_device_probe() would let it.
 */
static __always_inline int __deed_bind_err(int err)
{
	return err > 0 ? -EINVAL : err;
}

/*
 * What the drivers of every bus have. Roles: start, quiesce, suspend, resume.
 *
 * __<kind>_bind() is probe, with the bus's own borrow of the device, which
 * ``int enable(bus_t *)`` makes answer first; __<kind>_unbind() is the one remove.
 */
#define __DEED_BIND(kind, ref, member, bus_t, enable, probe_fn, ...)	\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef const typeof(((__##kind##_state_t *)NULL)->member.__hw)	\
		__##kind##_hw_t;						\
	typedef typeof(((__##kind##_state_t *)NULL)->member.__scope[0])	\
		__##kind##_scope_t;					\
									\
	__DEED_BIND_CALLBACK(probe_fn, "probe", int, bus_t *,		\
			     __##kind##_state_t *,			\
			     typeof(((__##kind##_state_t *)NULL)->member.__hw) *); \
	/* all of both is live if it succeeds; if not, the state is empty */ \
	__deed_role(probe_fn, deed_fills(2) deed_fills(3));		\
	__DEED_EACH(BIND_CHECK, kind, __VA_ARGS__)			\
									\
	static noinline void __##kind##_unbind(struct device *dev)	\
	{								\
		__##kind##_state_t *s = dev_get_drvdata(dev);		\
		__maybe_unused __##kind##_hw_t *hw = &s->member.__hw;	\
									\
		__deed_revoke(&s->member.__device);			\
		__DEED_EACH(BIND_QUIESCE, (s, hw), __VA_ARGS__)		\
		if (__deed_bind_end(dev, s, &s->member.__count))	\
			__##ref##_last(s);				\
	}								\
									\
	static int __##kind##_bind(struct device *dev, bus_t *at)	\
	{								\
		const size_t device =					\
			offsetof(__##kind##_state_t, member.__device);	\
		__##kind##_state_t *s =					\
			__deed_bind_begin(dev, sizeof(*s), device);	\
		int err;						\
									\
		if (IS_ERR(s))						\
			return PTR_ERR(s);				\
		err = enable(at) ?: probe_fn(at, s, &s->member.__hw);	\
		if (err)						\
			return __deed_bind_fail(dev, s, device, err);	\
		__deed_bind_share(dev, s, &s->member.__count,		\
				  &s->member.__device);			\
		__DEED_EACH(BIND_START, (kind, dev, s, member), __VA_ARGS__) \
		if (err)						\
			__##kind##_unbind(dev);				\
		return err;						\
	}								\
									\
	__DEED_EACH(BIND_PM, (kind, member), __VA_ARGS__)		\
	static const struct dev_pm_ops __maybe_unused __##kind##_pm = {	\
		__DEED_EACH(BIND_PM_OPS, kind, __VA_ARGS__)		\
	};								\
	enum { __##kind##_has_pm = 0 __DEED_EACH(BIND_HAS_PM, kind, __VA_ARGS__) }; \
	static_assert(__##kind##_has_pm != 1,				\
		      #kind ": suspend and resume come together");

/* For the bus's driver: of a driver without callbacks, none. */
#define __deed_bind_pm(kind) \
	(__##kind##_has_pm ? pm_sleep_ptr(&__##kind##_pm) : NULL)

/* A callback has exactly the type with which it is called. */
#define __DEED_BIND_CALLBACK(fn, role, result, ...)			\
	static_assert(__same_type(&(fn), result(*)(__VA_ARGS__)),	\
		      #fn "(): not the type that is documented for " role); \
	__deed_role(fn, __deed_bound);

#define __DEED_BIND_CHECK(kind, role, fn) __DEED_BIND_CHECK_##role(kind, fn)
#define __DEED_BIND_CHECK_start(kind, fn)				\
	__DEED_BIND_CALLBACK(fn, "start", int, const __##kind##_state_t *, \
			     __##kind##_hw_t *, __##kind##_scope_t)
#define __DEED_BIND_CHECK_quiesce(kind, fn)				\
	__DEED_BIND_CALLBACK(fn, "quiesce", void, const __##kind##_state_t *, \
			     __##kind##_hw_t *)
#define __DEED_BIND_CHECK_suspend(kind, fn)				\
	__DEED_BIND_CALLBACK(fn, "suspend", int, const __##kind##_state_t *, \
			     __##kind##_hw_t *)
#define __DEED_BIND_CHECK_resume(kind, fn)				\
	__DEED_BIND_CALLBACK(fn, "resume", int, const __##kind##_state_t *, \
			     __##kind##_hw_t *)

#define __DEED_BIND_START(ctx, role, fn) __DEED_BIND_START_##role(fn, __DEED_UNPACK ctx)
#define __DEED_BIND_START_start(fn, ...) __DEED_BIND_START_with(fn, __VA_ARGS__)
#define __DEED_BIND_START_with(fn, kind, dev, s, member)		\
	typeof(*(__##kind##_scope_t)NULL) scope = { { dev }, &(s)->member }; \
									\
	err = __deed_bind_err(fn(s, &(s)->member.__hw, &scope));
#define __DEED_BIND_START_quiesce(fn, ...)
#define __DEED_BIND_START_suspend(fn, ...)
#define __DEED_BIND_START_resume(fn, ...)

#define __DEED_BIND_QUIESCE(ctx, role, fn) __DEED_BIND_QUIESCE_##role(fn, ctx)
#define __DEED_BIND_QUIESCE_quiesce(fn, ctx) fn ctx;
#define __DEED_BIND_QUIESCE_start(fn, ctx)
#define __DEED_BIND_QUIESCE_suspend(fn, ctx)
#define __DEED_BIND_QUIESCE_resume(fn, ctx)

#define __DEED_BIND_PM(ctx, role, fn) __DEED_BIND_PM_##role(fn, __DEED_UNPACK ctx)
#define __DEED_BIND_PM_start(fn, ...)
#define __DEED_BIND_PM_quiesce(fn, ...)
#define __DEED_BIND_PM_suspend(fn, ...) __DEED_BIND_PM_down(fn, __VA_ARGS__)
#define __DEED_BIND_PM_resume(fn, ...) __DEED_BIND_PM_up(fn, __VA_ARGS__)
#define __DEED_BIND_PM_down(fn, kind, member)				\
	static __maybe_unused int __##kind##_resume(struct device *dev);	\
									\
	static __maybe_unused int __##kind##_suspend(struct device *dev) \
	{								\
		__##kind##_state_t *s = dev_get_drvdata(dev);		\
		int err;						\
									\
		__deed_suspend(&s->member.__device);			\
		err = fn(s, &s->member.__hw);				\
		/* it goes on, and may have done half of it */		\
		return err ? __deed_bind_awake(dev, err, __##kind##_resume(dev)) : 0; \
	}
#define __DEED_BIND_PM_up(fn, kind, member)				\
	static __maybe_unused int __##kind##_resume(struct device *dev)	\
	{								\
		__##kind##_state_t *s = dev_get_drvdata(dev);		\
									\
		__deed_resume(&s->member.__device);			\
		return fn(s, &s->member.__hw);				\
	}

#define __DEED_BIND_HAS_PM(ctx, role, fn) __DEED_BIND_HAS_PM_##role
#define __DEED_BIND_HAS_PM_start
#define __DEED_BIND_HAS_PM_quiesce
#define __DEED_BIND_HAS_PM_suspend + 1
#define __DEED_BIND_HAS_PM_resume + 1

#define __DEED_BIND_PM_OPS(kind, role, fn) __DEED_BIND_PM_OPS_##role(kind)
#define __DEED_BIND_PM_OPS_start(kind)
#define __DEED_BIND_PM_OPS_quiesce(kind)
#define __DEED_BIND_PM_OPS_suspend(kind)				\
	.suspend = pm_sleep_ptr(__##kind##_suspend),			\
	.freeze = pm_sleep_ptr(__##kind##_suspend),			\
	.poweroff = pm_sleep_ptr(__##kind##_suspend),
#define __DEED_BIND_PM_OPS_resume(kind)					\
	.resume = pm_sleep_ptr(__##kind##_resume),			\
	.thaw = pm_sleep_ptr(__##kind##_resume),			\
	.restore = pm_sleep_ptr(__##kind##_resume),

#endif /* _DEED_DEVICE_H */
