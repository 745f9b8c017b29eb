// SPDX-License-Identifier: GPL-2.0
/*
 * Counts the two pipe devices through their file operations, as the kernel
 * calls them, with memory of the user who loads this module.
 */
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
#include "bench.h"

deed_unsafe_file("calls the devices as the kernel does");

#define CAPACITY 65536

/* A device, an open file of it, and what the kernel found it by */
static struct device_side {
	const char *name;
	struct file *file;
	struct miscdevice *misc;
	void *opened;
} sides[2] = {
	[DEED] = { .name = "deed-pipe" },
	[RAW] = { .name = "raw-pipe" },
};

/* The call that is counted */
static struct file *file;
static struct kiocb iocb;
static struct iov_iter iter;
static void __user *user;

static long device_open(void)
{
	return file->f_op->open(file_inode(file), file);
}

static long device_release(void)
{
	return file->f_op->release(file_inode(file), file);
}

static long device_read(void)
{
	return file->f_op->read_iter(&iocb, &iter);
}

static long device_write(void)
{
	return file->f_op->write_iter(&iocb, &iter);
}

static long device_poll(void)
{
	return (__force long)file->f_op->poll(file, NULL);
}

/* A poll that sleeps would put itself on the queues: here it does nothing. */
static void poll_nothing(struct file *filp, wait_queue_head_t *queue, poll_table *p)
{
}

static long device_poll_queues(void)
{
	struct poll_table_struct table = { ._qproc = poll_nothing, ._key = ~(__poll_t)0 };

	return (__force long)file->f_op->poll(file, &table);
}

#define DEVICE_IOCTL(name, cmd)						\
	static long device_##name(void)					\
	{								\
		return file->f_op->unlocked_ioctl(file, cmd, (unsigned long)user); \
	}

DEVICE_IOCTL(get_capacity, DEED_PIPE_GET_CAPACITY)
DEVICE_IOCTL(set_capacity, DEED_PIPE_SET_CAPACITY)
DEVICE_IOCTL(get_stats, DEED_PIPE_GET_STATS)
DEVICE_IOCTL(unknown, _IO(0xde, 99))

/* Preparations */

static void aim(enum bench_side side, unsigned int direction, size_t bytes)
{
	file = sides[side].file;
	file->f_flags &= ~O_NONBLOCK;
	user = bench_user;
	init_sync_kiocb(&iocb, file);
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
	WARN_ON(put_user(bytes, (u32 __user *)user) || device_set_capacity());
}

static void start_at(enum bench_side side, size_t pos, size_t used)
{
	struct deed_pipe_stats stats;
	size_t to_go;

	aim(side, ITER_SOURCE, 0);
	if (WARN_ON(device_get_stats() || copy_from_user(&stats, user, sizeof(stats))))
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
	file->f_flags |= O_NONBLOCK;
}

static void write_again(enum bench_side side)
{
	start_at(side, 0, CAPACITY);
	aim(side, ITER_SOURCE, 64);
	file->f_flags |= O_NONBLOCK;
}

static void write_partly(enum bench_side side)
{
	start_at(side, 0, CAPACITY - 5000);
	aim(side, ITER_SOURCE, 6000);
	file->f_flags |= O_NONBLOCK;
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
	WARN_ON(put_user(4096, (u32 __user *)user));
}

static void resized(enum bench_side side)
{
	set_capacity(side, CAPACITY);
}

static void resize_too_small(enum bench_side side)
{
	resize(side);
	WARN_ON(put_user(1, (u32 __user *)user));
}

static void resize_busy(enum bench_side side)
{
	set_capacity(side, CAPACITY);
	start_at(side, 0, 5000);
	aim(side, ITER_SOURCE, 0);
	WARN_ON(put_user(4096, (u32 __user *)user));
}

static void bad_address(enum bench_side side)
{
	start_at(side, 0, 64);
	user = (void __user *)0x1000;
}

/* Open once more, in the place of the file that is open: two files at a time */
static void reopen(enum bench_side side)
{
	struct device_side *s = &sides[side];

	aim(side, ITER_SOURCE, 0);
	s->opened = file->private_data;
	file->private_data = s->misc;
}

static void close_again(enum bench_side side)
{
	device_release();
	file->private_data = sides[side].opened;
}

static void open_again(enum bench_side side)
{
	reopen(side);
	WARN_ON(device_open());
}

static void closed_again(enum bench_side side)
{
	file->private_data = sides[side].opened;
}

#define ROW(what, run, ...) { "pipe", what, { device_##run, device_##run }, __VA_ARGS__ }

static long device_round_trip(void)
{
	struct kiocb read;
	struct iov_iter to;
	long n = device_write();

	init_sync_kiocb(&read, file);
	iov_iter_ubuf(&to, ITER_DEST, bench_user, 64);
	return n + file->f_op->read_iter(&read, &to);
}

static const struct bench_row rows[] = {
	ROW("open", open, reopen, close_again),
	ROW("release", release, open_again, closed_again),
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

/* Misc devices are in one list; a device of our own is the way into it. */
static struct miscdevice *find_misc(const char *name)
{
	static const struct file_operations fops = { .owner = THIS_MODULE };
	static struct miscdevice mine = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "deed-bench",
		.fops = &fops,
	};
	struct miscdevice *found = NULL, *misc;

	if (misc_register(&mine))
		return NULL;
	/* The head, which is no device, is before the newest: us. */
	list_for_each_entry(misc, &mine.list, list) {
		if (&misc->list == mine.list.prev)
			break;
		if (!strcmp(misc->name, name))
			found = misc;
	}
	misc_deregister(&mine);
	return found;
}

static int open_side(struct device_side *side)
{
	char path[32];

	side->misc = find_misc(side->name);
	if (!side->misc)
		return -ENODEV;
	snprintf(path, sizeof(path), "/dev/%s", side->name);
	side->file = filp_open(path, O_RDWR, 0);
	return PTR_ERR_OR_ZERO(side->file);
}

static int __init bench_device_init(void)
{
	int err = bench_map_user();

	if (err)
		return err;
	err = open_side(&sides[DEED]) ?: open_side(&sides[RAW]);
	if (err)
		return err;
	bench_rows(rows, ARRAY_SIZE(rows));
	filp_close(sides[DEED].file, NULL);
	filp_close(sides[RAW].file, NULL);
	return 0;
}
module_init(bench_device_init);

static void __exit bench_device_exit(void)
{
}
module_exit(bench_device_exit);

MODULE_DESCRIPTION("Counts what the two pipe devices do");
MODULE_LICENSE("GPL");
