/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Platform devices: the bus header for devices that no bus can find.
 *
 * The driver's two probe callbacks, and what becomes of what they take, are
 * documented in device.h. There is no remove callback.
 *
 * All of this is task context, under the device's lock, and may sleep.
 *
 * Sources: Documentation/driver-api/driver-model/platform.rst,
 * drivers/base/platform.c.
 */
#ifndef _DEED_PLATFORM_H
#define _DEED_PLATFORM_H

#include <linux/mod_devicetable.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include <deed/device.h>
#include <deed/irq.h>
#include <deed/mmio.h>

/**
 * struct deed_platform - a platform device that is being probed
 * @scope: its scope
 *
 * A borrow: probe gets it, exclusively, and cannot keep it.
 */
struct __deed_of_call deed_platform {
	struct deed_scope scope;
	/* private: */
	struct platform_device *__pdev;
};

/* There is nothing to do. */
static __always_inline int __deed_platform_enable(struct deed_platform *dev)
{
	return 0;
}

/* Of type deed_io's map function, in core/platform.c: maps @size bytes at least. */
void __iomem *__deed_platform_map(void *dev, unsigned int index, size_t size);

/**
 * deed_platform_mem() - the registers in a memory resource
 * @dev: the device
 * @index: which of its memory resources, from 0
 *
 * Return: where they are: for the map function of a region.
 */
static __always_inline struct deed_io
deed_platform_mem(struct deed_platform *dev, unsigned int index)
{
	return (struct deed_io){ dev->__pdev, index, __deed_platform_map };
}

/**
 * deed_platform_irq() - one of the device's interrupts
 * @dev: the device
 * @index: which, from 0
 * @irq: pointer to it in the hardware struct; filled in
 *
 * Return: 0; -EPROBE_DEFER if its controller is not there yet; -ENXIO if there
 * is no such interrupt, which the kernel says in its log; another errno.
 */
int __must_check deed_fills(3)
deed_platform_irq(struct deed_platform *dev, unsigned int index, struct deed_irq *irq);

/**
 * DEED_OF_IDS() - which devices of a device tree a driver is for
 * @name: the table
 * @...: entries: ``{ .compatible = "maker,device" }``
 */
#define DEED_OF_IDS(name, ...)						\
	static const struct of_device_id name[] = { __VA_ARGS__, {} };	\
	MODULE_DEVICE_TABLE(of, name)

/**
 * DEED_OF_IDS_FOR() - the same, where devices differ in what is to be known of them
 * @name: the table
 * @info_t: the type of what is to be known: plain data. One such type in a file.
 * @...: entries: DEED_OF_ID()
 *
 * Generates
 *
 * ``int <name>_match(struct deed_platform *dev, info_t *info)``
 *	in probe: what is to be known of this device. 0; -EINVAL if it was bound by its
 *	name, so that nothing is known.
 */
#define DEED_OF_IDS_FOR(name, info_t, ...)				\
	typedef typeof((const info_t *)NULL) __deed_of_info;		\
	DEED_OF_IDS(name, __VA_ARGS__);					\
									\
	static inline int __must_check					\
	name##_match(struct deed_platform *dev, info_t *info)		\
	{								\
		return __deed_platform_match(dev, info, sizeof(*info));	\
	}								\
	struct deed_platform

/**
 * DEED_OF_ID() - an entry of DEED_OF_IDS_FOR()
 * @called: what the device tree calls such devices
 * @info: pointer to what is to be known of them, static and const
 */
#define DEED_OF_ID(called, info)					\
	{ .compatible = (called),					\
	  .data = _Generic((info), __deed_of_info : (info)) }

/*
 * SAFETY: device_get_match_data() wants a device with a driver: it is being probed. What
 * it returns has the table's type, for all entries have.
 */
static inline int
__deed_platform_match(struct deed_platform *dev, void *info, size_t size)
{
	const void *data = device_get_match_data(&dev->__pdev->dev);

	if (!data)
		return -EINVAL;
	memcpy(info, data, size);
	return 0;
}

/**
 * DEED_PLATFORM_DRIVER() - define a driver for platform devices
 * @kind: the handle kind of its registration
 * @called: its name, a string literal: devices of that name are its own
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @probe_fn: the probe callback:
 *	``int probe(struct deed_platform *dev, state *s, hw *hw)``
 * @...: the other callbacks, as for DEED_PCI_DRIVER()
 *
 * Generates what DEED_PCI_DRIVER() does.
 */
