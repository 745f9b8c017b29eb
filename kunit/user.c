// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/user.h>, over real user pages: that each byte is fetched once,
 * that a bad address ends a reader or a writer, that no padding goes out, and
 * that untrusted numbers pass their checks exactly within the limits.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/user.h>

#include "usermem.h"

deed_unsafe_file("tests make readers and writers as the kernel would, over memory of theirs");

#define UNTOUCHED 0x5a5a5a5a

static const char text[] = "0123456789abcdefghijklmnopqrstuvwxyz";

static struct deed_reader reader_of(const void __user *from, size_t len)
{
	return (struct deed_reader){ .__from = from, .__left = len };
}

static struct deed_writer writer_to(void __user *to, size_t len)
{
	return (struct deed_writer){ .__to = to, .__left = len };
}

/* Objects of each size that is copied in a way of its own, and of others. */
struct object1 { u8 bytes[1]; };
struct object2 { u8 bytes[2]; };
struct object3 { u8 bytes[3]; };
struct object4 { u8 bytes[4]; };
struct object5 { u8 bytes[5]; };
struct object8 { u8 bytes[8]; };
struct object16 { u8 bytes[16]; };
struct object33 { u8 bytes[33]; };

#define FOR_EACH_SIZE(DO)						\
	do {								\
		DO(1);							\
		DO(2);							\
		DO(3);							\
		DO(4);							\
		DO(5);							\
		DO(8);							\
		DO(16);							\
		DO(33);							\
	} while (0)

static void read_gives_each_byte_once(struct kunit *test)
{
	char __user *from = user_tail(test, 36);
	struct deed_reader reader = reader_of(from, 36);
	struct deed_untrusted_u64 eight;
	struct deed_untrusted_u32 four;
	struct object16 sixteen;
	struct object2 two;
	struct object1 one;

	user_fill(test, from, text, 36);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &one), 0);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &two), 0);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &four), 0);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &eight), 0);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &sixteen), 0);
	KUNIT_EXPECT_EQ(test, deed_reader_left(&reader), 5);
	KUNIT_EXPECT_MEMEQ(test, &one, "0", 1);
	KUNIT_EXPECT_MEMEQ(test, &two, "12", 2);
	KUNIT_EXPECT_MEMEQ(test, &four, "3456", 4);
	KUNIT_EXPECT_MEMEQ(test, &eight, "789abcde", 8);
	KUNIT_EXPECT_MEMEQ(test, &sixteen, "fghijklmnopqrstu", 16);
}

#define READ_WHOLE(size)						\
	do {								\
		char __user *from = user_tail(test, size);		\
		struct deed_reader reader = reader_of(from, size);	\
		struct object##size object = {};			\
									\
		user_fill(test, from, text, size);			\
		KUNIT_EXPECT_EQ(test, deed_read(&reader, &object), 0);	\
		KUNIT_EXPECT_MEMEQ(test, object.bytes, text, size);	\
		KUNIT_EXPECT_EQ(test, deed_reader_left(&reader), 0);	\
		KUNIT_EXPECT_EQ(test, deed_read(&reader, &object), -EINVAL); \
	} while (0)

static void read_takes_objects_of_every_size(struct kunit *test)
{
	FOR_EACH_SIZE(READ_WHOLE);
}

#define READ_BAD(size)							\
	do {								\
		char __user *from = user_tail(test, (size) - 1);	\
		struct deed_reader reader = reader_of(from, 100);	\
		struct object##size object;				\
									\
		KUNIT_EXPECT_EQ(test, deed_read(&reader, &object), -EFAULT); \
		KUNIT_EXPECT_EQ(test, deed_reader_left(&reader), 0);	\
		KUNIT_EXPECT_EQ(test, deed_read(&reader, &object), -EINVAL); \
	} while (0)

static void bad_address_uses_a_reader_up(struct kunit *test)
{
	FOR_EACH_SIZE(READ_BAD);
}

static void read_of_more_than_is_left_fetches_nothing(struct kunit *test)
{
	char __user *from = user_tail(test, 8);
	struct deed_reader reader = reader_of(from, 3);
	struct deed_untrusted_u32 number = { UNTOUCHED };
	struct object2 two = {};

	user_fill(test, from, text, 8);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &number), -EINVAL);
	KUNIT_EXPECT_EQ(test, number.__value, UNTOUCHED);
	KUNIT_EXPECT_EQ(test, deed_reader_left(&reader), 3);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &two), 0);
	KUNIT_EXPECT_MEMEQ(test, &two, "01", 2);
}

