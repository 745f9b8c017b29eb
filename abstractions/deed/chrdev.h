/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Character devices: misc devices with typed state.
 *
 * A device is a reference counted object (DEED_REF) in which a deed_misc is
 * embedded. Registering consumes its box: nobody has it exclusively any more,
 * it cannot be registered twice, and from here on every callback sees it const.
 * The registration is a handle that owns a reference; dropping it removes the
 * device node and gives the reference back.
 *
 * Each open file owns its per-open state: a box or a reference. It is made by
 * the open callback, lent const to the others (two threads may use one file at
 * the same time), and dropped at the last close. It must own a reference to the
 * device, or be one, if its callbacks are to reach the device: the memory then
 * outlives the last file, whenever the registration goes. The module stays until
 * the last file is closed.
 *
 * Callbacks are typed: each goes through a trampoline that this file generates
 * into the driver, into which it inlines; no function pointer is cast. All run
 * in task context and may sleep. Files are streams, which have no position: unless
 * the device says what size they have.
 *
 * Sources: drivers/char/misc.c, Documentation/filesystems/vfs.rst.
 */
#ifndef _DEED_CHRDEV_H
#define _DEED_CHRDEV_H

#include <linux/args.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>

#include <deed/device.h>
#include <deed/user.h>
#include <deed/wait.h>

/**
 * struct deed_misc - the place of a misc device inside the driver's object
 *
 * Pinned and interior: only DEED_CHRDEV() touches it.
 */
struct __deed_interior deed_misc {
	/* private: */
	struct miscdevice __misc;
};

/**
 * struct deed_open - how a file was opened
 */
struct __deed_of_call_value deed_open {
	/* private: */
	const struct file *__file;
};

/**
 * deed_open_reads() - whether the file was opened for reading
 * @how: how it was opened
 *
 * Does not sleep.
 *
 * Return: true for O_RDONLY and O_RDWR.
 */
static __always_inline bool deed_open_reads(struct deed_open how)
{
	return how.__file->f_mode & FMODE_READ;
}

/**
 * deed_open_writes() - whether the file was opened for writing
 * @how: how it was opened
 *
 * Does not sleep.
 *
 * Return: true for O_WRONLY and O_RDWR.
 */
static __always_inline bool deed_open_writes(struct deed_open how)
{
	return how.__file->f_mode & FMODE_WRITE;
}

/* A bound queue, if there is any, that a call waits on. */
struct __deed_polled {
	bool __bound; /* so that gcc knows, and does not test the pointer */
	const struct deed_bound_queue *__queue;
};

/**
 * struct deed_poll - a poll, select or epoll call
 */
struct __deed_of_call deed_poll {
	/* private: */
	struct file *__file;
	struct poll_table_struct *__table;
	struct __deed_polled *__polled;
};

/**
 * deed_poll_reads() - whether the file that is polled was opened for reading
 * @poll: the call
 *
 * Does not sleep.
 *
 * Return: true for O_RDONLY and O_RDWR.
 */
static __always_inline bool deed_poll_reads(const struct deed_poll *poll)
{
	return poll->__file->f_mode & FMODE_READ;
}

/**
 * deed_poll_writes() - whether the file that is polled was opened for writing
 * @poll: the call
 *
 * Does not sleep.
 *
 * Return: true for O_WRONLY and O_RDWR.
 */
static __always_inline bool deed_poll_writes(const struct deed_poll *poll)
{
	return poll->__file->f_mode & FMODE_WRITE;
}

/**
 * deed_poll_wait() - say which queue is woken when the answer may change
 * @poll: pointer to the call
 * @queue: a queue that lives as long as the file, in the per-open state or in
 *	what that owns a reference to
 *
 * Call it before the state is looked at, which must be under the lock of its
 * cell: that orders the two against deed_wake(). When the device of a bound queue
 * has gone, the call answers EPOLLHUP and EPOLLERR, whatever the callback says;
 * all bound queues of a callback are of one device. Does not sleep.
 */
