// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/chrdev.h>, through the file system as a program would: what
 * each callback is given, what the files refuse, and who outlives whom when the
 * registration and the files go in one order or the other.
 */
#include <kunit/test.h>
#include <linux/compat.h>
#include <linux/device.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/pipe_fs_i.h>
#include <linux/splice.h>
#include <linux/uio.h>

#include <deed/chrdev.h>

#include "fault.h"
#include "file.h"
#include "thread.h"
#include "usermem.h"

deed_unsafe_file("tests open and call a device as the kernel does");

#define NAME "deed-kunit"
#define PATH "/dev/" NAME

static const char text[] = "what the device says";

/* What the callbacks were called with, and what they answer. */
static struct {
	unsigned int opens, ends, closes, reads, writes, polls, ioctls, devices;
	int open_error;
	bool open_empty;
	bool reads_wanted, writes_wanted, nonblock;
	size_t left;
	u64 at;
	unsigned int cmd;
	int answer;
	char taken[32];
} seen;

struct gate {
	unsigned int ready;
};

DEED_CELL_TYPE(gate_cell, mutex, struct gate);

struct device_state {
	u64 before; /* so that refs and misc are not first */
	struct deed_refcount refs;
	struct deed_misc misc;
	struct gate_cell gate;
	struct deed_waitqueue queue;
	unsigned int number;
};

static void device_release(struct device_state *device)
{
	seen.devices--;
}

DEED_REF(device_ref, struct device_state, refs, device_release);

struct open_state {
	struct device_ref device;
	unsigned int number;
};

static void open_release(struct open_state *state)
{
	seen.closes++;
	device_ref_drop(&state->device);
}

DEED_BOX(open_file, struct open_state, open_release);

/* A file may be closed, by the kernel's worker, while the next one is opened. */
static void saw_wanted(struct deed_open how)
{
	WRITE_ONCE(seen.reads_wanted, deed_open_reads(how));
	WRITE_ONCE(seen.writes_wanted, deed_open_writes(how));
}

static struct open_file test_open(const struct device_state *device,
				  struct deed_open how)
{
	if (seen.open_error)
		return deed_fail(open_file, seen.open_error);
	if (seen.open_empty)
		return (struct open_file){};

	deed_own(open_file, file) = open_file_alloc();

	if (!deed_ok(file))
		return deed_move(file);
	open_file_excl(&file)->device = device_ref_get(device);
	open_file_excl(&file)->number = ++seen.opens;
	saw_wanted(how);
	return deed_move(file);
}

static void test_close(const struct open_state *state, struct deed_open how)
{
	/* The state is there still: it holds what open put into it. */
	if (state->number && deed_ok(state->device) && seen.ends == seen.closes)
		seen.ends++;
	saw_wanted(how);
}

static ssize_t test_read(const struct open_state *state,
			 struct deed_iter_writer *to)
{
	struct deed_bytes bytes = { (void *)text, sizeof(text) - 1 };

	seen.reads++;
	seen.left = deed_iter_left(to);
	seen.at = deed_iter_pos(to);
	seen.nonblock = deed_iter_nonblock(to);
	if (seen.answer)
		return seen.answer;
	return deed_iter_write(to, bytes) ?: -EFAULT;
}

static ssize_t test_write(const struct open_state *state,
			  struct deed_iter_reader *from)
{
	struct deed_bytes bytes = { seen.taken, sizeof(seen.taken) };

	seen.writes++;
	seen.left = deed_iter_left(from);
	seen.at = deed_iter_pos(from);
	seen.nonblock = deed_iter_nonblock(from);
	if (seen.answer)
		return seen.answer;
	return deed_iter_read(from, bytes) ?: -EFAULT;
}

static __poll_t test_poll(const struct open_state *state,
			  const struct deed_poll *poll)
{
	const struct device_state *device = device_ref_borrow(&state->device);

	seen.polls++;
	seen.reads_wanted = deed_poll_reads(poll);
	seen.writes_wanted = deed_poll_writes(poll);
	deed_poll_wait(poll, &device->queue);

	deed_lock(mutex, gate, &device->gate);

	return gate->ready ? EPOLLIN | EPOLLRDNORM : 0;
}

#define CMD_NUMBER	_IOR('d', 1, u32)

static int test_ioctl(const struct open_state *state, struct deed_ioctl *call)
{
	const struct device_state *device = device_ref_borrow(&state->device);

	seen.ioctls++;
	seen.cmd = call->cmd;
	if (call->cmd == CMD_NUMBER)
		return deed_ioctl_write(call, device->number * 100 + state->number);
	return seen.answer;
}

DEED_CHRDEV(test_dev, device_ref, misc, open_file, test_open, read, test_read,
	    write, test_write, poll, test_poll, ioctl, test_ioctl, close, test_close);

/* A device with an open callback and nothing else. */
DEED_CHRDEV(bare_dev, device_ref, misc, open_file, test_open);

/* A device whose files own a reference to it, and nothing else. */
static struct device_ref shared_open(const struct device_state *device,
				     struct deed_open how)
{
	if (seen.open_error)
		return deed_fail(device_ref, seen.open_error);
	return device_ref_get(device);
}

static int shared_ioctl(const struct device_state *device, struct deed_ioctl *call)
{
	return device->number;
}

