// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/user.h: user memory, and numbers that have to be checked. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/nospec.h>
#include <linux/printk.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <deed/user.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

/* What a command carries: 24 bytes, and 4 of padding at the end */
struct record {
	u64 address;
	u64 length;
	u32 flags;
};

static void __user *user;
static size_t user_len;
static u32 number, table[16];
static struct record record;

static noinline long deed_user_number(void __user *from, size_t len)
{
	struct deed_reader reader = { from, len };
	struct deed_untrusted_u32 n;
	u32 index;
	int err = deed_read(&reader, &n) ?:
		  deed_check_index(n, ARRAY_SIZE(table), &index);

	return err ?: (long)table[index];
}

static noinline long raw_user_number(void __user *from, size_t len)
{
	u32 n;

	if (len < sizeof(n))
		return -EINVAL;
	if (get_user(n, (u32 __user *)from))
		return -EFAULT;
	if (n >= ARRAY_SIZE(table))
		return -EINVAL;
	return table[array_index_nospec(n, ARRAY_SIZE(table))];
}

static noinline long deed_user_record(void __user *from, size_t len)
{
	struct deed_reader reader = { from, len };

	return deed_read(&reader, &record);
}

static noinline long raw_user_record(void __user *from, size_t len)
{
	if (len < sizeof(record))
		return -EINVAL;
	return copy_from_user(&record, from, sizeof(record)) ? -EFAULT : 0;
}

static noinline long deed_user_two(void __user *from, size_t len)
{
	struct deed_reader reader = { from, len };
	struct deed_untrusted_u64 n;
	u64 length;
	int err = deed_read(&reader, &n) ?: deed_read(&reader, &record) ?:
		  deed_check_range64(n, 0, 4096, &length);

	return err ?: (long)length;
}

static noinline long raw_user_two(void __user *from, size_t len)
{
	u64 n;

	if (len < sizeof(n))
		return -EINVAL;
	if (get_user(n, (u64 __user *)from))
		return -EFAULT;
	if (len - sizeof(n) < sizeof(record))
		return -EINVAL;
	if (copy_from_user(&record, from + sizeof(n), sizeof(record)))
		return -EFAULT;
	return n > 4096 ? -EINVAL : n;
}

static noinline long deed_user_put(void __user *to, size_t len)
{
	struct deed_writer writer = { to, len };

	return deed_write(&writer, number);
}

static noinline long raw_user_put(void __user *to, size_t len)
{
	if (len < sizeof(number))
		return -EINVAL;
	return put_user(number, (u32 __user *)to);
}

static noinline long deed_user_put_record(void __user *to, size_t len)
{
	struct deed_writer writer = { to, len };

	return deed_write(&writer, ((struct record){ 1, 2, number }));
}

/* Padding that a compiler leaves alone would show kernel memory. */
static noinline long raw_user_put_record(void __user *to, size_t len)
{
	struct record out;

	if (len < sizeof(out))
		return -EINVAL;
	memset(&out, 0, sizeof(out));
	out.address = 1;
	out.length = 2;
	out.flags = number;
	return copy_to_user(to, &out, sizeof(out)) ? -EFAULT : 0;
}

/* The range is in registers, as it is in a callback of deed. */
#define USER_RUN(op)							\
	static long deed_user_run_##op(void)				\
	{								\
		return deed_user_##op(user, user_len);			\
	}								\
									\
	static long raw_user_run_##op(void)				\
	{								\
		return raw_user_##op(user, user_len);			\
	}

USER_RUN(number)
USER_RUN(record)
USER_RUN(two)
USER_RUN(put)
USER_RUN(put_record)

static struct deed_untrusted_u32 untrusted;
static struct deed_untrusted_u64 untrusted64;

static noinline long deed_user_index(void)
{
	u32 index;

	return deed_check_index(untrusted, ARRAY_SIZE(table), &index) ?:
	       (long)table[index];
}

static noinline long raw_user_index(void)
{
	u32 n = untrusted.__value;

	if (n >= ARRAY_SIZE(table))
		return -EINVAL;
	return table[array_index_nospec(n, ARRAY_SIZE(table))];
}

static noinline long deed_user_range(void)
{
	u32 n;

	return deed_check_range(untrusted, 4, 40, &n) ?: (long)n;
}

static noinline long raw_user_range(void)
{
	u32 n = untrusted.__value;

	return n < 4 || n > 40 ? -EINVAL : (long)n;
}

static noinline long deed_user_range64(void)
{
	u64 n;

	return deed_check_range64(untrusted64, 4, 40, &n) ?: n;
}

