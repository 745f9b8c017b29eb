// SPDX-License-Identifier: GPL-2.0
/* The rows of the pipe. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <deed/own.h>

#include "../../samples/chrdev/deed_pipe.h"
#include "bench_device.h"

deed_unsafe_file("calls the devices as the kernel does");

#define CAPACITY 65536

static struct device_side sides[2] = {
	[DEED] = { .name = "deed-pipe" },
	[RAW] = { .name = "raw-pipe" },
};

/* The call that is counted */
static struct kiocb iocb;
static struct iov_iter iter;

static long device_read(void)
{
	return device_file->f_op->read_iter(&iocb, &iter);
}

static long device_write(void)
{
	return device_file->f_op->write_iter(&iocb, &iter);
}

DEVICE_IOCTL(get_capacity, DEED_PIPE_GET_CAPACITY)
DEVICE_IOCTL(set_capacity, DEED_PIPE_SET_CAPACITY)
DEVICE_IOCTL(get_stats, DEED_PIPE_GET_STATS)
DEVICE_IOCTL(unknown, _IO(0xde, 99))

/* Preparations */

static void aim(enum bench_side side, unsigned int direction, size_t bytes)
{
	device_aim(side);
	init_sync_kiocb(&iocb, device_file);
	iov_iter_ubuf(&iter, direction, bench_user, bytes);
}

static void move_bytes(enum bench_side side, unsigned int direction, size_t bytes)
{
	long n = bytes;

	if (!bytes)
		return;
	aim(side, direction, bytes);
	n = direction == ITER_SOURCE ? device_write() : device_read();
	WARN(n != bytes, "moved %ld of %zu bytes", n, bytes);
}

/* A new capacity, and the position from which the next byte comes in and out */
static void set_capacity(enum bench_side side, u32 bytes)
{
	aim(side, ITER_SOURCE, 0);
	WARN_ON(put_user(bytes, (u32 __user *)device_user) || device_set_capacity());
}

static void start_at(enum bench_side side, size_t pos, size_t used)
{
	struct deed_pipe_stats stats;
	size_t to_go;

	aim(side, ITER_SOURCE, 0);
	if (WARN_ON(device_get_stats() || copy_from_user(&stats, device_user, sizeof(stats))))
		return;
	move_bytes(side, ITER_DEST, stats.written - stats.read);
	to_go = (pos - stats.written) & (CAPACITY - 1);
	while (to_go) {
		size_t n = min_t(size_t, to_go, BENCH_USER_SIZE);

		move_bytes(side, ITER_SOURCE, n);
		move_bytes(side, ITER_DEST, n);
		to_go -= n;
	}
	move_bytes(side, ITER_SOURCE, used);
}

#define BEFORE(name, pos, used, direction, bytes)			\
	static void name(enum bench_side side)				\
	{								\
		start_at(side, pos, used);				\
		aim(side, direction, bytes);				\
	}

BEFORE(read_1, 0, 5000, ITER_DEST, 1)
BEFORE(read_64, 0, 5000, ITER_DEST, 64)
BEFORE(read_4096, 0, 5000, ITER_DEST, 4096)
BEFORE(read_all, 0, 64, ITER_DEST, 64)
BEFORE(read_wrapped, CAPACITY - 32, 5000, ITER_DEST, 64)
BEFORE(read_full, 0, CAPACITY, ITER_DEST, 64)
BEFORE(read_nothing, 0, 0, ITER_DEST, 0)
BEFORE(write_1, 0, 1000, ITER_SOURCE, 1)
BEFORE(write_64, 0, 1000, ITER_SOURCE, 64)
BEFORE(write_4096, 0, 1000, ITER_SOURCE, 4096)
BEFORE(write_empty, 0, 0, ITER_SOURCE, 64)
BEFORE(write_wrapped, CAPACITY - 32, 0, ITER_SOURCE, 64)
BEFORE(write_up_to_full, 0, CAPACITY - 64, ITER_SOURCE, 64)

static void read_again(enum bench_side side)
{
	start_at(side, 0, 0);
	aim(side, ITER_DEST, 64);
	device_file->f_flags |= O_NONBLOCK;
}

static void write_again(enum bench_side side)
{
	start_at(side, 0, CAPACITY);
	aim(side, ITER_SOURCE, 64);
	device_file->f_flags |= O_NONBLOCK;
}

static void write_partly(enum bench_side side)
{
	start_at(side, 0, CAPACITY - 5000);
	aim(side, ITER_SOURCE, 6000);
	device_file->f_flags |= O_NONBLOCK;
}

static void read_signal(enum bench_side side)
{
	start_at(side, 0, 0);
	aim(side, ITER_DEST, 64);
	set_thread_flag(TIF_SIGPENDING);
}

static void write_signal(enum bench_side side)
{
	start_at(side, 0, CAPACITY);
	aim(side, ITER_SOURCE, 64);
	set_thread_flag(TIF_SIGPENDING);
}

static void no_signal(enum bench_side side)
{
	clear_thread_flag(TIF_SIGPENDING);
}