DEED_CHRDEV(shared_dev, device_ref, misc, device_ref, shared_open,
	    ioctl, shared_ioctl);

/* A device whose reads wait until its gate is ready. */
static ssize_t waiting_read(const struct open_state *state,
			    struct deed_iter_writer *to)
{
	const struct device_state *device = device_ref_borrow(&state->device);

	deed_own(gate_cell_guard, g) = gate_cell_lock(&device->gate);
	struct gate *gate = gate_cell_data(&g);
	int err = deed_io_wait(to, &device->queue, &g, gate->ready);

	if (err)
		return err;
	gate->ready--;
	return 1;
}

DEED_CHRDEV(waiting_dev, device_ref, misc, open_file, test_open, read, waiting_read);

/* A device whose files are memory. */
#define SIZE 20

static char memory[SIZE];

static ssize_t sized_read(const struct open_state *state, struct deed_iter_writer *to)
{
	seen.reads++;
	seen.left = deed_iter_left(to);
	seen.at = deed_iter_pos(to);
	if (seen.answer)
		return seen.answer;
	return deed_iter_write(to, (struct deed_bytes){ memory + seen.at, seen.left }) ?:
	       -EFAULT;
}

static ssize_t sized_write(const struct open_state *state, struct deed_iter_reader *from)
{
	seen.writes++;
	seen.left = deed_iter_left(from);
	seen.at = deed_iter_pos(from);
	if (seen.answer)
		return seen.answer;
	return deed_iter_read(from, (struct deed_bytes){ memory + seen.at, seen.left }) ?:
	       -EFAULT;
}

DEED_CHRDEV(sized_dev, device_ref, misc, open_file, test_open, size, SIZE,
	    read, sized_read, write, sized_write);

static deed_returns_live struct device_ref_box
make_device(struct kunit *test, unsigned int number)
{
	deed_own(device_ref_box, box) = device_ref_box_alloc();
	struct device_state *device;

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	device = device_ref_box_excl(&box);
	deed_cell_init(&device->gate);
	deed_waitqueue_init(&device->queue);
	device->number = number;
	seen.devices++;
	return deed_move(box);
}

static deed_returns_live struct test_dev
make(struct kunit *test, unsigned int number)
{
	deed_own(test_dev, dev) = test_dev_register(NAME, make_device(test, number));

	KUNIT_ASSERT_TRUE(test, deed_ok(dev));
	return deed_move(dev);
}

static deed_returns_live struct sized_dev make_sized(struct kunit *test)
{
	deed_own(sized_dev, dev) = sized_dev_register(NAME, make_device(test, 1));

	KUNIT_ASSERT_TRUE(test, deed_ok(dev));
	memcpy(memory, "0123456789abcdefghij", SIZE);
	return deed_move(dev);
}

static struct file *open(struct kunit *test, int flags)
{
	struct file *file = filp_open(PATH, flags, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%pe", file);
	return file;
}

static int chrdev_test_init(struct kunit *test)
{
	memset(&seen, 0, sizeof(seen));
	return 0;
}

/* Whatever a test did, nothing is left. */
static void chrdev_test_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, seen.opens, seen.closes);
	KUNIT_EXPECT_EQ(test, seen.devices, 0);
}

static void registered_device_can_be_opened_and_closed(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 3);
	struct file *file = open(test, O_RDWR);

	KUNIT_EXPECT_EQ(test, test_dev_borrow(&dev)->number, 3);
	KUNIT_EXPECT_EQ(test, seen.opens, 1);
	KUNIT_EXPECT_EQ(test, seen.closes, 0);
	KUNIT_EXPECT_PTR_EQ(test, file->f_op->owner, THIS_MODULE);
	close(file);
	KUNIT_EXPECT_EQ(test, seen.closes, 1);
}

static void open_learns_the_direction(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);

	close(open(test, O_RDONLY));
	KUNIT_EXPECT_TRUE(test, seen.reads_wanted);
	KUNIT_EXPECT_FALSE(test, seen.writes_wanted);
	close(open(test, O_WRONLY));
	KUNIT_EXPECT_FALSE(test, seen.reads_wanted);
	KUNIT_EXPECT_TRUE(test, seen.writes_wanted);
	close(open(test, O_RDWR));
	KUNIT_EXPECT_TRUE(test, seen.reads_wanted);
	KUNIT_EXPECT_TRUE(test, seen.writes_wanted);
	KUNIT_EXPECT_EQ(test, seen.opens, 3);
}

static void open_fails_as_its_callback_does(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);

	seen.open_error = -EPERM;
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open(PATH, O_RDWR, 0)), -EPERM);
	seen.open_error = 0;
	seen.open_empty = true;
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open(PATH, O_RDWR, 0)), -ENOENT);
	seen.open_empty = false;
	flush_delayed_fput();
	KUNIT_EXPECT_EQ(test, seen.opens, 0);
	KUNIT_EXPECT_EQ(test, seen.closes, 0);
	close(open(test, O_RDWR));
	KUNIT_EXPECT_EQ(test, seen.closes, 1);
}

