/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of a bound device, for people to read in debugfs.
 *
 * A counter is a member of the driver's state. It is shown as a file in a folder
 * of the device's own, /sys/kernel/debug/<driver>-<device>/, which belongs to the
 * scope: it is there from start to unbind, and a read that is under way is waited
 * for. As debugfs wants it, a driver works the same without.
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
 * DEED_DEBUGFS() - define which counters of a device are shown in debugfs
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @...: the files, each by its name and by the state's member of type &struct
 *	deed_counter that it shows, at most five: ``"interrupts", interrupts``
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

#define __DEED_DEBUGFS_CHECK(kind, name, counter)			\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->counter,	\
				  struct deed_counter),			\
		      #counter ": only a struct deed_counter is shown");
#define __DEED_DEBUGFS_ENTRY(s, name, counter) { name, &(s)->counter },

/* A file; the last one of several has no name. */
struct deed_debugfs_entry {
	const char *__name;
	const struct deed_counter *__counter;
};

/* In core/debugfs.c. */
int __must_check __deed_debugfs(struct deed_scope *scope,
				const struct deed_debugfs_entry *entry);

#endif /* _DEED_DEBUGFS_H */
