// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: a bounded byte pipe, the character device to copy.
 *
 * What one file writes, another reads; each waits for its peers unless it is
 * O_NONBLOCK. Writes of up to PIPE_BUF bytes are not torn apart. When the last
 * writer has gone, readers see the end; after the last reader it is -EPIPE. It
 * belongs to a platform device; when that is unbound, all calls fail with -ENODEV.
 */
#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/platform.h>
#include <deed/ring.h>

#include "deed_pipe.h"

DEED_PARAM_UINT(capacity, 65536, DEED_PIPE_MIN, DEED_PIPE_MAX, "size in bytes");

/* The data. A user copies under its lock, and may be slow. */
DEED_CELL_TYPE(pipe_ring, mutex, struct deed_ring);

/* The open files. Apart from the data, for open must not wait for a copy. */
struct pipe_count {
	unsigned int open[2]; /* that READ, and that WRITE */
	unsigned int ever[2]; /* how many of them there ever were */
};

DEED_CELL_TYPE(pipe_files, spin, struct pipe_count);

DEED_DEVICE_TYPE(pipe_device, struct deed_no_hw);

/* The device's state: shared by all files, and const for them. */
struct pipe {
	struct pipe_device dev;
	struct deed_misc misc;
	struct pipe_ring ring;
	struct pipe_files files;
	struct deed_bound_queue readable, writable;
};

static void pipe_release(struct pipe *p)
{
	deed_ring_drop_live(deed_cell_excl(&p->ring));
}

DEED_DEVICE_REF(pipe_ref, struct pipe, dev, pipe_release);

/* An open file. It owns a reference to the device. */
struct pipe_end {
	struct pipe_ref pipe;
	unsigned int gone[2]; /* how many had closed before: READ, WRITE */
};

static void pipe_end_release(struct pipe_end *e)
{
	pipe_ref_drop_live(&e->pipe);
}

DEED_BOX(pipe_file, struct pipe_end, pipe_end_release);

static struct pipe_file pipe_open(const struct pipe *p, struct deed_open how)
{
	deed_own(pipe_file, file) = pipe_file_alloc();
	if (!deed_ok(file))
		return deed_move(file);

	struct pipe_end *e = pipe_file_excl(&file);

	e->pipe = pipe_ref_get(p);

	deed_lock(spin, files, &p->files);
	const bool does[] = { deed_open_reads(how), deed_open_writes(how) };

	for (int way = READ; way <= WRITE; way++) {
		e->gone[way] = files->ever[way] - files->open[way];
		files->ever[way] += does[way];
		files->open[way] += does[way];
	}
	return deed_move(file);
}

static void pipe_close(const struct pipe_end *e, struct deed_open how)
{
	const struct pipe *p = pipe_ref_borrow(&e->pipe);

	deed_lock(spin, files, &p->files);
	files->open[READ] -= deed_open_reads(how);
	files->open[WRITE] -= deed_open_writes(how);
	deed_wake(&p->readable, EPOLLHUP);
	deed_wake(&p->writable, EPOLLERR);
}

/* Whether all who did this have gone since the file was opened. */
static bool pipe_gone(const struct pipe_end *e, int way)
{
	deed_lock(spin, files, &pipe_ref_borrow(&e->pipe)->files);
	return !files->open[way] && files->ever[way] != e->gone[way];
}

static ssize_t pipe_read(const struct pipe_end *e, struct deed_iter_writer *out)
{
	const struct pipe *p = pipe_ref_borrow(&e->pipe);

	deed_own(pipe_ring_guard, g) = pipe_ring_lock_interruptible(&p->ring);
	if (!deed_ok(g))
		return deed_err(g);

	struct deed_ring *ring = pipe_ring_data(&g);
	int err = deed_io_wait(out, &p->readable, &g,
			       deed_ring_used(ring) || pipe_gone(e, WRITE));
	if (err || !deed_ring_used(ring))
		return err;

	size_t n = deed_ring_write(ring, out);

	if (deed_ring_room(ring) < PIPE_BUF + n) /* it was full */
		deed_wake(&p->writable, EPOLLOUT);
	return n ? n : -EFAULT;
}

static ssize_t pipe_write(const struct pipe_end *e, struct deed_iter_reader *in)
{
	const struct pipe *p = pipe_ref_borrow(&e->pipe);
	size_t needs = deed_iter_left(in) <= PIPE_BUF ? deed_iter_left(in) : 1;
	ssize_t done = 0;

	deed_own(pipe_ring_guard, g) = pipe_ring_lock_interruptible(&p->ring);
	if (!deed_ok(g))
		return deed_err(g);

	struct deed_ring *ring = pipe_ring_data(&g);

	do {
		bool gone;
		ssize_t err =
			deed_io_wait(in, &p->writable, &g,
				     (gone = pipe_gone(e, READ)) ||
					     deed_ring_room(ring) >= needs);
		if (err || gone)
			return done ? done : err ?: -EPIPE;

		size_t n = deed_ring_read(ring, in);

		if (n < needs) { /* all or nothing */
			deed_ring_unread(ring, n);
			return done ? done : -EFAULT;
		}
		deed_wake(&p->readable, EPOLLIN);
		done += n;
		needs = 1;
	} while (deed_iter_left(in));
	return done;
}

