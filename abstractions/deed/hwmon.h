/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sensors of a bound device, as the kernel's hwmon shows them.
 *
 * The driver says as data which sensors there are, in the hwmon core's own words,
 * and has one callback that reads them: DEED_HWMON(). The core makes a folder
 * /sys/class/hwmon/hwmon<N> with a file for each value.
 *
 * Sensors are registered in start and belong to the scope, which removes them
 * before anything that the callback uses. To remove the files waits for who is
 * reading them, so the callback cannot outlive the device: it gets state and
 * hardware as shared borrows, and needs no live-guard. Several programs may read at
 * the same time.
 *
 * Sources: Documentation/hwmon/hwmon-kernel-api.rst, drivers/hwmon/hwmon.c,
 * device_del() in drivers/base/core.c.
 */
#ifndef _DEED_HWMON_H
#define _DEED_HWMON_H

#include <linux/hwmon.h>

#include <deed/device.h>

/* All that is there can be read, by everybody. */
static inline umode_t
__deed_hwmon_visible(const void *state, enum hwmon_sensor_types type, u32 attr, int channel)
{
	return 0444;
}

/*
 * Not in deed.ko, which would then want hwmon for drivers that have no sensors.
 *
 * SAFETY: devm_hwmon_device_register_with_info() wants
 * 1. a device that is being started: there is no struct deed_scope at other times;
 * 2. a name and a chip that stay: string literal and static data of DEED_HWMON();
 * 3. driver data that outlives the callbacks: the state, whose count the scope gives
 *    back after this.
 */
static inline int __must_check
__deed_hwmon_register(const struct deed_scope *scope, const char *name,
		      const struct hwmon_chip_info *chip, const void *state)
{
	void *data = (void *)(unsigned long)state;

	if (deed_injected("devm_hwmon_device_register_with_info"))
		return -ENOMEM;
	return PTR_ERR_OR_ZERO(devm_hwmon_device_register_with_info(scope->__dev, name,
								     data, chip, NULL));
}

/**
 * DEED_HWMON() - define the sensors of a device
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @called: the name of the chip, for programs, a string literal: no space, no dash
 * @channels: which sensors there are, a static array that ends with NULL:
 *	``static const struct hwmon_channel_info *const foo_channels[]``, of
 *	HWMON_CHANNEL_INFO(). All values can be read, none can be written.
 * @read_fn: the callback that reads one
 *
 * ``int read(const state *s, const hw *hw, enum hwmon_sensor_types type, u32 attr,
 * int channel, long *value)``:
 *
 *	one of the values that @channels has, in the unit of hwmon's sysfs interface;
 *	0 or an errno. Task context, may sleep, but not wait for what may never come,
 *	since unbind waits for it.
 *
 * Generates
 *
 * ``int <kind>_register(struct place_scope *scope)``
 *	in start: shows them until the scope ends. 0 or an errno. May sleep.
 */
#define DEED_HWMON(kind, ref, place, called, channels, read_fn)		\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->place) __##kind##_place_t; \
	typedef typeof(((__##kind##_place_t *)NULL)->__hw) __##kind##_hw_t;	\
									\
	static_assert(__same_type(&(read_fn),				\
				  int(*)(const __##kind##_state_t *,	\
					 const __##kind##_hw_t *,	\
					 enum hwmon_sensor_types, u32, int, long *)), \
		      #read_fn "(): not the type that DEED_HWMON() documents"); \
	__deed_role(read_fn, __deed_bound);				\
									\
	static int __##kind##_read(struct device *dev, enum hwmon_sensor_types type, \
				   u32 attr, int channel, long *value)	\
	{								\
		const __##kind##_state_t *s = dev_get_drvdata(dev);	\
									\
		return read_fn(s, &s->place.__hw, type, attr, channel, value); \
	}								\
									\
	static const struct hwmon_ops __##kind##_ops = {		\
		.is_visible = __deed_hwmon_visible,			\
		.read = __##kind##_read,				\
	};								\
									\
	static const struct hwmon_chip_info __##kind##_chip = {		\
		.ops = &__##kind##_ops,					\
		.info = (channels),					\
	};								\
									\
	static inline int __must_check					\
	kind##_register(typeof(((__##kind##_place_t *)NULL)->__scope[0]) scope) \
	{								\
		return __deed_hwmon_register(&scope->scope, "" called "", \
					     &__##kind##_chip,		\
					     container_of(scope->__place, \
							  const __##kind##_state_t, \
							  place));	\
	}								\
	struct deed_scope

#endif /* _DEED_HWMON_H */
