/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * What programs say to /dev/deed-pipe. The layout is the same for 32-bit and
 * 64-bit programs.
 */
#ifndef _DEED_PIPE_H
#define _DEED_PIPE_H

#include <linux/ioctl.h>
#include <linux/limits.h>
#include <linux/types.h>

/* The smallest and the largest capacity, in bytes. */
#define DEED_PIPE_MIN		4096
#define DEED_PIPE_MAX		1048576

/**
 * struct deed_pipe_stats - what a pipe has done and holds
 * @written: bytes that were ever written
 * @read: bytes that were ever read
 * @capacity: bytes that fit
 * @readers: files that are open for reading
 * @writers: files that are open for writing
 * @reserved: 0
 */
struct deed_pipe_stats {
	__u64 written;
	__u64 read;
	__u32 capacity;
	__u32 readers;
	__u32 writers;
	__u32 reserved;
};

/* The capacity in bytes. Setting rounds up to a power of two. */
#define DEED_PIPE_GET_CAPACITY	_IOR(0xde, 0, __u32)
#define DEED_PIPE_SET_CAPACITY	_IOW(0xde, 1, __u32)
#define DEED_PIPE_GET_STATS	_IOR(0xde, 2, struct deed_pipe_stats)

#endif /* _DEED_PIPE_H */