static __poll_t pipe_poll(const struct pipe_end *e, const struct deed_poll *pt)
{
	const struct pipe *p = pipe_ref_borrow(&e->pipe);
	__poll_t events = 0;

	deed_poll_wait(pt, &p->readable);
	deed_poll_wait(pt, &p->writable);

	deed_own(pipe_ring_guard, g) = pipe_ring_lock_killable(&p->ring);
	if (!deed_ok(g))
		return EPOLLERR;

	struct deed_ring *ring = pipe_ring_data(&g);

	if (deed_poll_reads(pt) && deed_ring_used(ring))
		events |= EPOLLIN | EPOLLRDNORM;
	if (deed_poll_writes(pt) && deed_ring_room(ring) >= PIPE_BUF)
		events |= EPOLLOUT | EPOLLWRNORM;
	return events |
	       (!deed_poll_writes(pt) && pipe_gone(e, WRITE) ? EPOLLHUP : 0) |
	       (!deed_poll_reads(pt) && pipe_gone(e, READ) ? EPOLLERR : 0);
}

static struct deed_pipe_stats pipe_stats(const struct pipe *p)
{
	deed_lock(mutex, ring, &p->ring);
	deed_lock(spin, files, &p->files);
	return (struct deed_pipe_stats){
		.written = deed_ring_total_in(ring),
		.read = deed_ring_total_out(ring),
		.capacity = deed_ring_len(ring),
		.readers = files->open[READ],
		.writers = files->open[WRITE],
	};
}

static int pipe_resize(const struct pipe *p, struct deed_untrusted_u32 n)
{
	u32 bytes;
	int err = deed_check_range(n, DEED_PIPE_MIN, DEED_PIPE_MAX, &bytes);

	if (err)
		return err;

	deed_own(deed_ring, with) = deed_ring_alloc(bytes);
	if (!deed_ok(with))
		return deed_err(with);

	deed_lock(mutex, ring, &p->ring);
	err = deed_ring_resize(ring, &with);
	if (!err)
		deed_wake(&p->writable, EPOLLOUT);
	return err;
}

static int pipe_ioctl(const struct pipe_end *e, struct deed_ioctl *call)
{
	const struct pipe *p = pipe_ref_borrow(&e->pipe);
	struct deed_untrusted_u32 size;

	if (deed_gone(&p->dev))
		return -ENODEV;
	switch (call->cmd) {
	case DEED_PIPE_GET_CAPACITY:
		return deed_ioctl_write(call, pipe_stats(p).capacity);
	case DEED_PIPE_SET_CAPACITY:
		return deed_ioctl_read(call, &size) ?: pipe_resize(p, size);
	case DEED_PIPE_GET_STATS:
		return deed_ioctl_write(call, pipe_stats(p));
	default:
		return -ENOTTY;
	}
}

DEED_BOUND_CHRDEV(pipe_node, pipe_ref, dev, misc, pipe_file, pipe_open, close,
		  pipe_close, read, pipe_read, write, pipe_write, poll,
		  pipe_poll, ioctl, pipe_ioctl);

static int pipe_probe(struct deed_platform *dev, struct pipe *p, struct deed_no_hw *hw)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(capacity);
	if (!deed_ok(ring))
		return deed_err(ring);

	*deed_cell_init(&p->ring) = deed_move(ring);
	deed_cell_init(&p->files);
	deed_bound_queue_init(p, readable, dev);
	deed_bound_queue_init(p, writable, dev);
	return 0;
}

static int pipe_start(const struct pipe *p, const struct deed_no_hw *hw,
		      struct pipe_device_scope *scope)
{
	return pipe_node_register(scope, "deed-pipe");
}

DEED_PLATFORM_DRIVER(pipe_driver, "deed-pipe", pipe_ref, dev, pipe_probe, start,
		     pipe_start);

/* The module: dropped from left to right. */
DEED_COMPOSITE(pipe_module, deed_platform_device, device, pipe_driver, driver);

static struct pipe_module pipe_load(void)
{
	deed_own(pipe_driver, driver) = pipe_driver_register();
	if (!deed_ok(driver))
		return deed_fail(pipe_module, deed_err(driver));

	deed_own(deed_platform_device, device) =
		deed_platform_device_register("deed-pipe", -1);
	if (!deed_ok(device))
		return deed_fail(pipe_module, deed_err(device));

	return (struct pipe_module){ .device = deed_move(device),
				     .driver = deed_move(driver) };
}

deed_module(pipe_module, pipe_load);

MODULE_DESCRIPTION("A bounded byte pipe, written with deed");
MODULE_LICENSE("GPL");