static void addresses_of_nobody_are_refused(struct kunit *test)
{
	static const unsigned long addresses[] = {
		0, TASK_SIZE_MAX, (unsigned long)text, ULONG_MAX - 2,
	};

	for (size_t i = 0; i < ARRAY_SIZE(addresses); i++) {
		void __user *bad = (void __user *)READ_ONCE(addresses[i]);
		struct deed_reader reader = reader_of(bad, 64);
		struct deed_writer writer = writer_to(bad, 64);
		struct object16 large = {};
		struct deed_untrusted_u32 number = {};

		KUNIT_EXPECT_EQ(test, deed_read(&reader, &number), -EFAULT);
		KUNIT_EXPECT_EQ(test, deed_write(&writer, number), -EFAULT);
		reader = reader_of(bad, 64);
		writer = writer_to(bad, 64);
		KUNIT_EXPECT_EQ(test, deed_read(&reader, &large), -EFAULT);
		KUNIT_EXPECT_EQ(test, deed_write(&writer, large), -EFAULT);
	}
}

static void write_fills_front_to_back(struct kunit *test)
{
	char __user *to = user_tail(test, 40);
	struct deed_writer writer = writer_to(to, 40);

	KUNIT_EXPECT_EQ(test, deed_write(&writer, (u8)'a'), 0);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, (u16)0x6362), 0);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, (u32)0x67666564), 0);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, (u64)0x6f6e6d6c6b6a6968), 0);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, (struct object3){ "pqr" }), 0);
	KUNIT_EXPECT_EQ(test, deed_writer_left(&writer), 22);
	USER_EXPECT(test, to, "abcdefghijklmnopqr\0\0\0", 21);
}

#define WRITE_WHOLE(size)						\
	do {								\
		char __user *to = user_tail(test, size);		\
		struct deed_writer writer = writer_to(to, size);	\
		struct object##size object;				\
									\
		memcpy(object.bytes, text, size);			\
		KUNIT_EXPECT_EQ(test, deed_write(&writer, object), 0);	\
		KUNIT_EXPECT_EQ(test, deed_writer_left(&writer), 0);	\
		KUNIT_EXPECT_EQ(test, deed_write(&writer, object), -EINVAL); \
		USER_EXPECT(test, to, text, size);			\
	} while (0)

static void write_puts_out_objects_of_every_size(struct kunit *test)
{
	FOR_EACH_SIZE(WRITE_WHOLE);
}

#define WRITE_BAD(size)							\
	do {								\
		char __user *to = user_tail(test, (size) - 1);		\
		struct deed_writer writer = writer_to(to, 100);		\
		struct object##size object = {};			\
									\
		KUNIT_EXPECT_EQ(test, deed_write(&writer, object), -EFAULT); \
		KUNIT_EXPECT_EQ(test, deed_writer_left(&writer), 0);	\
		KUNIT_EXPECT_EQ(test, deed_write(&writer, object), -EINVAL); \
	} while (0)

static void bad_address_uses_a_writer_up(struct kunit *test)
{
	FOR_EACH_SIZE(WRITE_BAD);
}

static void read_only_memory_is_not_written(struct kunit *test)
{
	char __user *to = user_page(test, PROT_READ);
	struct deed_writer writer = writer_to(to, 64);

	KUNIT_EXPECT_EQ(test, deed_write(&writer, 0x12345678), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_writer_left(&writer), 0);
}

static void write_of_more_than_is_left_puts_out_nothing(struct kunit *test)
{
	char __user *to = user_tail(test, 8);
	struct deed_writer writer = writer_to(to, 7);

	user_fill(test, to, text, 8);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, (u64)0), -EINVAL);
	KUNIT_EXPECT_EQ(test, deed_writer_left(&writer), 7);
	USER_EXPECT(test, to, text, 8);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, (u32)0), 0);
	KUNIT_EXPECT_EQ(test, deed_writer_left(&writer), 3);
}

static void write_evaluates_its_value_once(struct kunit *test)
{
	char __user *to = user_tail(test, 8);
	struct deed_writer writer = writer_to(to, 8);
	unsigned int calls = 0;

	KUNIT_EXPECT_EQ(test, deed_write(&writer, ++calls), 0);
	KUNIT_EXPECT_EQ(test, calls, 1);
}