static void each_file_has_its_own_state(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 7);
	struct file *a = open(test, O_RDWR), *b = open(test, O_RDWR);
	char __user *arg = user_tail(test, 4);
	u32 first, second;

	KUNIT_EXPECT_EQ(test, vfs_ioctl(a, CMD_NUMBER, (unsigned long)arg), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(&first, arg, 4), 0);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(b, CMD_NUMBER, (unsigned long)arg), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(&second, arg, 4), 0);
	KUNIT_EXPECT_EQ(test, first, 701);
	KUNIT_EXPECT_EQ(test, second, 702);
	close(a);
	KUNIT_EXPECT_EQ(test, seen.closes, 1);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(b, CMD_NUMBER, (unsigned long)arg), 0);
	close(b);
	KUNIT_EXPECT_EQ(test, seen.closes, 2);
}

static void state_is_dropped_at_the_last_close(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDONLY);

	get_file(file); /* as dup() and fork() do */
	close(file);
	KUNIT_EXPECT_EQ(test, seen.closes, 0);
	close(file);
	KUNIT_EXPECT_EQ(test, seen.closes, 1);
}

static void close_callback_precedes_the_drop_of_the_state(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *reader = open(test, O_RDONLY), *writer = open(test, O_WRONLY);

	get_file(reader);
	close(reader);
	KUNIT_EXPECT_EQ(test, seen.ends, 0);
	close(writer);
	KUNIT_EXPECT_EQ(test, seen.ends, 1);
	KUNIT_EXPECT_FALSE(test, seen.reads_wanted);
	KUNIT_EXPECT_TRUE(test, seen.writes_wanted);
	close(reader);
	KUNIT_EXPECT_EQ(test, seen.ends, 2);
	KUNIT_EXPECT_TRUE(test, seen.reads_wanted);
	KUNIT_EXPECT_FALSE(test, seen.writes_wanted);
}

static void read_and_write_reach_their_callbacks(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	char buf[64] = {};
	loff_t pos = 0;

	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 64, &pos), sizeof(text) - 1);
	KUNIT_EXPECT_STREQ(test, buf, text);
	KUNIT_EXPECT_EQ(test, seen.left, 64);
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 4, &pos), 4);
	KUNIT_EXPECT_EQ(test, kernel_write(file, "to the device", 13, &pos), 13);
	KUNIT_EXPECT_STREQ(test, seen.taken, "to the device");
	KUNIT_EXPECT_EQ(test, seen.left, 13);
	KUNIT_EXPECT_EQ(test, seen.reads, 2);
	KUNIT_EXPECT_EQ(test, seen.writes, 1);
	close(file);
}

static void errors_of_callbacks_reach_the_caller(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	char buf[4];
	loff_t pos = 0;

	seen.answer = -EIO;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 4, &pos), -EIO);
	KUNIT_EXPECT_EQ(test, kernel_write(file, buf, 4, &pos), -EIO);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(file, 1, 0), -EIO);
	seen.answer = 5;
	KUNIT_EXPECT_EQ(test, vfs_ioctl(file, 1, 0), 5);
	close(file);
}

/* Calls the file operation with a user buffer, as io_uring does. */
static ssize_t call_iter_flags(struct file *file, bool write, char __user *buf,
			       size_t len, int flags)
{
	struct kiocb iocb;
	struct iov_iter iter;

	init_sync_kiocb(&iocb, file);
	iocb.ki_flags |= flags;
	iov_iter_ubuf(&iter, write ? ITER_SOURCE : ITER_DEST, buf, len);
	return write ? file->f_op->write_iter(&iocb, &iter) :
		       file->f_op->read_iter(&iocb, &iter);
}

static ssize_t call_iter(struct file *file, bool write, char __user *buf,
			 size_t len)
{
	return call_iter_flags(file, write, buf, len, 0);
}

static void nothing_is_read_or_written_without_a_callback(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	char __user *tail = user_tail(test, 1);

	seen.answer = -EIO;
	KUNIT_EXPECT_EQ(test, call_iter(file, false, tail, 0), 0);
	KUNIT_EXPECT_EQ(test, call_iter(file, true, tail, 0), 0);
	KUNIT_EXPECT_EQ(test, seen.reads, 0);
	KUNIT_EXPECT_EQ(test, seen.writes, 0);
	KUNIT_EXPECT_EQ(test, call_iter(file, false, tail, 1), -EIO);
	KUNIT_EXPECT_EQ(test, call_iter(file, true, tail, 1), -EIO);
	close(file);
}

static void bad_buffers_fault_in_the_callback(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	char __user *tail = user_tail(test, USER_TAIL);
	char __user *hole = tail + USER_TAIL;

	KUNIT_EXPECT_EQ(test, call_iter(file, false, tail, USER_OVER), USER_TAIL);
	USER_EXPECT(test, tail, "what the", USER_TAIL);
	KUNIT_EXPECT_EQ(test, call_iter(file, false, hole, USER_OVER), -EFAULT);
	KUNIT_EXPECT_EQ(test, call_iter(file, true, tail, USER_OVER), USER_TAIL);
	KUNIT_EXPECT_STREQ(test, seen.taken, "what the");
	KUNIT_EXPECT_EQ(test, call_iter(file, true, hole, USER_OVER), -EFAULT);
	close(file);
}

