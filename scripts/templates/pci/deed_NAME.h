/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* What programs know of /dev/deed-@name@<N>: numbers are __u32. */
#ifndef _DEED_@NAME@_H
#define _DEED_@NAME@_H

/* As often the device may be written to at once. EINVAL above it; ENODEV when it has gone. */
#define @NAME@_MAX 1000u

#endif /* _DEED_@NAME@_H */