static void constant_values_can_be_written(struct kunit *test)
{
	static const struct object5 fixed = { "fixed" };
	char __user *to = user_tail(test, 16);
	struct deed_writer writer = writer_to(to, 16);
	const u32 number = 0x44434241;

	KUNIT_EXPECT_EQ(test, deed_write(&writer, number), 0);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, fixed), 0);
	USER_EXPECT(test, to, "ABCDfixed", 9);
}

/* Structs with holes, one for each way in which values go out. */
struct holey4 {
	u8 a;
	u16 b;
};

struct holey12 {
	u8 a;
	u32 b;
	u16 c;
};

struct holey_inside {
	struct holey12 rows[2];
	u64 end;
	u8 bit : 1;
	u8 bits : 3;
};

/* Gives the struct at @at what memory of others may hold: ones everywhere. */
static void *dirty(void *at, size_t len)
{
	memset(at, 0xff, len);
	OPTIMIZER_HIDE_VAR(at);
	return at;
}

#define DIRTY(object) ((typeof(object) *)dirty(&(object), sizeof(object)))

static void no_padding_goes_out(struct kunit *test)
{
	static const u8 clean4[] = { 1, 0, 2, 2 };
	static const u8 clean12[] = { 1, 0, 0, 0, 3, 3, 3, 3, 2, 2, 0, 0 };
	char __user *to = user_tail(test, 16);
	struct deed_writer writer = writer_to(to, 16);
	struct holey12 twelve, *h12 = DIRTY(twelve);
	struct holey4 four, *h4 = DIRTY(four);

	h4->a = 1;
	h4->b = 0x0202;
	h12->a = 1;
	h12->b = 0x03030303;
	h12->c = 0x0202;
	KUNIT_EXPECT_EQ(test, deed_write(&writer, *h4), 0);
	KUNIT_EXPECT_EQ(test, deed_write(&writer, *h12), 0);
	USER_EXPECT(test, to, clean4, 4);
	USER_EXPECT(test, to + 4, clean12, 12);
}

static void no_padding_inside_goes_out(struct kunit *test)
{
	char __user *to = user_tail(test, sizeof(struct holey_inside));
	struct deed_writer writer = writer_to(to, sizeof(struct holey_inside));
	struct holey_inside inside, *h = DIRTY(inside);
	struct holey_inside expected;

	KUNIT_EXPECT_EQ(test, deed_write(&writer, *h), 0);
	/* All members are ones still, and nothing else is. */
	memset(&expected, 0, sizeof(expected));
	for (int i = 0; i < 2; i++) {
		expected.rows[i].a = 0xff;
		expected.rows[i].b = ~0U;
		expected.rows[i].c = 0xffff;
	}
	expected.end = ~0ULL;
	expected.bit = 1;
	expected.bits = 7;
	USER_EXPECT(test, to, &expected, sizeof(expected));
}

#define CMD_READ_U32	_IOW('d', 1, u32)
#define CMD_WRITE_U32	_IOR('d', 2, u32)
#define CMD_BOTH	_IOWR('d', 3, struct object16)
#define CMD_NONE	_IO('d', 4)
#define CMD_HOLEY	_IOR('d', 5, struct holey12)

static struct deed_ioctl call_of(unsigned int cmd, void __user *arg)
{
	return (struct deed_ioctl){ .cmd = cmd, .__arg = arg };
}

static void ioctl_argument_is_fetched_once(struct kunit *test)
{
	char __user *arg = user_tail(test, 4);
	struct deed_ioctl call = call_of(CMD_READ_U32, arg);
	struct deed_untrusted_u32 number = {};

	user_fill(test, arg, "wxyz", 4);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&call, &number), 0);
	KUNIT_EXPECT_MEMEQ(test, &number, "wxyz", 4);
	number.__value = UNTOUCHED;
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&call, &number), -ENOTTY);
	KUNIT_EXPECT_EQ(test, number.__value, UNTOUCHED);
}

static void ioctl_argument_is_fetched_once_even_if_it_faults(struct kunit *test)
{
	struct deed_ioctl call = call_of(CMD_READ_U32, user_tail(test, 3));
	struct deed_untrusted_u32 number;

	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&call, &number), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&call, &number), -ENOTTY);
}

