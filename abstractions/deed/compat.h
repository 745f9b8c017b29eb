/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one place that knows kernel versions.
 *
 * Everything else in deed is written against the interfaces of the newest
 * kernel that it supports; what an older one lacks is supplied here, under the
 * newer name. No other file may compare version numbers.
 */
#ifndef _DEED_COMPAT_H
#define _DEED_COMPAT_H

#include <linux/version.h>

#if KERNEL_VERSION(6, 12, 0) > LINUX_VERSION_CODE
#error "deed needs Linux 6.12 or newer: name its headers with make modules KDIR=..."
#endif

#ifndef CONFIG_CC_IS_GCC
#error "deed needs a kernel that was built with gcc"
#endif

/* In 6.17 the queue got this name; stable kernels before have both, or the old one. */
#if KERNEL_VERSION(6, 17, 0) > LINUX_VERSION_CODE
#define system_percpu_wq system_wq
#endif

/* 6.13 has one call for what were two steps. */
#if KERNEL_VERSION(6, 13, 0) > LINUX_VERSION_CODE
#define hrtimer_setup(timer, run, clock, mode)				\
	do {								\
		hrtimer_init(timer, clock, mode);			\
		(timer)->function = (run);				\
	} while (0)
#endif

/* sparse does not know these builtins, and has no use for them. */
#ifdef __CHECKER__
#define __builtin_classify_type(object) 12
#define __builtin_clear_padding(object) ((void)(object))
#endif

#endif /* _DEED_COMPAT_H */