static void callbacks_learn_whether_they_may_wait(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	struct file *nonblock = open(test, O_RDWR | O_NONBLOCK);
	char __user *tail = user_tail(test, 1);

	for (int write = 0; write <= 1; write++) {
		call_iter(file, write, tail, 1);
		KUNIT_EXPECT_FALSE(test, seen.nonblock);
		call_iter(nonblock, write, tail, 1);
		KUNIT_EXPECT_TRUE(test, seen.nonblock);
		call_iter(file, write, tail, 1);
		KUNIT_EXPECT_FALSE(test, seen.nonblock);
		/* io_uring tries so first, whatever the file claims. */
		call_iter_flags(file, write, tail, 1, IOCB_NOWAIT);
		KUNIT_EXPECT_TRUE(test, seen.nonblock);
	}
	close(file);
	close(nonblock);
}

/* Without this mode, the kernel refuses RWF_NOWAIT before any callback. */
static void files_do_not_claim_that_they_never_block(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);

	KUNIT_EXPECT_FALSE(test, file->f_mode & FMODE_NOWAIT);
	close(file);
}

/* A pipe that has room for two pages. */
static struct pipe_inode_info *make_pipe(struct kunit *test)
{
	struct pipe_inode_info *pipe = kunit_kzalloc(test, sizeof(*pipe), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pipe);
	pipe->bufs = kunit_kcalloc(test, 2, sizeof(*pipe->bufs), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pipe->bufs);
	pipe->max_usage = 2;
	pipe->ring_size = 2;
	mutex_init(&pipe->mutex);
	return pipe;
}

/* From the device into a pipe and from there back, as splice() does. */
static void splice_reaches_the_callbacks(struct kunit *test)
{
	struct pipe_inode_info *pipe = make_pipe(test);

	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	loff_t pos = 0;

	KUNIT_EXPECT_PTR_EQ(test, file->f_op->splice_read, &copy_splice_read);
	KUNIT_EXPECT_PTR_EQ(test, file->f_op->splice_write, &iter_file_splice_write);
	KUNIT_EXPECT_EQ(test, vfs_splice_read(file, &pos, pipe, PAGE_SIZE, 0),
			sizeof(text) - 1);
	KUNIT_EXPECT_EQ(test, seen.reads, 1);
	KUNIT_EXPECT_EQ(test, seen.left, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, iter_file_splice_write(pipe, file, &pos, 64, 0),
			sizeof(text) - 1);
	KUNIT_EXPECT_EQ(test, seen.writes, 1);
	KUNIT_EXPECT_STREQ(test, seen.taken, text);
	KUNIT_EXPECT_TRUE(test, pipe_empty(pipe->head, pipe->tail));
	close(file);
}

static void files_have_no_position(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);

	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_SET), -ESPIPE);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_CUR), -ESPIPE);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_END), -ESPIPE);
	KUNIT_EXPECT_TRUE(test, file->f_mode & FMODE_STREAM);
	/* What pread() and pwrite() ask for. */
	KUNIT_EXPECT_FALSE(test, file->f_mode & (FMODE_PREAD | FMODE_PWRITE));
	close(file);
}

static void streams_begin_at_0_for_ever(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *file = open(test, O_RDWR);
	loff_t pos = 0;
	char buf[4];

	for (int i = 0; i < 3; i++) {
		seen.at = 1;
		KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 4, &pos), 4);
		KUNIT_EXPECT_EQ(test, seen.at, 0);
		seen.at = 1;
		KUNIT_EXPECT_EQ(test, kernel_write(file, buf, 4, &pos), 4);
		KUNIT_EXPECT_EQ(test, seen.at, 0);
	}
	KUNIT_EXPECT_EQ(test, pos, 0);
	close(file);
}

static void files_of_a_size_have_a_position(struct kunit *test)
{
	deed_own(sized_dev, dev) = make_sized(test);
	struct file *file = open(test, O_RDWR);

	KUNIT_EXPECT_FALSE(test, file->f_mode & FMODE_STREAM);
	KUNIT_EXPECT_TRUE(test, file->f_mode & FMODE_PREAD);
	KUNIT_EXPECT_TRUE(test, file->f_mode & FMODE_PWRITE);
	KUNIT_EXPECT_TRUE(test, file->f_mode & FMODE_LSEEK);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 7, SEEK_SET), 7);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 5, SEEK_CUR), 12);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, -2, SEEK_END), SIZE - 2);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_END), SIZE);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 1, SEEK_END), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, SIZE + 1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, LLONG_MAX, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, -SIZE - 1, SEEK_CUR), -EINVAL);
	/* what was refused has moved nothing */
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_CUR), SIZE);
	close(file);
}

static void reads_go_on_where_the_last_one_ended(struct kunit *test)
{
	deed_own(sized_dev, dev) = make_sized(test);
	struct file *file = open(test, O_RDONLY);
	char buf[SIZE + 1] = {};
	loff_t pos = 0;

	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 8, &pos), 8);
	KUNIT_EXPECT_EQ(test, seen.at, 0);
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf + 8, 8, &pos), 8);
	KUNIT_EXPECT_EQ(test, seen.at, 8);
	KUNIT_EXPECT_EQ(test, seen.left, 8);
	KUNIT_EXPECT_EQ(test, pos, 16);

	/* what is behind the end is not asked for */
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf + 16, 5, &pos), 4);
	KUNIT_EXPECT_EQ(test, seen.at, 16);
	KUNIT_EXPECT_EQ(test, seen.left, 4);
	KUNIT_EXPECT_EQ(test, pos, SIZE);
	KUNIT_EXPECT_STREQ(test, buf, "0123456789abcdefghij");

	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 8, &pos), 0);
	pos = LLONG_MAX - 8;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 8, &pos), 0);
	KUNIT_EXPECT_EQ(test, pos, LLONG_MAX - 8);
	KUNIT_EXPECT_EQ(test, seen.reads, 3);
	close(file);
}