static void ioctl_of_both_directions_reads_then_writes(struct kunit *test)
{
	char __user *arg = user_tail(test, 16);
	struct deed_ioctl call = call_of(CMD_BOTH, arg);
	struct object16 object;

	user_fill(test, arg, text, 16);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&call, &object), 0);
	KUNIT_EXPECT_MEMEQ(test, object.bytes, text, 16);
	memset(object.bytes, 'x', 16);
	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&call, object), 0);
	USER_EXPECT(test, arg, "xxxxxxxxxxxxxxxx", 16);
}

static void ioctl_refuses_the_other_direction(struct kunit *test)
{
	char __user *arg = user_tail(test, 16);
	struct deed_ioctl reads = call_of(CMD_READ_U32, arg);
	struct deed_ioctl writes = call_of(CMD_WRITE_U32, arg);
	struct deed_ioctl none = call_of(CMD_NONE, arg);
	struct deed_untrusted_u32 number = { UNTOUCHED };

	user_fill(test, arg, text, 16);
	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&reads, number), -ENOTTY);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&writes, &number), -ENOTTY);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&none, &number), -ENOTTY);
	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&none, number), -ENOTTY);
	KUNIT_EXPECT_EQ(test, number.__value, UNTOUCHED);
	USER_EXPECT(test, arg, text, 16);
	/* A refusal is no fetch. */
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&reads, &number), 0);
	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&writes, number), 0);
}

static void ioctl_refuses_another_size(struct kunit *test)
{
	char __user *arg = user_tail(test, 16);
	struct deed_ioctl reads = call_of(CMD_READ_U32, arg);
	struct deed_ioctl both = call_of(CMD_BOTH, arg);
	struct deed_untrusted_u64 large = { UNTOUCHED };
	struct object2 small = { "zz" };

	user_fill(test, arg, text, 16);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&reads, &large), -ENOTTY);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&reads, &small), -ENOTTY);
	KUNIT_EXPECT_EQ(test, deed_ioctl_read(&both, &large), -ENOTTY);
	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&both, large), -ENOTTY);
	KUNIT_EXPECT_EQ(test, large.__value, UNTOUCHED);
	KUNIT_EXPECT_MEMEQ(test, &small, "zz", 2);
	USER_EXPECT(test, arg, text, 16);
}

static void ioctl_result_has_no_padding(struct kunit *test)
{
	static const u8 clean[] = { 255, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0 };
	char __user *arg = user_tail(test, 12);
	struct deed_ioctl call = call_of(CMD_HOLEY, arg);
	struct holey12 object, *h = DIRTY(object);

	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&call, *h), 0);
	USER_EXPECT(test, arg, clean, 12);
}

static void ioctl_result_to_a_bad_address_faults(struct kunit *test)
{
	struct deed_ioctl small = call_of(CMD_WRITE_U32, user_tail(test, 3));
	struct deed_ioctl large = call_of(CMD_BOTH, user_tail(test, 15));
	struct object16 object = {};

	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&small, (u32)1), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_ioctl_write(&large, object), -EFAULT);
}

static void untrusted_numbers_look_like_numbers(struct kunit *test)
{
	char __user *from = user_tail(test, 12);
	struct deed_reader reader = reader_of(from, 12);
	struct deed_untrusted_u32 n = {};
	struct deed_untrusted_u64 n64 = {};
	u32 value = 0;
	u64 value64 = 0;

	KUNIT_EXPECT_EQ(test, sizeof(n), sizeof(u32));
	KUNIT_EXPECT_EQ(test, sizeof(n64), sizeof(u64));
	user_fill(test, from, "\x07\0\0\0\x09\0\0\0\x01\0\0\0", 12);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &n), 0);
	KUNIT_EXPECT_EQ(test, deed_read(&reader, &n64), 0);
	KUNIT_EXPECT_EQ(test, deed_check_range(n, 0, U32_MAX, &value), 0);
	KUNIT_EXPECT_EQ(test, deed_check_range64(n64, 0, U64_MAX, &value64), 0);
	KUNIT_EXPECT_EQ(test, value, 7);
	KUNIT_EXPECT_EQ(test, value64, 0x100000009ULL);
}

/* A check of @number gives it back, or -EINVAL and nothing. */
#define EXPECT_CHECK(test, type, number, ok, check, ...)		\
	do {								\
		struct deed_untrusted_##type __n = { number };		\
		type __out = UNTOUCHED;					\
									\
		KUNIT_EXPECT_EQ(test, check(__n, __VA_ARGS__, &__out),	\
				(ok) ? 0 : -EINVAL);			\
		KUNIT_EXPECT_EQ(test, __out, (ok) ? (number) : UNTOUCHED); \
	} while (0)