#define deed_poll_wait(poll, queue)					\
	_Generic((queue),						\
		 struct deed_waitqueue * : __deed_poll_wait,		\
		 const struct deed_waitqueue * : __deed_poll_wait,	\
		 struct deed_bound_queue * : __deed_poll_bound_wait,	\
		 const struct deed_bound_queue * : __deed_poll_bound_wait) \
		(poll, queue)

static __always_inline void __deed_keeps(2)
__deed_poll_wait(const struct deed_poll *poll, const struct deed_waitqueue *queue)
{
	deed_assume(queue); /* a borrow: poll_wait() need not test it */
	/*
	 * SAFETY: poll_wait() wants a queue that stays until the file is
	 * closed: an epoll item sits on it until then. Stated above.
	 */
	poll_wait(poll->__file, __deed_raw_queue(queue), poll->__table);
}

static __always_inline void __deed_keeps(2)
__deed_poll_bound_wait(const struct deed_poll *poll,
		       const struct deed_bound_queue *queue)
{
	__deed_poll_wait(poll, &queue->__waitqueue);
	*poll->__polled = (struct __deed_polled){ true, queue };
}

/**
 * deed_io_wait() - wait until a read or write call can go on
 * @io: pointer to the call: &struct deed_iter_reader or &struct deed_iter_writer
 * @queue: as for deed_wait_interruptible()
 * @guard: as for deed_wait_interruptible()
 * @condition: as for deed_wait_interruptible()
 *
 * Does not wait if the file is O_NONBLOCK. May sleep otherwise.
 *
 * Return: 0 if @condition holds, -EAGAIN if it does not and the call must not
 * wait, -ERESTARTSYS on a signal, -ENODEV if @queue is bound and its device has
 * gone, whether @condition holds or not.
 */
#define deed_io_wait(io, queue, guard, condition)			\
	(__deed_queue_gone(queue) ? -ENODEV :				\
	 (condition) ? 0 :						\
	 deed_iter_nonblock(io) ? -EAGAIN :				\
	 (__deed_waits_unbounded(),					\
	  __deed_wait_long(queue, guard, condition, TASK_INTERRUPTIBLE,	\
			   MAX_SCHEDULE_TIMEOUT)))

/*
 * SAFETY: misc_register() wants
 * 1. a miscdevice that stays until misc_deregister(): the registration handle
 *    owns a reference to the object that contains it;
 * 2. that it is not registered already: its box was consumed;
 * 3. file operations whose owner is the module that holds them:
 *    DEED_CHRDEV_FOPS() says so; module scope drops the handle before the end.
 */
static __always_inline int
__deed_misc_register(struct deed_misc *misc, const char *name,
		     const struct file_operations *fops)
{
	int err;

	if (deed_injected("misc_register"))
		return -EBUSY;
	misc->__misc.minor = MISC_DYNAMIC_MINOR;
	misc->__misc.name = name;
	misc->__misc.fops = fops;
	err = misc_register(&misc->__misc);
	deed_assume(err <= 0 && err >= -MAX_ERRNO);
	return err;
}

/* SAFETY: misc_deregister() wants a registered one, once: the handle's drop. */
static __always_inline void __deed_misc_deregister(struct deed_misc *misc)
{
	misc_deregister(&misc->__misc);
}

/*
 * Register in start, in core/chrdev.c: until the scope ends, which has a count on
 * the state. The second adds to @prefix the lowest of @numbers that is free.
 */
int __must_check __deed_misc_bind(struct deed_scope *scope, struct deed_misc *misc,
				  const char *name,
				  const struct file_operations *fops);
int __must_check
__deed_misc_bind_numbered(struct deed_scope *scope, struct deed_misc *misc,
			  const char *prefix, const struct file_operations *fops,
			  struct ida *numbers);

/*
 * SAFETY: stream_open() wants a file that is being opened. It cannot fail, and
 * returns 0; the file loses its position, so that llseek, pread and pwrite are
 * refused.
 */
static __always_inline int
__deed_chrdev_opened(struct inode *inode, struct file *file, void *state, loff_t size,
		     bool direct)
{
	file->private_data = state;
	if (direct)
		file->f_mode |= FMODE_CAN_ODIRECT;
	return size ? 0 : stream_open(inode, file);
}

