/* SPDX-License-Identifier: GPL-2.0 */
/*
 * User memory: readers, writers, and values that nobody has checked yet.
 *
 * A reader is the right to fetch a range of user memory, front to back, each
 * byte once: what was fetched is gone from the range, so there is no second
 * fetch that might see other bytes. A writer is the same in the other direction.
 * Both live on the stack of a callback that deed calls, borrow the caller's
 * memory, and must neither be copied nor outlive the call.
 *
 * What is fetched as a number is untrusted: a nominal type that plain C does
 * not let anybody use as an index, a length or a bound, until a check has
 * turned it into a number. An index is clamped against speculation as well.
 *
 * What goes out has no padding that still holds kernel memory: the bytes of an
 * object that belong to no member are cleared on the way. (Of a union only those
 * that belong to none of its members.)
 *
 * Plain C enforces it for the values that are fetched by themselves. A struct
 * with plain numbers in it can be fetched: give it untrusted members.
 *
 * All copies may fault and sleep: task context, no spinlock held.
 *
 * Sources: Documentation/core-api/mm-api.rst, lib/iov_iter.c,
 * Documentation/admin-guide/hw-vuln/spectre.rst.
 */
#ifndef _DEED_USER_H
#define _DEED_USER_H

#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <deed/box.h>

/**
 * struct deed_untrusted_u32 - a 32-bit number from user space
 *
 * Use it as the type of a member in the kernel's view of a user structure; the
 * layout is that of a u32.
 */
struct deed_untrusted_u32 {
	/* private: */
	u32 __value;
};

/**
 * struct deed_untrusted_u64 - a 64-bit number from user space
 */
struct deed_untrusted_u64 {
	/* private: */
	u64 __value;
};

/*
 * What is fetched is a struct: a number from user space must not end up in a
 * plain variable, a pointer from there is good for nothing, and an array would
 * be fetched as what it decays to.
 */
#define __deed_only_a_struct(object)					\
	static_assert(__builtin_classify_type(object) == 12,		\
		      "what comes from user space is untrusted: use struct deed_untrusted_u32")

/* The address of a kernel object is nobody's business. */
#define __deed_not_a_pointer(value)					\
	static_assert(__builtin_classify_type(value) != 5,		\
		      "the address of the value would go out, not the value")

/**
 * deed_check_index() - take an untrusted number as an index
 * @n: the number
 * @limit: number of elements
 * @index: where the index goes, if it is below @limit; clamped against
 *	speculation
 *
 * Any context.
 *
 * Return: 0 or -EINVAL.
 */
static __always_inline __deed_checks_below(3) int __must_check
deed_check_index(struct deed_untrusted_u32 n, u32 limit, u32 *index)
{
	if (n.__value >= limit)
		return -EINVAL;
	*index = array_index_nospec(n.__value, limit);
	return 0;
}

/**
 * deed_check_range() - take an untrusted number as a length or a bound
 * @n: the number
 * @min: the smallest that is allowed
 * @max: the largest that is allowed
 * @value: where the number goes, if it is allowed; not to be used as an index,
 *	which needs deed_check_index()
 *
 * Any context.
 *
 * Return: 0, or -EINVAL also if @min is greater than @max.
 */
static __always_inline __deed_checks(4) int __must_check
deed_check_range(struct deed_untrusted_u32 n, u32 min, u32 max, u32 *value)
{
	if (min > max || n.__value - min > max - min)
		return -EINVAL;
	*value = n.__value;
	return 0;
}

/**
 * deed_check_range64() - take an untrusted 64-bit number as a length or a bound
 * @n: the number
 * @min: the smallest that is allowed
 * @max: the largest that is allowed
 * @value: where the number goes, if it is allowed; not to be used as an index,
 *	which needs deed_check_index()
 *
 * Any context.
 *
 * Return: 0, or -EINVAL also if @min is greater than @max.
 */
static __always_inline __deed_checks(4) int __must_check
deed_check_range64(struct deed_untrusted_u64 n, u64 min, u64 max, u64 *value)
{
	if (min > max || n.__value - min > max - min)
		return -EINVAL;
	*value = n.__value;
	return 0;
}

/**
 * deed_check_flags() - take an untrusted number as a set of flags
 * @n: the number
 * @known: the flags that mean something
 * @flags: where the number goes, if no other bit is set
 *
 * Any context.
 *
 * Return: 0 or -EINVAL.
 */