static void index_lies_below_its_limit(struct kunit *test)
{
	EXPECT_CHECK(test, u32, 0U, true, deed_check_index, 1);
	EXPECT_CHECK(test, u32, 1U, false, deed_check_index, 1);
	EXPECT_CHECK(test, u32, 0U, false, deed_check_index, 0);
	EXPECT_CHECK(test, u32, 9U, true, deed_check_index, 10);
	EXPECT_CHECK(test, u32, 10U, false, deed_check_index, 10);
	EXPECT_CHECK(test, u32, U32_MAX, false, deed_check_index, 10);
	EXPECT_CHECK(test, u32, 0x80000000U, false, deed_check_index, 0x7fffffff);
	EXPECT_CHECK(test, u32, U32_MAX - 1, true, deed_check_index, U32_MAX);
	EXPECT_CHECK(test, u32, U32_MAX, false, deed_check_index, U32_MAX);
}

static void length_lies_within_its_range(struct kunit *test)
{
	EXPECT_CHECK(test, u32, 4U, true, deed_check_range, 4, 8);
	EXPECT_CHECK(test, u32, 8U, true, deed_check_range, 4, 8);
	EXPECT_CHECK(test, u32, 3U, false, deed_check_range, 4, 8);
	EXPECT_CHECK(test, u32, 9U, false, deed_check_range, 4, 8);
	EXPECT_CHECK(test, u32, 0U, true, deed_check_range, 0, 0);
	EXPECT_CHECK(test, u32, U32_MAX, false, deed_check_range, 0, U32_MAX - 1);
	EXPECT_CHECK(test, u32, U32_MAX, true, deed_check_range, 0, U32_MAX);
	/* In no range lies nothing, least of all its ends. */
	for (u32 n = 3; n <= 7; n++)
		EXPECT_CHECK(test, u32, n, false, deed_check_range, 6, 4);
	EXPECT_CHECK(test, u32, U32_MAX, false, deed_check_range, U32_MAX, 0);
}

static void long_length_lies_within_its_range(struct kunit *test)
{
	EXPECT_CHECK(test, u64, 4ULL, true, deed_check_range64, 4, 8);
	EXPECT_CHECK(test, u64, 8ULL, true, deed_check_range64, 4, 8);
	EXPECT_CHECK(test, u64, 3ULL, false, deed_check_range64, 4, 8);
	EXPECT_CHECK(test, u64, 9ULL, false, deed_check_range64, 4, 8);
	/* What is too large only in its upper half. */
	EXPECT_CHECK(test, u64, 0x100000005ULL, false, deed_check_range64, 4, 8);
	EXPECT_CHECK(test, u64, U64_MAX, true, deed_check_range64, 0, U64_MAX);
	EXPECT_CHECK(test, u64, U64_MAX, false, deed_check_range64, 0, U64_MAX - 1);
	for (u64 n = 3; n <= 7; n++)
		EXPECT_CHECK(test, u64, n, false, deed_check_range64, 6, 4);
	EXPECT_CHECK(test, u64, U64_MAX, false, deed_check_range64, U64_MAX, 0);
}

static void flags_are_those_that_are_known(struct kunit *test)
{
	EXPECT_CHECK(test, u32, 0U, true, deed_check_flags, 0);
	EXPECT_CHECK(test, u32, 0U, true, deed_check_flags, 5);
	EXPECT_CHECK(test, u32, 5U, true, deed_check_flags, 5);
	EXPECT_CHECK(test, u32, 4U, true, deed_check_flags, 5);
	EXPECT_CHECK(test, u32, 2U, false, deed_check_flags, 5);
	EXPECT_CHECK(test, u32, 7U, false, deed_check_flags, 5);
	EXPECT_CHECK(test, u32, 0x80000000U, false, deed_check_flags, 0x7fffffff);
	EXPECT_CHECK(test, u32, U32_MAX, true, deed_check_flags, U32_MAX);
}

static struct deed_bytes bytes_of(void *start, size_t len)
{
	return (struct deed_bytes){ .__start = start, .__len = len };
}