static void read_bad(enum bench_side side)
{
	start_at(side, 0, 64);
	aim(side, ITER_DEST, 64);
	iov_iter_ubuf(&iter, ITER_DEST, (void __user *)0x1000, 64);
}

static void write_bad(enum bench_side side)
{
	start_at(side, 0, 0);
	aim(side, ITER_SOURCE, 64);
	iov_iter_ubuf(&iter, ITER_SOURCE, (void __user *)0x1000, 64);
}

static void writev(enum bench_side side)
{
	static struct iovec pieces[2];

	start_at(side, 0, 0);
	aim(side, ITER_SOURCE, 64);
	pieces[0] = (struct iovec){ bench_user, 32 };
	pieces[1] = (struct iovec){ bench_user + 100, 32 };
	iov_iter_init(&iter, ITER_SOURCE, pieces, 2, 64);
}

/*
 * From 8192 bytes, which only the side that is counted has then: how long the
 * kernel needs to free memory depends on where it lies.
 */
static void resize(enum bench_side side)
{
	set_capacity(side, CAPACITY);
	start_at(side, CAPACITY - 500, 0);
	set_capacity(side, 8192);
	move_bytes(side, ITER_SOURCE, 1000);
	aim(side, ITER_SOURCE, 0);
	WARN_ON(put_user(4096, (u32 __user *)device_user));
}

static void resized(enum bench_side side)
{
	set_capacity(side, CAPACITY);
}

static void resize_too_small(enum bench_side side)
{
	resize(side);
	WARN_ON(put_user(1, (u32 __user *)device_user));
}

static void resize_busy(enum bench_side side)
{
	set_capacity(side, CAPACITY);
	start_at(side, 0, 5000);
	aim(side, ITER_SOURCE, 0);
	WARN_ON(put_user(4096, (u32 __user *)device_user));
}

static void bad_address(enum bench_side side)
{
	start_at(side, 0, 64);
	device_user = (void __user *)0x1000;
}

static void aim_read(enum bench_side side)
{
	aim(side, ITER_DEST, 64);
}

static void aim_write(enum bench_side side)
{
	aim(side, ITER_SOURCE, 64);
}

#define ROW(what, run, ...) { "pipe", what, { device_##run, device_##run }, __VA_ARGS__ }

static long device_round_trip(void)
{
	struct kiocb read;
	struct iov_iter to;
	long n = device_write();

	init_sync_kiocb(&read, device_file);
	iov_iter_ubuf(&to, ITER_DEST, bench_user, 64);
	return n + device_file->f_op->read_iter(&read, &to);
}

static const struct bench_row rows[] = {
	ROW("open", open, device_reopen, device_close_again),
	ROW("release", release, device_open_again, device_closed_again),
	ROW("read 1 byte", read, read_1),
	ROW("read 64 bytes", read, read_64),
	ROW("read 4096 bytes", read, read_4096),
	ROW("read all there is", read, read_all),
	ROW("read, wrapped", read, read_wrapped),
	ROW("read from a full pipe", read, read_full),
	ROW("read nothing", read, read_nothing),
	ROW("read, EAGAIN", read, read_again),
	ROW("read, EFAULT", read, read_bad, .sleeps = true),
	ROW("read, a signal", read, read_signal, no_signal),
	ROW("write 1 byte", write, write_1),
	ROW("write 64 bytes", write, write_64),
	ROW("write 4096 bytes", write, write_4096),
	ROW("write to an empty pipe", write, write_empty),
	ROW("write, wrapped", write, write_wrapped),
	ROW("write, full after it", write, write_up_to_full),
	ROW("write, part of it fits", write, write_partly),
	ROW("write, EAGAIN", write, write_again),
	ROW("write, EFAULT", write, write_bad, .sleeps = true),
	ROW("write, a signal", write, write_signal, no_signal),
	ROW("writev of two pieces", write, writev),
	ROW("write and read 64 bytes", round_trip, write_empty),
	ROW("poll", poll, read_64),
	ROW("poll with queues", poll_queues, read_64),
	ROW("poll, empty", poll, read_nothing),
	ROW("poll, full", poll, read_full),
	ROW("get capacity", get_capacity, read_nothing),
	ROW("get capacity, EFAULT", get_capacity, bad_address, .sleeps = true),
	ROW("get statistics", get_stats, read_nothing),
	ROW("set capacity", set_capacity, resize, resized),
	ROW("set capacity, EINVAL", set_capacity, resize_too_small, resized),
	ROW("set capacity, EBUSY", set_capacity, resize_busy),
	ROW("unknown ioctl", unknown, read_nothing),
};

/* The same files, whose device has gone */
static const struct bench_row rows_gone[] = {
	ROW("read, ENODEV", read, aim_read),
	ROW("write, ENODEV", write, aim_write),
	ROW("poll, gone", poll, aim_read),
	ROW("ioctl, ENODEV", get_capacity, aim_read),
};

int bench_pipe(void)
{
	int err = device_begin(sides);

	if (err)
		return err;
	bench_rows(rows, ARRAY_SIZE(rows));
	device_unbind();
	bench_rows(rows_gone, ARRAY_SIZE(rows_gone));
	device_end();
	return 0;
}
