/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties: what firmware says of a device, in a device tree, in ACPI, or in a
 * software node.
 *
 * Nothing here is owned. Properties are read while the device is bound, through
 * a borrow of its scope; a string is a borrow of the same. All functions may be
 * called in task context; they do not sleep.
 *
 * Firmware is trusted as the kernel trusts it, but it is often wrong: numbers
 * are read with the range in which they make sense, arrays with the room there
 * is for them. What is wrong is told apart:
 *
 *	-ENOENT		the device has no such property
 *	-EPROTO		it has one, but not of this type, or without a value
 *	-EOVERFLOW	it has more values than are wanted, or one that is too large
 *			for its type
 *	-ERANGE		its value is outside of the range
 *
 * A device tree and a software node keep bytes and do not say their type: what
 * has the right size is believed.
 *
 * Sources: drivers/base/property.c, swnode.c, drivers/acpi/property.c,
 * drivers/of/property.c.
 */
#ifndef _DEED_PROPERTY_H
#define _DEED_PROPERTY_H

#include <linux/property.h>

#include <deed/device.h>
#include <deed/own.h>

/**
 * deed_property_present() - whether the device has a property
 * @scope: the scope of the device
 * @name: name of the property
 *
 * For properties that say something by being there, too. Never fails: a device
 * without firmware has none.
 *
 * Return: whether it has, with whatever value.
 */
static inline bool
deed_property_present(const struct deed_scope *scope, const char *name)
{
	/* SAFETY: device_property_present() wants a device: of a scope, so bound. */
	return device_property_present(scope->__dev, name);
}

/*
 * Reads @count numbers of @width bytes, or says how many there are if @values is
 * NULL.
 *
 * SAFETY: device_property_read_u8_array() and its siblings want room for @count
 * numbers: of the callers' own variables and arrays, by their size.
 */
static inline int
__deed_property_get(const struct deed_scope *scope, const char *name, size_t width,
		    void *values, size_t count)
{
	if (deed_injected("device_property_read"))
		return -EIO;
	switch (width) {
	case 1:
		return device_property_read_u8_array(scope->__dev, name, values, count);
	case 2:
		return device_property_read_u16_array(scope->__dev, name, values, count);
	case 4:
		return device_property_read_u32_array(scope->__dev, name, values, count);
	default:
		return device_property_read_u64_array(scope->__dev, name, values, count);
	}
}

/* What an errno of the kernel means: it has -EINVAL for what is not there, too. */
static inline int
__deed_property_err(const struct deed_scope *scope, const char *name, int err)
{
	if (!deed_property_present(scope, name))
		return -ENOENT;
	return err == -EOVERFLOW ? err : -EPROTO;
}

/* Reads at most @room numbers. Returns how many there are, or an errno. */
static inline int __must_check
__deed_property_read(const struct deed_scope *scope, const char *name, size_t width,
		     void *values, size_t room)
{
	int count = __deed_property_get(scope, name, width, NULL, 0);
	int err = count;

	if (count > 0) {
		if (count > room)
			return -EOVERFLOW;
		err = __deed_property_get(scope, name, width, values, count);
		if (!err)
			return count;
	}
	return __deed_property_err(scope, name, err);
}

/**
 * DOC: numbers
 *
 * Of the device that is bound in @scope, for n = 8, 16, 32 and 64:
 *
 * ``int deed_property_u<n>(scope, name, u<n> *value)``
 *	reads a number
 * ``int deed_property_u<n>_in_range(scope, name, u<n> min, u<n> max, u<n> *value)``
 *	the same, and -ERANGE if it is not from @min to @max
 * ``int deed_property_u<n>_or(scope, name, u<n> fallback, u<n> *value)``
 *	the same, and @fallback if there is no such property; what is there and
 *	wrong is still an error
 *
 * They return 0, or an errno of the table above, and then leave @value alone.
 */
#define __DEED_PROPERTY(suffix, word_t)					\
	static inline int __must_check					\
	deed_property_##suffix(const struct deed_scope *scope,		\
			       const char *name, word_t *value)		\
	{								\
		word_t read;						\
		int count = __deed_property_read(scope, name,		\
						 sizeof(read), &read, 1); \
									\
		if (count < 0)						\
			return count;					\
		*value = read;						\
		return 0;						\
	}								\
									\
	static inline int __must_check					\
	deed_property_##suffix##_in_range(const struct deed_scope *scope, \
					  const char *name, word_t min,	\
					  word_t max, word_t *value)	\
	{								\
		word_t read;						\
		int err = deed_property_##suffix(scope, name, &read);	\
									\
		if (err)						\
			return err;					\
		if (read < min || read > max)				\
			return -ERANGE;					\
		*value = read;						\
		return 0;						\
	}								\
									\
	static inline int __must_check					\
	deed_property_##suffix##_or(const struct deed_scope *scope,	\
				    const char *name, word_t fallback,	\
				    word_t *value)			\
	{								\
		int err = deed_property_##suffix(scope, name, value);	\
									\
		if (err != -ENOENT)					\
			return err;					\
		*value = fallback;					\
		return 0;						\
	}

__DEED_PROPERTY(u8, u8)
__DEED_PROPERTY(u16, u16)
__DEED_PROPERTY(u32, u32)
__DEED_PROPERTY(u64, u64)

/**
 * deed_property_array() - read several numbers
 * @scope: pointer to the scope of the device
 * @name: name of the property
 * @array: an array of u8, u16, u32 or u64, not a pointer to its first element
 *
 * Return: how many there are, at least one and at most as many as @array has; or
 * an errno of the table above. The elements behind them are left alone, and
 * after an error all may have been written.
 */
#define deed_property_array(scope, name, array)				\
	({								\
		static_assert(!__same_type(array, &(array)[0]),		\
			      #array " is a pointer: how long the array is cannot be seen"); \
		static_assert(__deed_is_property((array)[0]),		\
			      #array " is not an array of u8, u16, u32 or u64"); \
		__deed_property_read(scope, name, sizeof((array)[0]), array, \
				     ARRAY_SIZE(array));		\
	})

#define __deed_is_property(number)					\
	(__same_type(number, u8) || __same_type(number, u16) ||		\
	 __same_type(number, u32) || __same_type(number, u64))

/**
 * deed_property_string() - the string of a property
 * @scope: the scope of the device
 * @name: name of the property
 *
 * Return: a borrow of the string, which lives as long as the device is bound; or
 * an ERR_PTR of the table above. A property with several strings has too many.
 */
static inline const char *__must_check
deed_property_string(const struct deed_scope *scope, const char *name)
{
	const char *string;
	int count;

	if (deed_injected("device_property_read_string"))
		return ERR_PTR(-EPROTO);
	/*
	 * SAFETY: device_property_read_string_array() wants room for as many as
	 * are wanted: for none to count them, and for one. The string belongs to
	 * the firmware node, which the device holds.
	 */
	count = device_property_read_string_array(scope->__dev, name, NULL, 0);
	if (count > 1)
		return ERR_PTR(-EOVERFLOW);
	if (count == 1)
		count = device_property_read_string_array(scope->__dev, name,
							  &string, 1);
	if (count != 1)
		return ERR_PTR(__deed_property_err(scope, name, count));
	return string;
}

#endif /* _DEED_PROPERTY_H */