static __always_inline __deed_checks(3) int __must_check
deed_check_flags(struct deed_untrusted_u32 n, u32 known, u32 *flags)
{
	if (n.__value & ~known)
		return -EINVAL;
	*flags = n.__value;
	return 0;
}

/**
 * struct deed_reader - the right to fetch a range of user memory once
 */
struct __deed_of_call deed_reader {
	/* private: */
	const void __user *__from;
	size_t __left;
};

/**
 * struct deed_writer - the right to fill a range of user memory
 */
struct __deed_of_call deed_writer {
	/* private: */
	void __user *__to;
	size_t __left;
};

/**
 * deed_reader_left() - how much can still be fetched
 * @reader: the reader
 *
 * Does not sleep.
 *
 * Return: number of bytes.
 */
static __always_inline __deed_untrusted_result size_t
deed_reader_left(const struct deed_reader *reader)
{
	return reader->__left;
}

/**
 * deed_writer_left() - how much can still be written
 * @writer: the writer
 *
 * Does not sleep.
 *
 * Return: number of bytes.
 */
static __always_inline __deed_untrusted_result size_t
deed_writer_left(const struct deed_writer *writer)
{
	return writer->__left;
}

/**
 * deed_read() - fetch an object
 * @reader: pointer to the reader
 * @object: pointer to a struct of plain or untrusted data; not to a number
 *
 * May sleep.
 *
 * Return: 0; -EINVAL if less is left than the object needs, and nothing is
 * fetched; -EFAULT, and the reader is used up, so that no byte is fetched twice.
 */
#define deed_read(reader, object)					\
	({								\
		__deed_only_a_struct(*(object));				\
		__deed_read(reader, object, sizeof(*(object)));		\
	})

/**
 * deed_write() - put out a value
 * @writer: pointer to the writer
 * @value: the value, whose padding is cleared on the way; not a pointer, and
 *	not an array, which C would turn into one
 *
 * May sleep.
 *
 * Return: 0; -EINVAL if less is left than the value needs; -EFAULT, and the
 * writer is used up.
 */
#define deed_write(writer, value)					\
	({								\
		struct deed_writer *__writer = (writer);		\
		int __write_err = -EINVAL;				\
									\
		if (sizeof(value) <= __writer->__left) {		\
			__auto_type __out = (value);			\
									\
			__deed_not_a_pointer(__out);			\
			__builtin_clear_padding(&__out);		\
			__write_err = __deed_write(__writer, &__out,	\
						   sizeof(__out));	\
		}							\
		__write_err;						\
	})

/*
 * Copies of a constant length, through the kernel's shortest way for it.
 *
 * SAFETY: copy_from_user() and get_user() want
 * 1. @to of @len bytes: sizeof the object, by the macros above and below;
 * 2. that no caller uses a partial result: any rest is -EFAULT.
 * The user's address is checked by the functions themselves.
 */
static __always_inline deed_waits int
__deed_fetch(void *to, const void __user *from, size_t len)
{
	switch (len) {
	case 1:
		return get_user(*(u8 *)to, (const u8 __user *)from);
	case 2:
		return get_user(*(u16 *)to, (const u16 __user *)from);
	case 4:
		return get_user(*(u32 *)to, (const u32 __user *)from);
	case 8:
		return get_user(*(u64 *)to, (const u64 __user *)from);
	default:
		return copy_from_user(to, from, len) ? -EFAULT : 0;
	}
}

/*
 * SAFETY: copy_to_user() and put_user() want @from of @len initialised bytes:
 * sizeof a value whose padding was cleared, by the macros above and below.
 */
static __always_inline deed_waits int
__deed_put_out(void __user *to, const void *from, size_t len)
{
	switch (len) {
	case 1:
		return put_user(*(const u8 *)from, (u8 __user *)to);
	case 2:
		return put_user(*(const u16 *)from, (u16 __user *)to);
	case 4:
		return put_user(*(const u32 *)from, (u32 __user *)to);
	case 8:
		return put_user(*(const u64 *)from, (u64 __user *)to);
	default:
		return copy_to_user(to, from, len) ? -EFAULT : 0;
	}
}

static __always_inline deed_waits __deed_fetches(2) int __must_check
__deed_read(struct deed_reader *reader, void *to, size_t len)
{
	const void __user *from = reader->__from;
	int err;

	if (len > reader->__left)
		return -EINVAL;
	reader->__left -= len;
	reader->__from += len;
	err = __deed_fetch(to, from, len);
	if (err)
		reader->__left = 0;
	return err;
}