#define DEED_PLATFORM_DRIVER(kind, called, ref, member, probe_fn, ...)	\
	__DEED_PLATFORM_DRIVER(kind, called, NULL, ref, member, probe_fn, __VA_ARGS__)

/**
 * DEED_OF_DRIVER() - the same, for those that a device tree describes, too
 * @kind: as for DEED_PLATFORM_DRIVER()
 * @called: as for DEED_PLATFORM_DRIVER()
 * @ids: the table, from DEED_OF_IDS()
 * @ref: as for DEED_PLATFORM_DRIVER()
 * @member: as for DEED_PLATFORM_DRIVER()
 * @probe_fn: as for DEED_PLATFORM_DRIVER()
 * @...: as for DEED_PLATFORM_DRIVER()
 */
#define DEED_OF_DRIVER(kind, called, ids, ref, member, probe_fn, ...)	\
	__DEED_PLATFORM_DRIVER(kind, called, ids, ref, member, probe_fn, __VA_ARGS__)

#define __DEED_PLATFORM_DRIVER(kind, called, ids, ref, member, probe_fn, ...) \
	__DEED_BIND(kind, ref, member, struct deed_platform,		\
		    __deed_platform_enable, probe_fn, __VA_ARGS__)	\
									\
	static int __##kind##_platform_probe(struct platform_device *pdev) \
	{								\
		return __##kind##_bind(&pdev->dev, &(struct deed_platform){ \
			{ &pdev->dev }, pdev });			\
	}								\
									\
	static void __##kind##_platform_remove(struct platform_device *pdev) \
	{								\
		__##kind##_unbind(&pdev->dev);				\
	}								\
									\
	static struct platform_driver __##kind##_driver = {		\
		.probe = __##kind##_platform_probe,			\
		.remove = __##kind##_platform_remove,			\
		.driver.name = (called),				\
		.driver.of_match_table = (ids),				\
		/* deed_platform_device_register() says if it was bound */ \
		.driver.probe_type = PROBE_FORCE_SYNCHRONOUS,		\
		.driver.pm = __deed_bind_pm(kind),			\
	};								\
									\
	struct __deed_handle kind {					\
		struct platform_driver *__ptr;				\
	};								\
									\
	static __always_inline void __##kind##_unregister(struct kind h) \
	{								\
		__deed_platform_unregister(__deed_borrow(&h));		\
	}								\
	DEED_HANDLE(kind, __##kind##_unregister)			\
									\
	static inline __must_check struct kind kind##_register(void)	\
	{								\
		int err = __deed_platform_register(&__##kind##_driver);	\
									\
		if (err)						\
			return deed_fail(kind, err);			\
		return __deed_acquire(kind, &__##kind##_driver);	\
	}								\
	struct kind

/*
 * SAFETY: the bus wants a driver that stays, registered once, and unregistered
 * before its module goes: it is static, and its handle is the module's.
 */
static __always_inline int
__deed_platform_register(struct platform_driver *driver)
{
	if (deed_injected("platform_driver_register"))
		return -EBUSY;
	return platform_driver_register(driver);
}

static __always_inline void
__deed_platform_unregister(struct platform_driver *driver)
{
	platform_driver_unregister(driver);
}

/**
 * struct deed_platform_device - a device that a module makes for its own driver
 *
 * A handle: its drop removes the device, which unbinds its driver.
 */
struct __deed_handle deed_platform_device {
	/* private: */
	struct platform_device *__ptr;
};

/* SAFETY: wants a registered device, once: the handle's drop. */
static __always_inline void
__deed_platform_device_unregister(struct deed_platform_device h)
{
	platform_device_unregister(__deed_borrow(&h));
}

DEED_HANDLE(deed_platform_device, __deed_platform_device_unregister)

/**
 * deed_platform_device_register() - make a device, without any resources
 * @name: the name of the driver that it is for
 * @id: which of several devices of this name, from 0; -1 for the only one
 *
 * Register the driver first: it is bound before this returns. May sleep.
 *
 * Return: the device; -EEXIST if there is such a device; -ENOMEM; -ENODEV if the
 * driver could not be bound, and why is in the kernel's log.
 */
struct deed_platform_device __must_check
deed_platform_device_register(const char *name, int id);

#endif /* _DEED_PLATFORM_H */
