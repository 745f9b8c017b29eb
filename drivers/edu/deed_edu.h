/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * What programs say to /dev/deed-edu<N>: QEMU's educational PCI device.
 *
 * Every call answers ENODEV from the moment at which the device goes. poll()
 * says POLLIN while no factorial is under way, and POLLHUP | POLLERR when the
 * device has gone.
 */
#ifndef DEED_EDU_H
#define DEED_EDU_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define DEED_EDU_FACTORIAL_MAX 12	/* 12! is the last that fits */
#define DEED_EDU_TIMEOUT_MAX 60000
#define DEED_EDU_RAISE_MAX 100000

/*
 * The file is the memory of the device, of so many bytes (QEMU has one more, and 7.2
 * ends with "EDU: DMA range out of bounds" if that is touched): read() and write(),
 * pread() and pwrite() copy from and to it by DMA. Only one transfer is under way, others
 * wait; one takes 100 ms. At the end of the memory read() gives 0, write() ENOSPC.
 * ETIMEDOUT if the device does not answer for 5 s, or others do not let us for 60 s.
 */
#define DEED_EDU_MEMORY 4095

/**
 * struct deed_edu_factorial - a factorial, which the device computes
 * @n: 0 to DEED_EDU_FACTORIAL_MAX
 * @result: n!; ignored on input
 * @timeout_ms: how long to wait at most, for others' turns and for the device,
 *	in milliseconds: 1 to DEED_EDU_TIMEOUT_MAX
 * @reserved: 0
 */
struct deed_edu_factorial {
	__u32 n;
	__u32 result;
	__u32 timeout_ms;
	__u32 reserved;
};

/*
 * Waits for the device's interrupt. EINVAL for what is out of range;
 * ETIMEDOUT if the device does not answer. After a signal that is handled with
 * SA_RESTART it starts over, with the whole timeout; else EINTR.
 */
#define DEED_EDU_FACTORIAL _IOWR('e', 1, struct deed_edu_factorial)

/**
 * struct deed_edu_liveness - whether the device answers
 * @value: any number; on return its complement
 */
struct deed_edu_liveness {
	__u32 value;
};

#define DEED_EDU_LIVENESS _IOWR('e', 2, struct deed_edu_liveness)

/**
 * struct deed_edu_raise - let the device raise interrupts, for nothing
 * @times: how many: 0 to DEED_EDU_RAISE_MAX
 */
struct deed_edu_raise {
	__u32 times;
};

#define DEED_EDU_RAISE _IOW('e', 3, struct deed_edu_raise)

#endif /* DEED_EDU_H */
