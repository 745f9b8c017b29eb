/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of a bound device, for people to read in debugfs, and knobs, for people
 * to turn.
 *
 * Both are members of the driver's state. Each is shown as a file in a folder of
 * the device's own, /sys/kernel/debug/<driver>-<device>/, which belongs to the scope:
 * it is there from start to unbind, and an access that is under way is waited for.
 * As debugfs wants it, a driver works the same without.
 *
 * What a knob is set to is a number from user space, any at all. So it is never a
 * number for the driver: it is off or on, or the time until something happens.
 *
 * Source: Documentation/filesystems/debugfs.rst.
 */
#ifndef _DEED_DEBUGFS_H
#define _DEED_DEBUGFS_H

#include <linux/debugfs.h>

#include <deed/device.h>

/**
 * struct deed_counter - how often something happened
 *
 * Interior: counted through a const borrow. Zeroed memory is a counter at 0. It
 * wraps.
 */
struct __deed_interior deed_counter {
	/* private: */
	atomic_t __count;
};

/**
 * deed_count() - count once more
 * @counter: the counter
 *
 * Any context. Orders nothing.
 */
static __always_inline void deed_count(const struct deed_counter *counter)
{
	atomic_inc((atomic_t *)(unsigned long)&counter->__count);
}

/**
 * struct deed_knob - what people set, for the driver to obey
 *
 * Interior: read and counted down through a const borrow. Zeroed memory is a knob
 * at 0, which is off.
 */
struct __deed_interior deed_knob {
	/* private: */
	atomic_t __set;
};

/**
 * deed_knob_on() - whether a knob is not at 0
 * @knob: the knob
 *
 * Any context. Orders nothing.
 *
 * Return: true if it is set to anything but 0.
 */
static __always_inline bool deed_knob_on(const struct deed_knob *knob)
{
	return atomic_read(&knob->__set);
}

/**
 * deed_knob_due() - count a knob down
 * @knob: the knob
 *
 * Of a knob that is set to n the n-th call returns true, and from then on it is off.
 * One that is below 0 is never due. Any context. Orders nothing.
 *
 * Return: true if it was at 1.
 */
static __always_inline bool deed_knob_due(const struct deed_knob *knob)
{
	return atomic_read(&knob->__set) > 0 && /* below INT_MIN comes INT_MAX */
	       !atomic_dec_if_positive((atomic_t *)(unsigned long)&knob->__set);
}

/**
 * DEED_DEBUGFS() - define which counters and knobs of a device are shown in debugfs
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @...: the files, each by its name and by the state's member of type &struct
 *	deed_counter or &struct deed_knob that it shows: ``"interrupts", interrupts``.
 *	Those of knobs can be written, by root.
 *
 * Generates
 *
 * ``int <kind>_show(struct place_scope *scope)``
 *	in start: shows them until the scope ends. 0 or -ENOMEM: what debugfs
 *	cannot do is not an error. May sleep.
 */
#define DEED_DEBUGFS(kind, ref, place, ...)				\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
									\
	__DEED_EACH(DEBUGFS_CHECK, kind, __VA_ARGS__)			\
									\
	static inline int __must_check					\
	kind##_show(typeof(((__##kind##_state_t *)NULL)->place.__scope[0]) scope) \
	{								\
		const __##kind##_state_t *s =				\
			container_of(scope->__place, const __##kind##_state_t, \
				     place);				\
		const struct deed_debugfs_entry entries[] = {		\
			__DEED_EACH(DEBUGFS_ENTRY, s, __VA_ARGS__)	\
			{}						\
		};							\
									\
		return __deed_debugfs(&scope->scope, entries);		\
	}								\
	struct deed_counter

#define __DEED_DEBUGFS_CHECK(kind, name, member)			\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->member,	\
				  struct deed_counter) ||		\
		      __same_type(((__##kind##_state_t *)NULL)->member,	\
				  struct deed_knob),			\
		      #member ": only a struct deed_counter or deed_knob is shown");
#define __DEED_DEBUGFS_ENTRY(s, name, member)				\
	{ name, _Generic((s)->member,					\
			 struct deed_counter : 0444,			\
			 struct deed_knob : 0600), &(s)->member },

/* A file; the last one of several has no name. */
struct deed_debugfs_entry {
	const char *__name;
	umode_t __mode;
	const void *__number; /* an atomic_t */
};

/* In core/debugfs.c. */
int __must_check __deed_debugfs(struct deed_scope *scope,
				const struct deed_debugfs_entry *entry);

#endif /* _DEED_DEBUGFS_H */