static void writes_end_where_the_file_ends(struct kunit *test)
{
	deed_own(sized_dev, dev) = make_sized(test);
	struct file *file = open(test, O_WRONLY);
	loff_t pos = 3;

	KUNIT_EXPECT_EQ(test, kernel_write(file, "....", 4, &pos), 4);
	KUNIT_EXPECT_EQ(test, seen.at, 3);
	KUNIT_EXPECT_EQ(test, pos, 7);
	pos = SIZE - 1;
	KUNIT_EXPECT_EQ(test, kernel_write(file, "!!", 2, &pos), 1);
	KUNIT_EXPECT_EQ(test, seen.at, SIZE - 1);
	KUNIT_EXPECT_EQ(test, seen.left, 1);
	KUNIT_EXPECT_EQ(test, pos, SIZE);
	KUNIT_EXPECT_MEMEQ(test, memory, "012....789abcdefghi!", SIZE);

	KUNIT_EXPECT_EQ(test, kernel_write(file, "?", 1, &pos), -ENOSPC);
	KUNIT_EXPECT_EQ(test, pos, SIZE);
	/* nothing fits everywhere */
	KUNIT_EXPECT_EQ(test, kernel_write(file, "?", 0, &pos), 0);
	pos = LLONG_MAX - 8;
	KUNIT_EXPECT_EQ(test, kernel_write(file, "?", 1, &pos), -ENOSPC);
	KUNIT_EXPECT_EQ(test, seen.writes, 2);
	close(file);
}

static void position_moves_by_what_was_done(struct kunit *test)
{
	deed_own(sized_dev, dev) = make_sized(test);
	struct file *file = open(test, O_RDWR);
	loff_t pos = 5;
	char buf[8];

	seen.answer = -EIO;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 8, &pos), -EIO);
	KUNIT_EXPECT_EQ(test, kernel_write(file, buf, 8, &pos), -EIO);
	KUNIT_EXPECT_EQ(test, pos, 5);
	seen.answer = 3;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 8, &pos), 3);
	KUNIT_EXPECT_EQ(test, pos, 8);
	KUNIT_EXPECT_EQ(test, kernel_write(file, buf, 8, &pos), 3);
	KUNIT_EXPECT_EQ(test, pos, 11);
	close(file);
}

/* Of a program: the position is the file's, and pread() has its own. */
static void programs_read_at_a_position(struct kunit *test)
{
	deed_own(sized_dev, dev) = make_sized(test);
	struct file *file = open(test, O_RDWR);
	char __user *tail = user_tail(test, 8);
	struct kiocb iocb;
	struct iov_iter iter;

	init_sync_kiocb(&iocb, file);
	iocb.ki_pos = 14;
	iov_iter_ubuf(&iter, ITER_DEST, tail, 8);
	KUNIT_EXPECT_EQ(test, file->f_op->read_iter(&iocb, &iter), 6);
	KUNIT_EXPECT_EQ(test, iocb.ki_pos, SIZE);
	USER_EXPECT(test, tail, "efghij", 6);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_CUR), 0);
	iocb.ki_pos = 2;
	iov_iter_ubuf(&iter, ITER_SOURCE, tail, 4);
	KUNIT_EXPECT_EQ(test, file->f_op->write_iter(&iocb, &iter), 4);
	KUNIT_EXPECT_EQ(test, iocb.ki_pos, 6);
	KUNIT_EXPECT_MEMEQ(test, memory, "01efgh6789", 10);
	seen.answer = -EIO;
	KUNIT_EXPECT_EQ(test, file->f_op->write_iter(&iocb, &iter), 0); /* nothing is left */
	iov_iter_ubuf(&iter, ITER_SOURCE, tail, 4);
	KUNIT_EXPECT_EQ(test, file->f_op->write_iter(&iocb, &iter), -EIO);
	iov_iter_ubuf(&iter, ITER_DEST, tail, 4);
	KUNIT_EXPECT_EQ(test, file->f_op->read_iter(&iocb, &iter), -EIO);
	KUNIT_EXPECT_EQ(test, iocb.ki_pos, 6);
	close(file);
}

static void splice_moves_the_position(struct kunit *test)
{
	struct pipe_inode_info *pipe = make_pipe(test);

	deed_own(sized_dev, dev) = make_sized(test);
	struct file *file = open(test, O_RDWR);
	loff_t from = 12, to = 1;

	KUNIT_EXPECT_EQ(test, vfs_splice_read(file, &from, pipe, PAGE_SIZE, 0), 8);
	KUNIT_EXPECT_EQ(test, from, SIZE);
	KUNIT_EXPECT_EQ(test, iter_file_splice_write(pipe, file, &to, 64, 0), 8);
	KUNIT_EXPECT_EQ(test, to, 9);
	KUNIT_EXPECT_MEMEQ(test, memory, "0cdefghij9abcdefghij", SIZE);
	KUNIT_EXPECT_EQ(test, vfs_splice_read(file, &from, pipe, PAGE_SIZE, 0), 0);
	KUNIT_EXPECT_TRUE(test, pipe_empty(pipe->head, pipe->tail));
	close(file);
}