/*
 * Of a file that has a size: whether the call begins inside of it; what is beyond the
 * end is cut off. What was done moves the position. Positions are not negative, for
 * the kernel has checked that (rw_verify_area()).
 */
static __always_inline bool
__deed_iter_clip(const struct kiocb *iocb, struct iov_iter *iter, loff_t size)
{
	if (!size)
		return true;
	if (iocb->ki_pos >= size)
		return false;
	/* SAFETY: wants an iov_iter of the caller's own: the call's. */
	iov_iter_truncate(iter, size - iocb->ki_pos);
	deed_assume(iov_iter_count(iter) <= size);
	return true;
}

static __always_inline ssize_t
__deed_iter_done(struct kiocb *iocb, ssize_t done, loff_t size)
{
	if (size && done > 0)
		iocb->ki_pos += done;
	return done;
}

/**
 * DEED_CHRDEV() - define a character device
 * @kind: the handle kind of its registration
 * @ref: the reference kind of the device, from DEED_REF()
 * @member: the device's member of type &struct deed_misc
 * @opened: the kind of the per-open state, which each open file owns: a box, or
 *	a reference
 * @open_fn: the open callback
 * @...: the other callbacks, each by its role and its function:
 *	``read, foo_read, ioctl, foo_ioctl``
 *
 * The callbacks, with *device* and *state* for the types of the device and of
 * the per-open state. All are called in task context and may sleep.
 *
 * ``struct <opened> open(const device *device, struct deed_open how)``
 *	makes the per-open state, or fails with the errno that open returns.
 *	Called under misc_mtx, which every open of every misc device takes: it
 *	does not wait without bound or touch user memory (the pass refuses it),
 *	must not register or drop a device, and must not take a lock under which
 *	somebody copies from or to user memory or waits.
 * ``ssize_t read(const state *file, struct deed_iter_writer *to)``
 *	fills the user's buffers; returns the number of bytes, 0 at the end, or
 *	an errno. Not called to read nothing: that returns 0.
 * ``ssize_t write(const state *file, struct deed_iter_reader *from)``
 *	takes the user's data; returns the number of bytes, or an errno. Not
 *	called to write nothing: that returns 0.
 * ``__poll_t poll(const state *file, const struct deed_poll *poll)``
 *	calls deed_poll_wait() for each queue, then returns the events that hold
 * ``void close(const state *file, struct deed_open how)``
 *	undoes what open did, apart from the per-open state itself, which is
 *	dropped next. Called once, at the last close, when no other callback runs.
 * ``size``
 *	no callback, but a constant: files are that many bytes long, and have a
 *	position: see deed_iter_pos(). Reads end there, writes fail with -ENOSPC.
 * ``direct``
 *	no callback either, but 1: a program may open the device with O_DIRECT, and
 *	then read and write ask deed_iter_direct(). Without, such an open fails with
 *	-EINVAL.
 * ``int ioctl(const state *file, struct deed_ioctl *call)``
 *	returns 0, a positive result, or an errno: -ENOTTY for an unknown
 *	command. 32-bit programs come the same way: what the commands point to
 *	must look the same for them (Documentation/driver-api/ioctl.rst).
 *
 * Generates, beside what DEED_HANDLE() gives:
 *
 * ``struct <kind> <kind>_register(const char *name, struct <ref>_box device)``
 *	makes /dev/@name; consumes @device, which must be live. @name must stay.
 *	Calls can come in before this returns. A negative errno of
 *	misc_register(), after which the device is gone too. May sleep.
 * ``const device *<kind>_borrow(const struct <kind> *registration)``
 *	the shared borrow of the device
 *
 * The drop of the registration may sleep.
 */