static noinline long raw_user_range64(void)
{
	u64 n = untrusted64.__value;

	return n < 4 || n > 40 ? -EINVAL : n;
}

static noinline long deed_user_flags(void)
{
	u32 n;

	return deed_check_flags(untrusted, 0x0f, &n) ?: (long)n;
}

static noinline long raw_user_flags(void)
{
	u32 n = untrusted.__value;

	return n & ~0x0f ? -EINVAL : (long)n;
}

/* A driver's ioctl, with a command each way */
#define GET_NUMBER _IOR('d', 0, u32)
#define SET_NUMBER _IOW('d', 1, u32)
#define GET_RECORD _IOR('d', 2, struct record)
#define SET_RECORD _IOW('d', 3, struct record)

static unsigned int command;

static noinline long deed_user_ioctl(void)
{
	struct deed_ioctl call = { .cmd = command, .__arg = user };
	struct deed_untrusted_u32 n;

	switch (call.cmd) {
	case GET_NUMBER:
		return deed_ioctl_write(&call, number);
	case SET_NUMBER:
		return deed_ioctl_read(&call, &n) ?: deed_check_range(n, 0, 40, &number);
	case GET_RECORD:
		return deed_ioctl_write(&call, record);
	case SET_RECORD:
		return deed_ioctl_read(&call, &record);
	default:
		return -ENOTTY;
	}
}

static noinline long raw_user_ioctl(void)
{
	struct record out;
	u32 n;

	switch (command) {
	case GET_NUMBER:
		return put_user(number, (u32 __user *)user);
	case SET_NUMBER:
		if (get_user(n, (u32 __user *)user))
			return -EFAULT;
		if (n > 40)
			return -EINVAL;
		number = n;
		return 0;
	case GET_RECORD:
		memset(&out, 0, sizeof(out));
		out.address = record.address;
		out.length = record.length;
		out.flags = record.flags;
		return copy_to_user(user, &out, sizeof(out)) ? -EFAULT : 0;
	case SET_RECORD:
		return copy_from_user(&record, user, sizeof(record)) ? -EFAULT : 0;
	default:
		return -ENOTTY;
	}
}

/* Scattered memory */
static struct kvec kernel_memory;
static struct iov_iter iter;

DEED_ARRAY(octets, u8);

static u8 memory[64];
static deed_misuses("static, as its twin is") struct octets octets = { memory, sizeof(memory) };
static struct {
	u8 *first;
	size_t len;
} raw_octets = { memory, sizeof(memory) };

static noinline long deed_user_iter_read(void)
{
	struct deed_iter_reader from = { NULL, &iter };

	return deed_iter_read(&from, octets_bytes(&octets));
}

static noinline long raw_user_iter_read(void)
{
	return copy_from_iter(raw_octets.first, raw_octets.len, &iter);
}

static noinline long deed_user_iter_write(void)
{
	struct deed_iter_writer to = { NULL, &iter };

	return deed_iter_write(&to, octets_bytes(&octets));
}

static noinline long raw_user_iter_write(void)
{
	return copy_to_iter(raw_octets.first, raw_octets.len, &iter);
}

static noinline long deed_user_iter_get(void)
{
	struct deed_iter_reader from = { NULL, &iter };
	struct deed_untrusted_u32 n;
	u32 value;

	return deed_iter_get(&from, &n) ?: deed_check_range(n, 0, 40, &value) ?:
	       (long)value;
}

static noinline long raw_user_iter_get(void)
{
	u32 n;

	if (!copy_from_iter_full(&n, sizeof(n), &iter))
		return -EFAULT;
	return n > 40 ? -EINVAL : (long)n;
}

static noinline long deed_user_iter_get_record(void)
{
	struct deed_iter_reader from = { NULL, &iter };

	return deed_iter_get(&from, &record);
}

static noinline long raw_user_iter_get_record(void)
{
	return copy_from_iter_full(&record, sizeof(record), &iter) ? 0 : -EFAULT;
}

static noinline long deed_user_iter_put(void)
{
	struct deed_iter_writer to = { NULL, &iter };

	return deed_iter_put(&to, number + 1);
}

static noinline long raw_user_iter_put(void)
{
	u32 n = number + 1;

	return copy_to_iter(&n, sizeof(n), &iter) == sizeof(n) ? 0 : -EFAULT;
}

static noinline long deed_user_iter_put_variable(void)
{
	struct deed_iter_writer to = { NULL, &iter };

	return deed_iter_put(&to, number);
}