static void iter_reader_advances_over_pieces(struct kunit *test)
{
	struct kvec pieces[] = {
		{ (void *)text, 5 }, { (void *)text + 5, 1 }, { (void *)text + 6, 10 },
	};
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	char to[32] = {};

	iov_iter_kvec(&iter, ITER_SOURCE, pieces, 3, 16);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 16);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to, 7)), 7);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 9);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to + 7, 0)), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to + 7, 20)), 9);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to, 20)), 0);
	KUNIT_EXPECT_MEMEQ(test, to, text, 16);
	KUNIT_EXPECT_EQ(test, to[16], 0);
}

static void iter_reader_stops_at_a_bad_address(struct kunit *test)
{
	char __user *tail = user_tail(test, 10);
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	char to[32] = {};

	user_fill(test, tail, text, 10);
	iov_iter_ubuf(&iter, ITER_SOURCE, tail, 30);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to, 4)), 4);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to + 4, 20)), 6);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 20);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, bytes_of(to + 10, 20)), 0);
	KUNIT_EXPECT_MEMEQ(test, to, text, 10);
}

static void iter_writer_advances_over_pieces(struct kunit *test)
{
	char a[3] = {}, b[1] = {}, c[8] = {};
	struct kvec pieces[] = { { a, 3 }, { b, 1 }, { c, 8 } };
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };
	char from[32];

	memcpy(from, text, sizeof(from));
	iov_iter_kvec(&iter, ITER_DEST, pieces, 3, 12);
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, bytes_of(from, 6)), 6);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&writer), 6);
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, bytes_of(from + 6, 20)), 6);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&writer), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, bytes_of(from, 1)), 0);
	KUNIT_EXPECT_MEMEQ(test, a, "012", 3);
	KUNIT_EXPECT_MEMEQ(test, b, "3", 1);
	KUNIT_EXPECT_MEMEQ(test, c, "456789ab", 8);
}

static void iter_writer_stops_at_a_bad_address(struct kunit *test)
{
	char __user *tail = user_tail(test, 4 + USER_TAIL);
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };
	char from[32];

	memcpy(from, text, sizeof(from));
	iov_iter_ubuf(&iter, ITER_DEST, tail, 30);
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, bytes_of(from, 4)), 4);
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, bytes_of(from + 4, USER_OVER)), USER_TAIL);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&writer), 18);
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, bytes_of(from, 4)), 0);
	USER_EXPECT(test, tail, text, 12);
}

static void iter_get_gives_each_byte_once(struct kunit *test)
{
	struct kvec pieces[] = {
		{ (void *)text, 3 }, { (void *)text + 3, 1 }, { (void *)text + 4, 30 },
	};
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	struct deed_untrusted_u32 four;
	struct object16 sixteen;
	struct object1 one;

	iov_iter_kvec(&iter, ITER_SOURCE, pieces, 3, 34);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &one), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &four), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &sixteen), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 13);
	KUNIT_EXPECT_MEMEQ(test, &one, "0", 1);
	KUNIT_EXPECT_MEMEQ(test, &four, "1234", 4);
	KUNIT_EXPECT_MEMEQ(test, &sixteen, "56789abcdefghijk", 16);
}

#define ITER_GET_WHOLE(size)						\
	do {								\
		char __user *from = user_tail(test, size);		\
		struct iov_iter iter;					\
		struct deed_iter_reader reader = { .__iter = &iter };	\
		struct object##size object = {};			\
									\
		user_fill(test, from, text, size);			\
		iov_iter_ubuf(&iter, ITER_SOURCE, from, size);		\
		KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &object), 0); \
		KUNIT_EXPECT_MEMEQ(test, object.bytes, text, size);	\
		KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 0);	\
		KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &object), -EFAULT); \
	} while (0)

static void iter_get_takes_objects_of_every_size(struct kunit *test)
{
	FOR_EACH_SIZE(ITER_GET_WHOLE);
}

static void iter_get_of_too_much_leaves_the_reader(struct kunit *test)
{
	char __user *from = user_tail(test, 8);
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	struct deed_untrusted_u64 eight;
	struct object5 five;
	struct object2 two;

	user_fill(test, from, text, 8);
	iov_iter_ubuf(&iter, ITER_SOURCE, from, 7);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &eight), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 7);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &two), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &eight), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &five), 0);
	KUNIT_EXPECT_MEMEQ(test, &two, "01", 2);
	KUNIT_EXPECT_MEMEQ(test, &five, "23456", 5);
}

