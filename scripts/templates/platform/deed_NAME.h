/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* What programs know of /dev/deed-@name@: numbers are __u32. */
#ifndef _DEED_@NAME@_H
#define _DEED_@NAME@_H

/*
 * The greatest sum, and the greatest number. EINVAL and EOVERFLOW above it, and ENODEV when
 * the device has gone.
 */
#define @NAME@_MAX 1000000u

#endif /* _DEED_@NAME@_H */
