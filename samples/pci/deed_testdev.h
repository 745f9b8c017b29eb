/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* What programs say to /dev/deed-testdev<N>: QEMU's device for tests of PCI. */
#ifndef _DEED_TESTDEV_H
#define _DEED_TESTDEV_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define DEED_TESTDEV_WRITES_MAX 1000

/**
 * struct deed_testdev_run - let the device count writes
 * @test: which of its tests: 0, 1, 2
 * @writes: how many times to write: 0 to DEED_TESTDEV_WRITES_MAX
 * @count: how many of them the device has seen; ignored on input
 */
struct deed_testdev_run {
	__u32 test;
	__u32 writes;
	__u32 count;
};

/* EINVAL for what is out of range; ENODEV when the device has gone. */
#define DEED_TESTDEV_RUN _IOWR(0xde, 16, struct deed_testdev_run)

#endif /* _DEED_TESTDEV_H */