#define DEED_CHRDEV(kind, ref, member, opened, open_fn, ...)		\
	struct __deed_handle kind {					\
		typeof(((struct ref *)NULL)->__ptr) __ptr;		\
	};								\
									\
	__DEED_CHRDEV_FILES(kind, ref, member, opened, open_fn, __VA_ARGS__) \
									\
	static __always_inline const __##kind##_device_t *		\
	kind##_borrow(const struct kind *registration)			\
	{								\
		return __deed_borrow(registration);			\
	}								\
									\
	static __always_inline void __##kind##_deregister(struct kind h) \
	{								\
		struct ref device = { __deed_borrow(&h) };		\
									\
		__deed_misc_deregister(&__deed_borrow(&h)->member);	\
		ref##_drop_live(&device);				\
	}								\
	DEED_HANDLE(kind, __##kind##_deregister)			\
									\
	static __always_inline __must_check __deed_keeps(1) struct kind	\
	kind##_register(const char *name, struct ref##_box device)	\
	{								\
		struct ref first = ref##_share(device);			\
		int err = __deed_misc_register(&__deed_borrow(&first)->member, \
					       name, &__##kind##_fops);	\
									\
		if (err) {						\
			/* Nobody could open it: the box is the owner still. */ \
			ref##_box_drop_live(&device);			\
			return deed_fail(kind, err);			\
		}							\
		return __deed_acquire(kind, first.__ptr);		\
	}								\
	struct kind

/**
 * DEED_BOUND_CHRDEV() - define a character device of a bound device
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @member: the state's member of type &struct deed_misc
 * @opened: as for DEED_CHRDEV()
 * @open_fn: as for DEED_CHRDEV(); the *device* is the state
 * @...: as for DEED_CHRDEV()
 *
 * Generates
 *
 * ``int <kind>_register(struct place_scope *scope, const char *name)``
 *	in start: makes /dev/@name until the scope ends. @name must stay. 0;
 *	-EEXIST if there is one; -EBUSY if the state has one already; another
 *	errno, after which start fails. May sleep.
 * ``int <kind>_register_numbered(struct place_scope *scope, const char *name)``
 *	the same for /dev/@name<N>, with the lowest N that no device of this kind
 *	has; @name need not stay
 *
 * Files that are open when the scope ends stay open, and
 * own what their per-open state does; calls go on coming, and wait on bound
 * queues or ask for the live-guard to see that the device has gone.
 */
#define DEED_BOUND_CHRDEV(kind, ref, place, member, opened, open_fn, ...) \
	__DEED_DEVICE_REF_CHECK(ref)					\
	__DEED_CHRDEV_FILES(kind, ref, member, opened, open_fn, __VA_ARGS__) \
									\
	static DEFINE_IDA(__##kind##_numbers);				\
	typedef typeof(((__##kind##_device_t *)NULL)->place.__scope[0])	\
		__##kind##_device_scope_t;				\
									\
	static __always_inline struct deed_misc *			\
	__##kind##_misc(__##kind##_device_scope_t scope)			\
	{								\
		/* interior mutability: registered once, in start */	\
		return (struct deed_misc *)(unsigned long)		\
			&container_of(scope->__place,			\
				      __##kind##_device_t, place)->member; \
	}								\
									\
	static inline int __must_check __maybe_unused __deed_keeps(2)	\
	kind##_register(__##kind##_device_scope_t scope, const char *name) \
	{								\
		return __deed_misc_bind(&scope->scope, __##kind##_misc(scope), \
					name, &__##kind##_fops);	\
	}								\
									\
	static inline int __must_check __maybe_unused			\
	kind##_register_numbered(__##kind##_device_scope_t scope, const char *name) \
	{								\
		return __deed_misc_bind_numbered(&scope->scope,		\
						 __##kind##_misc(scope), name, \
						 &__##kind##_fops,	\
						 &__##kind##_numbers);	\
	}								\
	struct deed_misc

/* The file operations of a device: what both forms have. */
#define __DEED_CHRDEV_FILES(kind, ref, member, opened, open_fn, ...)	\
	static_assert(sizeof(struct opened) == sizeof(void *),		\
		      "a file keeps one pointer: " #opened " must be a box or a reference"); \
									\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_device_t; \
	typedef typeof(*((struct opened *)NULL)->__ptr) __##kind##_opened_t; \
									\
	/* misc_open() leaves the miscdevice in private_data. */	\
	static __always_inline const __##kind##_device_t *		\
	__##kind##_device(const struct file *filp)			\
	{								\
		return container_of((const struct miscdevice *)		\
				    filp->private_data,			\
				    __##kind##_device_t, member.__misc); \
	}								\
									\
	static __always_inline const __##kind##_opened_t *		\
	__##kind##_state(const struct file *filp)			\
	{								\
		return filp->private_data;				\
	}								\
									\
	/* of its files; 0 for streams */				\
	enum { __##kind##_size = 0 __DEED_EACH(CHRDEV_SIZE, kind, __VA_ARGS__) }; \
	/* whether they can be O_DIRECT */				\
	enum { __##kind##_direct = 0 __DEED_EACH(CHRDEV_DIRECT, kind, __VA_ARGS__) }; \
									\
	__DEED_CALLBACK(open_fn, struct opened,				\
			typeof(__##kind##_device(NULL)),		\
			struct deed_open);				\
	/* misc_open() holds misc_mtx, for which misc_deregister() waits */ \
	__deed_role(open_fn, __deed_bound);				\
	static int __##kind##_open(struct inode *inode, struct file *filp) \
	{								\
		struct deed_open how = { filp };			\
		struct opened state = open_fn(__##kind##_device(filp), how); \
									\
		if (!deed_ok(state))					\
			return deed_err(state);				\
		return __deed_chrdev_opened(inode, filp, state.__ptr,	\
					    __##kind##_size,		\
					    __##kind##_direct);		\
	}								\
									\
	__DEED_EACH(TRAMPOLINE, kind, __VA_ARGS__)			\
									\
	static int __##kind##_release(struct inode *inode, struct file *filp) \
	{								\
		struct opened state =					\
			__deed_acquire(opened, filp->private_data);	\
									\
		__DEED_EACH(CLOSE, filp, __VA_ARGS__)			\
		opened##_drop_live(&state);				\
		return 0;						\
	}								\
									\
	static const struct file_operations __##kind##_fops = {		\
		.owner = THIS_MODULE,					\
		.open = __##kind##_open,				\
		.release = __##kind##_release,				\
		__DEED_EACH(FOP, kind, __VA_ARGS__)			\
	};

/* A callback has exactly the type with which its trampoline calls it. */
#define __DEED_CALLBACK(fn, result, ...)				\
	static_assert(__same_type(&(fn), result(*)(__VA_ARGS__)),	\
		      #fn "(): not the type that DEED_CHRDEV() documents for its role")

/* A trampoline for each role, and where it stands in the file operations. */
#define __DEED_TRAMPOLINE(kind, role, fn) __DEED_TRAMPOLINE_##role(kind, fn)
#define __DEED_FOP(kind, role, fn) __DEED_FOP_##role(kind)
#define __DEED_CLOSE(filp, role, fn) __DEED_CLOSE_##role(filp, fn)

/* Called by the release trampoline, before the per-open state is dropped. */
#define __DEED_TRAMPOLINE_close(kind, fn)				\
	__DEED_CALLBACK(fn, void, typeof(__##kind##_state(NULL)),	\
			struct deed_open);
#define __DEED_FOP_close(kind)
#define __DEED_CLOSE_close(filp, fn) \
	fn((filp)->private_data, (struct deed_open){ filp });
#define __DEED_CLOSE_read(filp, fn)
#define __DEED_CLOSE_write(filp, fn)
#define __DEED_CLOSE_poll(filp, fn)
#define __DEED_CLOSE_ioctl(filp, fn)
#define __DEED_CLOSE_size(filp, bytes)
#define __DEED_CLOSE_direct(filp, yes)

#define __DEED_CHRDEV_SIZE(kind, role, value) __DEED_SIZE_##role(value)
#define __DEED_SIZE_size(bytes) + (bytes)
#define __DEED_SIZE_close(fn)
#define __DEED_SIZE_read(fn)
#define __DEED_SIZE_write(fn)
#define __DEED_SIZE_poll(fn)
#define __DEED_SIZE_ioctl(fn)
#define __DEED_SIZE_direct(yes)

#define __DEED_CHRDEV_DIRECT(kind, role, value) __DEED_DIRECT_##role(value)
#define __DEED_DIRECT_direct(yes) + (yes)
#define __DEED_DIRECT_size(bytes)
#define __DEED_DIRECT_close(fn)
#define __DEED_DIRECT_read(fn)
#define __DEED_DIRECT_write(fn)
#define __DEED_DIRECT_poll(fn)
#define __DEED_DIRECT_ioctl(fn)

#define __DEED_TRAMPOLINE_direct(kind, yes)				\
	static_assert((yes) == 1, "files of a device that does not say it are not direct");
#define __DEED_FOP_direct(kind)

#define __DEED_TRAMPOLINE_size(kind, bytes)				\
	static_assert((bytes) > 0 && (bytes) <= INT_MAX,		\
		      "the size of a file is a number of bytes, known at build time"); \
	static loff_t __##kind##_llseek(struct file *filp, loff_t offset, int whence) \
	{								\
		return fixed_size_llseek(filp, offset, whence, bytes);	\
	}
#define __DEED_FOP_size(kind) .llseek = __##kind##_llseek,

#define __DEED_TRAMPOLINE_read(kind, fn)				\
	__DEED_CALLBACK(fn, ssize_t, typeof(__##kind##_state(NULL)),	\
			struct deed_iter_writer *);			\
	static ssize_t __##kind##_read(struct kiocb *iocb, struct iov_iter *iter) \
	{								\
		struct deed_iter_writer to = { iocb, iter };		\
									\
		if (!deed_iter_left(&to) ||				\
		    !__deed_iter_clip(iocb, iter, __##kind##_size))	\
			return 0;					\
		return __deed_iter_done(iocb, fn(__##kind##_state(iocb->ki_filp), &to), \
					__##kind##_size);		\
	}
#define __DEED_FOP_read(kind) \
	.read_iter = __##kind##_read, .splice_read = copy_splice_read,

#define __DEED_TRAMPOLINE_write(kind, fn)				\
	__DEED_CALLBACK(fn, ssize_t, typeof(__##kind##_state(NULL)),	\
			struct deed_iter_reader *);			\
	static ssize_t __##kind##_write(struct kiocb *iocb, struct iov_iter *iter) \
	{								\
		struct deed_iter_reader from = { iocb, iter };		\
									\
		if (!deed_iter_left(&from))				\
			return 0;					\
		if (!__deed_iter_clip(iocb, iter, __##kind##_size))	\
			return -ENOSPC;					\
		return __deed_iter_done(iocb, fn(__##kind##_state(iocb->ki_filp), &from), \
					__##kind##_size);		\
	}
#define __DEED_FOP_write(kind) \
	.write_iter = __##kind##_write, .splice_write = iter_file_splice_write,

#define __DEED_TRAMPOLINE_poll(kind, fn)				\
	__DEED_CALLBACK(fn, __poll_t, typeof(__##kind##_state(NULL)),	\
			const struct deed_poll *);			\
	static __poll_t __##kind##_poll(struct file *filp,		\
					struct poll_table_struct *table) \
	{								\
		struct __deed_polled polled = {};			\
		struct deed_poll poll = { filp, table, &polled };	\
		__poll_t events = fn(__##kind##_state(filp), &poll);	\
									\
		return polled.__bound && __deed_queue_gone(polled.__queue) ? \
			       EPOLLHUP | EPOLLERR : events;		\
	}
#define __DEED_FOP_poll(kind) .poll = __##kind##_poll,

#define __DEED_TRAMPOLINE_ioctl(kind, fn)				\
	__DEED_CALLBACK(fn, int, typeof(__##kind##_state(NULL)),	\
			struct deed_ioctl *);				\
	static long __##kind##_ioctl(struct file *filp, unsigned int cmd, \
				     unsigned long arg)			\
	{								\
		struct deed_ioctl call = {				\
			.cmd = cmd,					\
			.__arg = (void __user *)arg,			\
		};							\
									\
		return fn(__##kind##_state(filp), &call);		\
	}
#define __DEED_FOP_ioctl(kind)						\
	.unlocked_ioctl = __##kind##_ioctl, .compat_ioctl = compat_ptr_ioctl,

#endif /* _DEED_CHRDEV_H */