static void direction_that_was_not_opened_is_refused(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *reader = open(test, O_RDONLY), *writer = open(test, O_WRONLY);

	KUNIT_EXPECT_FALSE(test, reader->f_mode & FMODE_CAN_WRITE);
	KUNIT_EXPECT_TRUE(test, reader->f_mode & FMODE_CAN_READ);
	KUNIT_EXPECT_FALSE(test, writer->f_mode & FMODE_CAN_READ);
	KUNIT_EXPECT_TRUE(test, writer->f_mode & FMODE_CAN_WRITE);
	close(reader);
	close(writer);
}

static void ioctl_reaches_its_callback_for_32_bit_programs_too(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 4);
	struct file *file = open(test, O_RDONLY);
	char __user *arg = user_tail(test, 4);

	KUNIT_EXPECT_EQ(test, vfs_ioctl(file, CMD_NUMBER, (unsigned long)arg), 0);
	KUNIT_EXPECT_EQ(test, seen.cmd, CMD_NUMBER);
	USER_EXPECT(test, arg, "\x91\x01\0\0", 4); /* 401 */
	KUNIT_EXPECT_EQ(test, vfs_ioctl(file, CMD_NUMBER, (unsigned long)arg + 1),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, seen.ioctls, 2);
#ifdef CONFIG_COMPAT
	/* 1 is no address that this program may use; it must be passed on. */
	KUNIT_EXPECT_EQ(test, file->f_op->compat_ioctl(file, CMD_NUMBER, 1), -EFAULT);
	seen.answer = 6;
	KUNIT_EXPECT_EQ(test, file->f_op->compat_ioctl(file, 0x1234, 0), 6);
	KUNIT_EXPECT_EQ(test, seen.cmd, 0x1234);
	KUNIT_EXPECT_EQ(test, seen.ioctls, 4);
#endif
	close(file);
}

/* A poll call that notes the queues it is told of. */
struct noted {
	struct poll_table_struct table;
	wait_queue_head_t *queue;
	unsigned int queues;
};

static void note_queue(struct file *file, wait_queue_head_t *queue,
		       struct poll_table_struct *table)
{
	struct noted *noted = container_of(table, struct noted, table);

	noted->queue = queue;
	noted->queues++;
}

static void set_ready(const struct device_state *device, unsigned int ready)
{
	deed_lock(mutex, gate, &device->gate);

	gate->ready = ready;
}

static void poll_tells_events_and_queues(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	const struct device_state *device = test_dev_borrow(&dev);
	struct file *file = open(test, O_RDWR);
	struct noted noted = {};

	init_poll_funcptr(&noted.table, note_queue);
	KUNIT_EXPECT_EQ(test, (__force u32)vfs_poll(file, &noted.table), 0);
	KUNIT_EXPECT_EQ(test, noted.queues, 1);
	KUNIT_EXPECT_PTR_EQ(test, noted.queue,
			    (wait_queue_head_t *)&device->queue.__queue);
	set_ready(device, 1);
	/* Without a table, as a second look at the same file is. */
	KUNIT_EXPECT_EQ(test, (__force u32)vfs_poll(file, NULL),
			(__force u32)(EPOLLIN | EPOLLRDNORM));
	KUNIT_EXPECT_EQ(test, seen.polls, 2);
	close(file);
}

static void poll_learns_the_direction(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 1);
	struct file *reader = open(test, O_RDONLY), *writer = open(test, O_WRONLY);

	vfs_poll(reader, NULL);
	KUNIT_EXPECT_TRUE(test, seen.reads_wanted);
	KUNIT_EXPECT_FALSE(test, seen.writes_wanted);
	vfs_poll(writer, NULL);
	KUNIT_EXPECT_FALSE(test, seen.reads_wanted);
	KUNIT_EXPECT_TRUE(test, seen.writes_wanted);
	close(reader);
	close(writer);
}

static void device_outlives_its_registration(struct kunit *test)
{
	deed_own(test_dev, dev) = make(test, 5);
	struct file *file = open(test, O_RDWR);
	char __user *arg = user_tail(test, 4);
	char buf[4];
	loff_t pos = 0;

	test_dev_drop(&dev);
	KUNIT_EXPECT_EQ(test, seen.devices, 1);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(file, CMD_NUMBER, (unsigned long)arg), 0);
	USER_EXPECT(test, arg, "\xf5\x01\0\0", 4); /* 501 */
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, 4, &pos), 4);
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open(PATH, O_RDWR, 0)), -ENOENT);
	close(file);
	KUNIT_EXPECT_EQ(test, seen.devices, 0);
}

static void registration_keeps_its_device(struct kunit *test)
{
	{
		deed_own(test_dev, dev) = make(test, 6);
		deed_own(test_dev, moved) = deed_move(dev);

		close(open(test, O_RDWR));
		KUNIT_EXPECT_EQ(test, seen.devices, 1);
		KUNIT_EXPECT_EQ(test, test_dev_borrow(&moved)->number, 6);
	}
	KUNIT_EXPECT_EQ(test, seen.devices, 0);
}