static noinline long raw_user_iter_put_variable(void)
{
	if (copy_to_iter(&number, sizeof(number), &iter) != sizeof(number))
		return -EFAULT;
	return 0;
}

static noinline long deed_user_iter_put_record(void)
{
	struct deed_iter_writer to = { NULL, &iter };

	return deed_iter_put(&to, ((struct record){ 1, 2, number }));
}

static noinline long raw_user_iter_put_record(void)
{
	struct record out;

	memset(&out, 0, sizeof(out));
	out.address = 1;
	out.length = 2;
	out.flags = number;
	return copy_to_iter(&out, sizeof(out), &iter) == sizeof(out) ? 0 : -EFAULT;
}

static void user_good(enum bench_side side)
{
	user = bench_user;
	user_len = 64;
	number = 5;
	untrusted.__value = 5;
	untrusted64.__value = 5;
}

static void user_short(enum bench_side side)
{
	user_good(side);
	user_len = 2;
}

static void user_bad(enum bench_side side)
{
	user_good(side);
	untrusted.__value = 4096;
	untrusted64.__value = 4096;
}

static void user_get_number(enum bench_side side)
{
	user_good(side);
	command = GET_NUMBER;
}

static void user_set_number(enum bench_side side)
{
	user_good(side);
	command = SET_NUMBER;
}

static void user_get_record(enum bench_side side)
{
	user_good(side);
	command = GET_RECORD;
}

static void user_set_record(enum bench_side side)
{
	user_good(side);
	command = SET_RECORD;
}

static void user_unknown(enum bench_side side)
{
	user_good(side);
	command = 0;
}

static void user_from(enum bench_side side)
{
	user_good(side);
	iov_iter_ubuf(&iter, ITER_SOURCE, user, 64);
}

static void user_to(enum bench_side side)
{
	user_good(side);
	iov_iter_ubuf(&iter, ITER_DEST, user, 64);
}

static void user_kernel(enum bench_side side)
{
	static u8 other[64];

	user_good(side);
	kernel_memory = (struct kvec){ other, sizeof(other) };
	iov_iter_kvec(&iter, ITER_SOURCE, &kernel_memory, 1, sizeof(other));
}

/* Less than anybody wants */
static void user_from_short(enum bench_side side)
{
	user_good(side);
	iov_iter_ubuf(&iter, ITER_SOURCE, user, 2);
}

static void user_to_short(enum bench_side side)
{
	user_good(side);
	iov_iter_ubuf(&iter, ITER_DEST, user, 2);
}

void bench_user_rows(void)
{
	static const struct bench_row rows[] = {
		BENCH(user, run_number, "read a number, use as index", user_good),
		BENCH(user, run_number, "read a number, too short", user_short),
		BENCH(user, run_record, "read a record", user_good),
		BENCH(user, run_two, "read two things", user_good),
		BENCH(user, run_put, "write a number", user_good),
		BENCH(user, run_put_record, "write a record", user_good),
		BENCH(user, run_put_record, "write a record, too short", user_short),
		BENCH(user, index, "check an index", user_good),
		BENCH(user, index, "check an index, too large", user_bad),
		BENCH(user, range, "check a range", user_good),
		BENCH(user, range, "check a range, outside", user_bad),
		BENCH(user, range64, "check a 64-bit range", user_good),
		BENCH(user, flags, "check flags", user_good),
		BENCH(user, flags, "check flags, unknown", user_bad),
		BENCH(user, ioctl, "ioctl, write a number", user_get_number),
		BENCH(user, ioctl, "ioctl, read a number", user_set_number),
		BENCH(user, ioctl, "ioctl, write a record", user_get_record),
		BENCH(user, ioctl, "ioctl, read a record", user_set_record),
		BENCH(user, ioctl, "ioctl, unknown", user_unknown),
		BENCH(user, iter_read, "iter, read from user", user_from),
		BENCH(user, iter_read, "iter, read from kernel", user_kernel),
		BENCH(user, iter_write, "iter, write to user", user_to),
		BENCH(user, iter_get, "iter, get a number", user_from),
		BENCH(user, iter_get, "iter, get a number, too short", user_from_short),
		BENCH(user, iter_get_record, "iter, get a record", user_from),
		BENCH(user, iter_put, "iter, put a number", user_to),
		BENCH(user, iter_put, "iter, put a number, too short", user_to_short),
		BENCH(user, iter_put_variable, "iter, put a variable", user_to),
		BENCH(user, iter_put_record, "iter, put a record", user_to),
	};

	bench_rows(rows, ARRAY_SIZE(rows));
}