static void iter_get_at_a_bad_address_leaves_the_reader(struct kunit *test)
{
	char __user *tail = user_tail(test, 10), *other = user_tail(test, 3);
	struct iovec pieces[] = { { other, 3 }, { tail, 30 } };
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	struct object16 sixteen;
	struct object8 eight;

	user_fill(test, tail, text, 10);
	iov_iter_ubuf(&iter, ITER_SOURCE, tail, 30);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &sixteen), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 30);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &eight), 0);
	KUNIT_EXPECT_MEMEQ(test, &eight, "01234567", 8);

	/* The same over pieces, of which the first is good. */
	user_fill(test, other, "abc", 3);
	iov_iter_init(&iter, ITER_SOURCE, pieces, 2, 33);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &sixteen), -EFAULT);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 33);
	KUNIT_EXPECT_EQ(test, deed_iter_get(&reader, &eight), 0);
	KUNIT_EXPECT_MEMEQ(test, &eight, "abc01234", 8);
}

static void iter_put_fills_front_to_back(struct kunit *test)
{
	char a[3] = {}, b[1] = {}, c[12] = {};
	struct kvec pieces[] = { { a, 3 }, { b, 1 }, { c, 12 } };
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };
	unsigned int calls = 0;

	iov_iter_kvec(&iter, ITER_DEST, pieces, 3, 16);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (u16)0x6261), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (u32)0x66656463), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (struct object5){ "ghijk" }), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&writer), 5);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, ++calls), 0);
	KUNIT_EXPECT_EQ(test, calls, 1);
	KUNIT_EXPECT_MEMEQ(test, a, "abc", 3);
	KUNIT_EXPECT_MEMEQ(test, b, "d", 1);
	KUNIT_EXPECT_MEMEQ(test, c, "efghijk\1\0\0\0\0", 12);
}

static void iter_put_fails_where_not_all_goes_out(struct kunit *test)
{
	char __user *tail = user_tail(test, 10);
	char __user *fixed = user_page(test, PROT_READ);
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };
	struct object16 sixteen = {};

	iov_iter_ubuf(&iter, ITER_DEST, tail, 3);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (u32)1), -EFAULT);
	iov_iter_ubuf(&iter, ITER_DEST, tail, 0);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (u8)1), -EFAULT);
	iov_iter_ubuf(&iter, ITER_DEST, tail, 30);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, sixteen), -EFAULT);
	iov_iter_ubuf(&iter, ITER_DEST, fixed, 30);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (u32)1), -EFAULT);
	iov_iter_ubuf(&iter, ITER_DEST, tail, 10);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, (u64)0x6867666564636261), 0);
	USER_EXPECT(test, tail, "abcdefgh", 8);
}

static void iter_put_has_no_padding(struct kunit *test)
{
	static const u8 clean4[] = { 255, 0, 255, 255 };
	static const u8 clean12[] = { 255, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0 };
	char __user *to = user_tail(test, 16);
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };
	struct holey12 twelve, *h12 = DIRTY(twelve);
	struct holey4 four, *h4 = DIRTY(four);

	iov_iter_ubuf(&iter, ITER_DEST, to, 16);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, *h4), 0);
	KUNIT_EXPECT_EQ(test, deed_iter_put(&writer, *h12), 0);
	USER_EXPECT(test, to, clean4, 4);
	USER_EXPECT(test, to + 4, clean12, 12);
}

DEED_ARRAY(byte_array, u8);

static void arrays_are_filled_and_put_out(struct kunit *test)
{
	char __user *from = user_tail(test, 20), *to = user_tail(test, 20);
	struct iov_iter in, out;
	struct deed_iter_reader reader = { .__iter = &in };
	struct deed_iter_writer writer = { .__iter = &out };

	deed_own(byte_array, array) = byte_array_alloc(12);
	KUNIT_ASSERT_TRUE(test, deed_ok(array));
	user_fill(test, from, text, 20);
	iov_iter_ubuf(&in, ITER_SOURCE, from, 20);
	iov_iter_ubuf(&out, ITER_DEST, to, 20);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, byte_array_bytes(&array)), 12);
	KUNIT_EXPECT_EQ(test, *byte_array_peek(&array, 11), 'b');
	KUNIT_EXPECT_EQ(test, deed_iter_write(&writer, byte_array_bytes(&array)), 12);
	USER_EXPECT(test, to, "0123456789ab\0\0", 14);
	KUNIT_EXPECT_EQ(test, deed_iter_read(&reader, byte_array_bytes(&array)), 8);
	KUNIT_EXPECT_EQ(test, *byte_array_peek(&array, 7), 'j');
	KUNIT_EXPECT_EQ(test, *byte_array_peek(&array, 8), '8');
}