static void name_is_free_after_the_registration(struct kunit *test)
{
	for (unsigned int i = 1; i <= 3; i++) {
		deed_own(test_dev, dev) = make(test, i);

		close(open(test, O_RDWR));
		KUNIT_EXPECT_EQ(test, seen.opens, i);
	}
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open(PATH, O_RDWR, 0)), -ENOENT);
}

/* Each allocation of a registration fails once; nothing may be left over. */
static void registration_that_fails_leaves_nothing(struct kunit *test)
{
	unsigned int n, failed = 0;
	bool hit = true;

	faults_on(test);
	for (n = 1; hit && n < 200; n++) {
		deed_own(device_ref_box, box) = make_device(test, n);

		fault_at(n);
		deed_own(test_dev, dev) = test_dev_register(NAME, deed_move(box));
		hit = fault_hit();
		if (!deed_ok(dev)) {
			failed++;
			KUNIT_EXPECT_LT(test, deed_err(dev), 0);
			KUNIT_EXPECT_GT(test, deed_err(dev), -MAX_ERRNO);
			KUNIT_EXPECT_EQ(test, seen.devices, 0);
		}
		test_dev_drop(&dev);
		KUNIT_EXPECT_EQ(test, seen.devices, 0);
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_GT(test, failed, 3);
}

static void open_that_gets_no_memory_fails(struct kunit *test)
{
	struct file *file = NULL;
	unsigned int failed = 0;
	bool hit = true;

	faults_on(test);

	deed_own(test_dev, dev) = make(test, 1);

	for (unsigned int n = 1; hit && n < 50; n++) {
		fault_at(n);
		file = filp_open(PATH, O_RDWR, 0);
		hit = fault_hit();
		if (!IS_ERR(file))
			close(file);
		else if (PTR_ERR(file) == -ENOMEM)
			failed++;
		flush_delayed_fput();
		KUNIT_EXPECT_EQ(test, seen.opens, seen.closes);
	}
	faults_off(test);
	/* The file and its state at least. */
	KUNIT_EXPECT_GE(test, failed, 2);
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_FALSE(test, IS_ERR_OR_NULL(file));
}

static void device_without_callbacks_refuses_all_calls(struct kunit *test)
{
	deed_own(bare_dev, dev) = bare_dev_register(NAME, make_device(test, 2));

	KUNIT_ASSERT_TRUE(test, deed_ok(dev));
	KUNIT_EXPECT_EQ(test, bare_dev_borrow(&dev)->number, 2);

	struct file *file = open(test, O_RDWR);

	KUNIT_EXPECT_FALSE(test, file->f_mode & (FMODE_CAN_READ | FMODE_CAN_WRITE));
	KUNIT_EXPECT_NULL(test, file->f_op->splice_read);
	KUNIT_EXPECT_NULL(test, file->f_op->splice_write);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(file, CMD_NUMBER, 0), -ENOTTY);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_SET), -ESPIPE);
	close(file);
	KUNIT_EXPECT_EQ(test, seen.closes, 1);
}

static void file_may_own_a_reference_only(struct kunit *test)
{
	deed_own(shared_dev, dev) = shared_dev_register(NAME, make_device(test, 8));

	KUNIT_ASSERT_TRUE(test, deed_ok(dev));

	struct file *a = open(test, O_RDWR), *b = open(test, O_RDWR);

	seen.open_error = -EMFILE;
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open(PATH, O_RDWR, 0)), -EMFILE);
	shared_dev_drop(&dev);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(a, 1, 0), 8);
	close(a);
	KUNIT_EXPECT_EQ(test, seen.devices, 1);
	KUNIT_EXPECT_EQ(test, vfs_ioctl(b, 1, 0), 8);
	close(b);
	KUNIT_EXPECT_EQ(test, seen.devices, 0);
}

static int read_one(void *arg)
{
	char byte;
	loff_t pos = 0;

	allow_signal(SIGUSR1);
	return kernel_read(arg, &byte, 1, &pos);
}

static void io_wait_waits_for_its_condition(struct kunit *test)
{
	deed_own(waiting_dev, dev) = waiting_dev_register(NAME, make_device(test, 1));

	KUNIT_ASSERT_TRUE(test, deed_ok(dev));

	const struct device_state *device = waiting_dev_borrow(&dev);
	struct file *file = open(test, O_RDONLY);
	struct thread *t = thread_start(test, read_one, file);

	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	set_ready(device, 2);
	deed_wake(&device->queue, EPOLLIN);
	KUNIT_EXPECT_EQ(test, thread_join(test, t), 1);
	KUNIT_EXPECT_EQ(test, read_one(file), 1);
	disallow_signal(SIGUSR1);

	t = thread_start(test, read_one, file);
	KUNIT_EXPECT_TRUE(test, thread_sleeps(t));
	send_sig(SIGUSR1, t->task, 1);
	KUNIT_EXPECT_EQ(test, thread_join(test, t), -ERESTARTSYS);
	close(file);
}

