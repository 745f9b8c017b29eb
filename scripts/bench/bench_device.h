/* SPDX-License-Identifier: GPL-2.0 */
/* What the rows of the devices share: the calls, as the kernel makes them. */
#ifndef _DEED_BENCH_DEVICE_H
#define _DEED_BENCH_DEVICE_H

#include <linux/fs.h>

#include "bench.h"

/**
 * struct device_side - one side's device
 * @name: what it is called in /dev
 * @file: an open file of it
 * @misc: what the kernel finds it by
 * @dev: what it belongs to
 * @opened: the state of @file, while another one is in its place
 */
struct device_side {
	const char *name;
	struct file *file;
	struct miscdevice *misc;
	struct device *dev;
	void *opened;
};

/* Finds and opens both, for what follows; and lets go of them. */
int device_begin(struct device_side *both);
void device_end(void);

/* Unbinds both; their files stay open. */
void device_unbind(void);

/* The call that is counted: of which file, and with which argument */
extern struct file *device_file;
extern void __user *device_user;

/* Aims the call at a side, with an argument of zeroes or what is left there. */
void device_aim(enum bench_side side);

long device_open(void);
long device_release(void);
long device_poll(void);
long device_poll_queues(void);

#define DEVICE_IOCTL(name, cmd)						\
	static long device_##name(void)					\
	{								\
		return device_file->f_op->unlocked_ioctl(device_file, cmd, \
							 (unsigned long)device_user); \
	}

/*
 * Preparations: open once more, in the place of the file that is open; two files
 * at a time.
 */
void device_reopen(enum bench_side side);
void device_close_again(enum bench_side side);
void device_open_again(enum bench_side side);
void device_closed_again(enum bench_side side);

int bench_pipe(void);
int bench_edu(void);

#endif /* _DEED_BENCH_DEVICE_H */