static __always_inline deed_waits int __must_check
__deed_write(struct deed_writer *writer, const void *from, size_t len)
{
	void __user *to = writer->__to;
	int err;

	if (len > writer->__left)
		return -EINVAL;
	writer->__left -= len;
	writer->__to += len;
	err = __deed_put_out(to, from, len);
	if (err)
		writer->__left = 0;
	return err;
}

/**
 * struct deed_ioctl - the command and the argument of an ioctl call
 * @cmd: the command, to be switched on
 *
 * Holds the right to fetch and to fill as many bytes as the command's number
 * says (_IOC_SIZE), in the directions that it says (_IOC_DIR).
 */
struct __deed_of_call deed_ioctl {
	unsigned int cmd;
	/* private: */
	void __user *__arg;
	bool __fetched;
};

/**
 * deed_ioctl_read() - fetch the argument of an ioctl, once
 * @call: pointer to the call
 * @object: pointer to a struct of the command's size; not to a number
 *
 * May sleep. In a case label of a switch over the command, nothing is left of
 * the tests.
 *
 * Return: 0; -ENOTTY if the command has no such argument, or it was fetched
 * already; -EFAULT.
 */
#define deed_ioctl_read(call, object)					\
	({								\
		__deed_only_a_struct(*(object));				\
		__deed_ioctl_read(call, object, sizeof(*(object)));	\
	})

/**
 * deed_ioctl_write() - put out the result of an ioctl
 * @call: pointer to the call
 * @value: a value of the command's own type, whose padding is cleared; not a
 *	pointer, and not an array, which C would turn into one
 *
 * May sleep.
 *
 * Return: 0; -ENOTTY if the command has no such result; -EFAULT.
 */
#define deed_ioctl_write(call, value)					\
	({								\
		__auto_type __out = (value);				\
									\
		__deed_not_a_pointer(__out);				\
		__builtin_clear_padding(&__out);			\
		__deed_ioctl_write(call, &__out, sizeof(__out));	\
	})

static __always_inline deed_waits __deed_fetches(2) int __must_check
__deed_ioctl_read(struct deed_ioctl *call, void *to, size_t len)
{
	if (!(_IOC_DIR(call->cmd) & _IOC_WRITE) || _IOC_SIZE(call->cmd) != len)
		return -ENOTTY;
	if (call->__fetched)
		return -ENOTTY;
	call->__fetched = true;
	return __deed_fetch(to, call->__arg, len);
}

static __always_inline deed_waits int __must_check
__deed_ioctl_write(struct deed_ioctl *call, const void *from, size_t len)
{
	if (!(_IOC_DIR(call->cmd) & _IOC_READ) || _IOC_SIZE(call->cmd) != len)
		return -ENOTTY;
	return __deed_put_out(call->__arg, from, len);
}

/**
 * struct deed_iter_reader - the data of a write call, to be fetched once
 *
 * The iov_iter of the call, which may be scattered (writev). It advances with
 * each fetch and cannot be rewound.
 */
struct __deed_of_call deed_iter_reader {
	/* private: */
	struct kiocb *__iocb;
	struct iov_iter *__iter;
};

/**
 * struct deed_iter_writer - the buffers of a read call, to be filled
 */
struct __deed_of_call deed_iter_writer {
	/* private: */
	struct kiocb *__iocb;
	struct iov_iter *__iter;
};

/**
 * deed_iter_left() - how many bytes a reader or writer over an iov_iter has left
 * @it: pointer to a &struct deed_iter_reader or &struct deed_iter_writer
 *
 * Does not sleep.
 *
 * Return: number of bytes.
 */
#define deed_iter_left(it) __deed_iter_left((it)->__iter)

static __always_inline __deed_untrusted_result size_t
__deed_iter_left(const struct iov_iter *iter)
{
	return iov_iter_count(iter);
}

/**
 * deed_iter_pos() - where in the file a call begins
 * @it: pointer to a &struct deed_iter_reader or &struct deed_iter_writer
 *
 * Does not sleep.
 *
 * Return: the offset in bytes: below the file's size, if files of the device have
 * one (see DEED_CHRDEV(), ``size``), and all that is left of @it fits between; else 0.
 */
#define deed_iter_pos(it) __deed_iter_pos((it)->__iocb)

static __always_inline u64 __deed_iter_pos(const struct kiocb *iocb)
{
	return iocb->ki_pos;
}