static void io_wait_does_not_wait_if_it_must_not(struct kunit *test)
{
	deed_own(waiting_dev, dev) = waiting_dev_register(NAME, make_device(test, 1));

	KUNIT_ASSERT_TRUE(test, deed_ok(dev));

	const struct device_state *device = waiting_dev_borrow(&dev);
	struct file *file = open(test, O_RDONLY);
	struct file *nonblock = open(test, O_RDONLY | O_NONBLOCK);
	char __user *tail = user_tail(test, 1);

	KUNIT_EXPECT_EQ(test, call_iter(nonblock, false, tail, 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, call_iter_flags(file, false, tail, 1, IOCB_NOWAIT),
			-EAGAIN);
	set_ready(device, 3);
	KUNIT_EXPECT_EQ(test, call_iter_flags(file, false, tail, 1, IOCB_NOWAIT), 1);
	KUNIT_EXPECT_EQ(test, call_iter(nonblock, false, tail, 1), 1);
	KUNIT_EXPECT_EQ(test, call_iter(file, false, tail, 1), 1);
	KUNIT_EXPECT_EQ(test, call_iter(nonblock, false, tail, 1), -EAGAIN);
	close(file);
	close(nonblock);
}

/* Opens and closes while the registration comes and goes. */
static int open_and_close(void *arg)
{
	bool *stop = arg;
	int wrong = 0;

	while (!READ_ONCE(*stop)) {
		struct file *file = filp_open(PATH, O_RDWR, 0);

		if (!IS_ERR(file))
			filp_close(file, NULL);
		else if (PTR_ERR(file) != -ENOENT && PTR_ERR(file) != -ENODEV)
			wrong++;
		cond_resched();
	}
	return wrong;
}

static void opens_race_with_the_end_of_the_registration(struct kunit *test)
{
	bool *stop = kunit_kzalloc(test, sizeof(*stop), GFP_KERNEL);
	struct thread *t;

	KUNIT_ASSERT_NOT_NULL(test, stop);
	t = thread_start(test, open_and_close, stop);
	for (unsigned int i = 0; i < 8; i++) {
		deed_own(test_dev, dev) = test_dev_register(NAME, make_device(test, i));

		KUNIT_EXPECT_TRUE(test, deed_ok(dev));
		for (unsigned int spin = 0; spin < 5; spin++)
			cond_resched();
		test_dev_drop(&dev);
	}
	WRITE_ONCE(*stop, true);
	KUNIT_EXPECT_EQ(test, thread_join(test, t), 0);
	flush_delayed_fput();
}

static struct kunit_case chrdev_cases[] = {
	KUNIT_CASE(registered_device_can_be_opened_and_closed),
	KUNIT_CASE(open_learns_the_direction),
	KUNIT_CASE(open_fails_as_its_callback_does),
	KUNIT_CASE(each_file_has_its_own_state),
	KUNIT_CASE(state_is_dropped_at_the_last_close),
	KUNIT_CASE(close_callback_precedes_the_drop_of_the_state),
	KUNIT_CASE(read_and_write_reach_their_callbacks),
	KUNIT_CASE(errors_of_callbacks_reach_the_caller),
	KUNIT_CASE(nothing_is_read_or_written_without_a_callback),
	KUNIT_CASE(bad_buffers_fault_in_the_callback),
	KUNIT_CASE(callbacks_learn_whether_they_may_wait),
	KUNIT_CASE(files_do_not_claim_that_they_never_block),
	KUNIT_CASE(splice_reaches_the_callbacks),
	KUNIT_CASE(files_have_no_position),
	KUNIT_CASE(streams_begin_at_0_for_ever),
	KUNIT_CASE(files_of_a_size_have_a_position),
	KUNIT_CASE(reads_go_on_where_the_last_one_ended),
	KUNIT_CASE(writes_end_where_the_file_ends),
	KUNIT_CASE(position_moves_by_what_was_done),
	KUNIT_CASE(programs_read_at_a_position),
	KUNIT_CASE(splice_moves_the_position),
	KUNIT_CASE(direction_that_was_not_opened_is_refused),
	KUNIT_CASE(ioctl_reaches_its_callback_for_32_bit_programs_too),
	KUNIT_CASE(poll_tells_events_and_queues),
	KUNIT_CASE(poll_learns_the_direction),
	KUNIT_CASE(device_outlives_its_registration),
	KUNIT_CASE(registration_keeps_its_device),
	KUNIT_CASE(name_is_free_after_the_registration),
	KUNIT_CASE(registration_that_fails_leaves_nothing),
	KUNIT_CASE(open_that_gets_no_memory_fails),
	KUNIT_CASE(device_without_callbacks_refuses_all_calls),
	KUNIT_CASE(file_may_own_a_reference_only),
	KUNIT_CASE(io_wait_waits_for_its_condition),
	KUNIT_CASE(io_wait_does_not_wait_if_it_must_not),
	KUNIT_CASE(opens_race_with_the_end_of_the_registration),
	{}
};

static struct kunit_suite chrdev_suite = {
	.name = "deed_chrdev",
	.init = chrdev_test_init,
	.exit = chrdev_test_exit,
	.test_cases = chrdev_cases,
};

kunit_test_suite(chrdev_suite);

MODULE_DESCRIPTION("Tests of character devices");
MODULE_LICENSE("GPL");