static void iter_knows_whether_it_may_wait(struct kunit *test)
{
	struct file *file = kunit_kzalloc(test, sizeof(*file), GFP_KERNEL);
	struct kiocb iocb = { .ki_filp = file };
	struct deed_iter_reader reader = { .__iocb = &iocb };
	struct deed_iter_writer writer = { .__iocb = &iocb };

	KUNIT_ASSERT_NOT_NULL(test, file);
	KUNIT_EXPECT_FALSE(test, deed_iter_nonblock(&reader));
	file->f_flags = O_NONBLOCK;
	KUNIT_EXPECT_TRUE(test, deed_iter_nonblock(&reader));
	KUNIT_EXPECT_TRUE(test, deed_iter_nonblock(&writer));
	file->f_flags = ~O_NONBLOCK;
	iocb.ki_flags = ~IOCB_NOWAIT;
	KUNIT_EXPECT_FALSE(test, deed_iter_nonblock(&reader));
	KUNIT_EXPECT_FALSE(test, deed_iter_nonblock(&writer));
	/* As io_uring comes first, whatever the file is. */
	iocb.ki_flags = IOCB_NOWAIT;
	KUNIT_EXPECT_TRUE(test, deed_iter_nonblock(&reader));
	KUNIT_EXPECT_TRUE(test, deed_iter_nonblock(&writer));
}

static struct kunit_case user_cases[] = {
	KUNIT_CASE(read_gives_each_byte_once),
	KUNIT_CASE(read_takes_objects_of_every_size),
	KUNIT_CASE(bad_address_uses_a_reader_up),
	KUNIT_CASE(read_of_more_than_is_left_fetches_nothing),
	KUNIT_CASE(addresses_of_nobody_are_refused),
	KUNIT_CASE(write_fills_front_to_back),
	KUNIT_CASE(write_puts_out_objects_of_every_size),
	KUNIT_CASE(bad_address_uses_a_writer_up),
	KUNIT_CASE(read_only_memory_is_not_written),
	KUNIT_CASE(write_of_more_than_is_left_puts_out_nothing),
	KUNIT_CASE(write_evaluates_its_value_once),
	KUNIT_CASE(constant_values_can_be_written),
	KUNIT_CASE(no_padding_goes_out),
	KUNIT_CASE(no_padding_inside_goes_out),
	KUNIT_CASE(ioctl_argument_is_fetched_once),
	KUNIT_CASE(ioctl_argument_is_fetched_once_even_if_it_faults),
	KUNIT_CASE(ioctl_of_both_directions_reads_then_writes),
	KUNIT_CASE(ioctl_refuses_the_other_direction),
	KUNIT_CASE(ioctl_refuses_another_size),
	KUNIT_CASE(ioctl_result_has_no_padding),
	KUNIT_CASE(ioctl_result_to_a_bad_address_faults),
	KUNIT_CASE(untrusted_numbers_look_like_numbers),
	KUNIT_CASE(index_lies_below_its_limit),
	KUNIT_CASE(length_lies_within_its_range),
	KUNIT_CASE(long_length_lies_within_its_range),
	KUNIT_CASE(flags_are_those_that_are_known),
	KUNIT_CASE(iter_reader_advances_over_pieces),
	KUNIT_CASE(iter_reader_stops_at_a_bad_address),
	KUNIT_CASE(iter_writer_advances_over_pieces),
	KUNIT_CASE(iter_writer_stops_at_a_bad_address),
	KUNIT_CASE(iter_get_gives_each_byte_once),
	KUNIT_CASE(iter_get_takes_objects_of_every_size),
	KUNIT_CASE(iter_get_of_too_much_leaves_the_reader),
	KUNIT_CASE(iter_get_at_a_bad_address_leaves_the_reader),
	KUNIT_CASE(iter_put_fills_front_to_back),
	KUNIT_CASE(iter_put_fails_where_not_all_goes_out),
	KUNIT_CASE(iter_put_has_no_padding),
	KUNIT_CASE(arrays_are_filled_and_put_out),
	KUNIT_CASE(iter_knows_whether_it_may_wait),
	{}
};

static struct kunit_suite user_suite = {
	.name = "deed_user",
	.test_cases = user_cases,
};

kunit_test_suite(user_suite);

MODULE_DESCRIPTION("Tests of readers and writers over user memory");
MODULE_LICENSE("GPL");