/**
 * deed_iter_nonblock() - whether the call must not wait
 * @it: pointer to a &struct deed_iter_reader or &struct deed_iter_writer
 *
 * Does not sleep.
 *
 * Return: true if the file is O_NONBLOCK, or if io_uring tries whether the call
 * can be done at once. (The kernel itself refuses RWF_NOWAIT with -EOPNOTSUPP,
 * since files do not say that they never block.)
 */
#define deed_iter_nonblock(it) __deed_nonblock((it)->__iocb)

static __always_inline bool __deed_nonblock(const struct kiocb *iocb)
{
	return (iocb->ki_filp->f_flags & O_NONBLOCK) ||
	       (iocb->ki_flags & IOCB_NOWAIT);
}

/**
 * deed_iter_direct() - whether the call asks for no copy
 * @it: pointer to a &struct deed_iter_reader or &struct deed_iter_writer
 *
 * Does not sleep.
 *
 * Return: true if the file is O_DIRECT (see DEED_CHRDEV(), ``direct``), and what it
 * gives is memory of the program, which can be pinned: see dma_list.h. It is not if
 * it comes from a pipe (splice), or was registered with io_uring before.
 */
#define deed_iter_direct(it) __deed_direct((it)->__iocb, (it)->__iter)

static __always_inline bool
__deed_direct(const struct kiocb *iocb, const struct iov_iter *iter)
{
	return (iocb->ki_flags & IOCB_DIRECT) && user_backed_iter(iter);
}

/**
 * deed_iter_read() - fetch bytes
 * @reader: pointer to the reader
 * @to: where they go
 *
 * May sleep.
 *
 * Return: how many bytes of @to were filled: fewer if the reader ended or an
 * address was bad.
 */
static __always_inline deed_waits size_t
deed_iter_read(struct deed_iter_reader *reader, struct deed_bytes to)
{
	/* SAFETY: copy_from_iter() wants as many bytes there: a borrow. */
	return copy_from_iter(to.__start, to.__len, reader->__iter);
}

/**
 * deed_iter_write() - put out bytes
 * @writer: pointer to the writer
 * @from: the bytes: of an array, so zeroed or written by somebody
 *
 * May sleep.
 *
 * Return: how many bytes went out: fewer if the writer ended or an address was
 * bad.
 */
static __always_inline deed_waits size_t
deed_iter_write(struct deed_iter_writer *writer, struct deed_bytes from)
{
	/* SAFETY: copy_to_iter() wants initialised bytes: a borrow. */
	return copy_to_iter(from.__start, from.__len, writer->__iter);
}

/**
 * deed_iter_get() - fetch an object
 * @reader: pointer to the reader
 * @object: pointer to a struct of plain or untrusted data; not to a number
 *
 * May sleep.
 *
 * Return: 0, or -EFAULT if the reader ended or an address was bad; the reader
 * is then where it was, and nothing of @object may be used.
 */
#define deed_iter_get(reader, object)					\
	({								\
		__deed_only_a_struct(*(object));			\
		__deed_iter_get(reader, object, sizeof(*(object)));	\
	})

/**
 * deed_iter_put() - put out a value
 * @writer: pointer to the writer
 * @value: the value, whose padding is cleared on the way; not a pointer, and
 *	not an array, which C would turn into one
 *
 * May sleep.
 *
 * Return: 0, or -EFAULT if the writer ended or an address was bad.
 */
#define deed_iter_put(writer, value)					\
	({								\
		__auto_type __out = (value);				\
									\
		__deed_not_a_pointer(__out);				\
		__builtin_clear_padding(&__out);			\
		__deed_iter_put(writer, &__out, sizeof(__out));		\
	})

/*
 * SAFETY: copy_from_iter_full() wants @to of @len bytes, sizeof the object, and
 * that no caller uses a partial result: it is -EFAULT.
 */
static __always_inline deed_waits __deed_fetches(2) int __must_check
__deed_iter_get(struct deed_iter_reader *reader, void *to, size_t len)
{
	return copy_from_iter_full(to, len, reader->__iter) ? 0 : -EFAULT;
}

/*
 * SAFETY: copy_to_iter() wants @from of @len initialised bytes: sizeof a value
 * whose padding was cleared.
 */
static __always_inline deed_waits int __must_check
__deed_iter_put(struct deed_iter_writer *writer, const void *from, size_t len)
{
	return copy_to_iter(from, len, writer->__iter) == len ? 0 : -EFAULT;
}

#endif /* _DEED_USER_H */
