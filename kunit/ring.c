// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/ring.h>: bytes come out in the order in which they went in,
 * whatever wraps around meanwhile, and none is lost or made up.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/uio.h>

#include <deed/ring.h>

#include "fault.h"
#include "handle.h"
#include "usermem.h"

deed_unsafe_file("tests make the iov_iter that a read or write call would bring");

static const char text[] = "The quick brown fox jumps over the lazy dog.";

/* Puts the first @len bytes of @from in; returns how many the ring took. */
static size_t put(struct deed_ring *ring, const void *from, size_t len)
{
	struct kvec vec = { (void *)from, len };
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	size_t n;

	iov_iter_kvec(&iter, ITER_SOURCE, &vec, 1, len);
	n = deed_ring_read(ring, &reader);
	return deed_iter_left(&reader) == len - n ? n : SIZE_MAX;
}

/* Takes at most @len bytes out; returns how many the ring gave. */
static size_t get(struct deed_ring *ring, void *to, size_t len)
{
	struct kvec vec = { to, len };
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };
	size_t n;

	iov_iter_kvec(&iter, ITER_DEST, &vec, 1, len);
	n = deed_ring_write(ring, &writer);
	return deed_iter_left(&writer) == len - n ? n : SIZE_MAX;
}

#define EXPECT_PUT(test, ring, from, len, taken) \
	KUNIT_EXPECT_EQ(test, put(ring, from, len), taken)

#define EXPECT_GET(test, ring, len, expected, given)			\
	do {								\
		char __out[64] = {};					\
									\
		KUNIT_EXPECT_EQ(test, get(ring, __out, len), given);	\
		KUNIT_EXPECT_MEMEQ(test, __out, expected, given);	\
	} while (0)

#define EXPECT_STATE(test, ring, len, used)				\
	do {								\
		KUNIT_EXPECT_EQ(test, deed_ring_len(ring), len);	\
		KUNIT_EXPECT_EQ(test, deed_ring_used(ring), used);	\
		KUNIT_EXPECT_EQ(test, deed_ring_room(ring), (len) - (used)); \
	} while (0)

static deed_returns_live struct deed_ring make(struct kunit *test, size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

	KUNIT_ASSERT_TRUE(test, deed_ok(ring));
	return deed_move(ring);
}

/* A ring whose next byte goes to place @at. */
static deed_returns_live struct deed_ring
make_turned(struct kunit *test, size_t bytes, size_t at)
{
	deed_own(deed_ring, ring) = make(test, bytes);
	char out[64];

	KUNIT_ASSERT_EQ(test, put(&ring, text, at), at);
	KUNIT_ASSERT_EQ(test, get(&ring, out, at), at);
	return deed_move(ring);
}

static void length_is_rounded_up_to_a_power_of_two(struct kunit *test)
{
	static const size_t lengths[][2] = {
		{ 0, 1 }, { 1, 1 }, { 2, 2 }, { 3, 4 }, { 8, 8 }, { 9, 16 },
		{ 4095, 4096 }, { 4096, 4096 }, { 4097, 8192 },
		{ (1 << 20) + 1, 1 << 21 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		deed_own(deed_ring, ring) = make(test, lengths[i][0]);

		EXPECT_STATE(test, &ring, lengths[i][1], 0);
		KUNIT_EXPECT_EQ(test, deed_ring_total_in(&ring), 0);
		KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), 0);
	}
}

static void length_beyond_every_power_of_two_overflows(struct kunit *test)
{
	deed_own(deed_ring, over) = deed_ring_alloc(SIZE_MAX / 2 + 2);
	deed_own(deed_ring, most) = deed_ring_alloc(SIZE_MAX);

	EXPECT_FAILED(test, over, -EOVERFLOW);
	EXPECT_FAILED(test, most, -EOVERFLOW);
}

static void ring_that_is_too_large_fails_without_a_warning(struct kunit *test)
{
	deed_own(deed_ring, gib) = deed_ring_alloc((size_t)INT_MAX + 1);
	deed_own(deed_ring, half) = deed_ring_alloc(SIZE_MAX / 2 + 1);

	EXPECT_FAILED(test, gib, -ENOMEM);
	EXPECT_FAILED(test, half, -ENOMEM);
}

static void ring_that_gets_no_memory_fails(struct kunit *test)
{
	faults_on(test);
	fault_at(1);
	deed_own(deed_ring, ring) = deed_ring_alloc(64);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	EXPECT_FAILED(test, ring, -ENOMEM);
}

static void bytes_come_out_as_they_went_in(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 64);

	EXPECT_PUT(test, &ring, text, 9, 9);
	EXPECT_PUT(test, &ring, text + 9, 10, 10);
	EXPECT_STATE(test, &ring, 64, 19);
	EXPECT_GET(test, &ring, 4, "The ", 4);
	EXPECT_GET(test, &ring, 64, "quick brown fox", 15);
	EXPECT_STATE(test, &ring, 64, 0);
	KUNIT_EXPECT_EQ(test, deed_ring_total_in(&ring), 19);
	KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), 19);
}

static void empty_ring_gives_nothing(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 8);

	EXPECT_GET(test, &ring, 8, "", 0);
	EXPECT_PUT(test, &ring, text, 3, 3);
	EXPECT_GET(test, &ring, 0, "", 0);
	EXPECT_GET(test, &ring, 3, "The", 3);
	EXPECT_GET(test, &ring, 8, "", 0);
	EXPECT_STATE(test, &ring, 8, 0);
}

static void full_ring_takes_nothing(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 8);

	EXPECT_PUT(test, &ring, text, 0, 0);
	EXPECT_PUT(test, &ring, text, 20, 8);
	EXPECT_STATE(test, &ring, 8, 8);
	EXPECT_PUT(test, &ring, text, 1, 0);
	EXPECT_GET(test, &ring, 64, "The quic", 8);
}

static void ring_of_one_byte_works(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 1);

	for (int i = 0; i < 5; i++) {
		EXPECT_PUT(test, &ring, text + i, 2, 1);
		EXPECT_STATE(test, &ring, 1, 1);
		EXPECT_GET(test, &ring, 2, text + i, 1);
	}
}

static void bytes_wrap_around(struct kunit *test)
{
	for (size_t at = 0; at <= 8; at++) {
		deed_own(deed_ring, ring) = make_turned(test, 8, at);

		EXPECT_PUT(test, &ring, text, 5, 5);
		EXPECT_PUT(test, &ring, text + 5, 20, 3);
		EXPECT_STATE(test, &ring, 8, 8);
		EXPECT_GET(test, &ring, 7, "The qui", 7);
		EXPECT_PUT(test, &ring, "xyz", 3, 3);
		EXPECT_GET(test, &ring, 64, "cxyz", 4);
		EXPECT_STATE(test, &ring, 8, 0);
	}
}

static void totals_wrap_around_with_size_t(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 8);

	/* As if that many bytes had gone through. */
	ring.__in = SIZE_MAX - 4;
	ring.__out = SIZE_MAX - 4;
	EXPECT_PUT(test, &ring, text, 64, 8);
	EXPECT_STATE(test, &ring, 8, 8);
	KUNIT_EXPECT_EQ(test, deed_ring_total_in(&ring), 3);
	KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), SIZE_MAX - 4);

	deed_own(deed_ring, larger) = make(test, 16);

	KUNIT_EXPECT_EQ(test, deed_ring_resize(&ring, &larger), 0);
	deed_ring_drop(&larger);
	EXPECT_STATE(test, &ring, 16, 8);
	EXPECT_GET(test, &ring, 64, "The quic", 8);
	KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), 3);
}

static void resized_ring_keeps_what_it_holds(struct kunit *test)
{
	static const size_t lengths[] = { 8, 16, 64, 4096 };

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		for (size_t at = 0; at < 16; at++) {
			deed_own(deed_ring, ring) = make_turned(test, 16, at);
			deed_own(deed_ring, with) = make(test, lengths[i]);

			EXPECT_PUT(test, &ring, text, 8, 8);
			KUNIT_EXPECT_EQ(test, deed_ring_resize(&ring, &with), 0);
			EXPECT_STATE(test, &ring, lengths[i], 8);
			KUNIT_EXPECT_EQ(test, deed_ring_len(&with), 16);
			KUNIT_EXPECT_EQ(test, deed_ring_total_in(&ring), at + 8);
			KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), at);
			deed_ring_drop(&with);
			EXPECT_GET(test, &ring, 64, "The quic", 8);
			EXPECT_PUT(test, &ring, "ok", 2, 2);
			EXPECT_GET(test, &ring, 64, "ok", 2);
		}
	}
}

static void empty_ring_can_be_resized_to_one_byte(struct kunit *test)
{
	deed_own(deed_ring, ring) = make_turned(test, 8, 5);
	deed_own(deed_ring, with) = make(test, 1);

	KUNIT_EXPECT_EQ(test, deed_ring_resize(&ring, &with), 0);
	EXPECT_STATE(test, &ring, 1, 0);
	EXPECT_PUT(test, &ring, text, 2, 1);
	EXPECT_GET(test, &ring, 2, "T", 1);
}

static void ring_is_not_resized_below_what_it_holds(struct kunit *test)
{
	deed_own(deed_ring, ring) = make_turned(test, 16, 11);
	deed_own(deed_ring, with) = make(test, 8);

	EXPECT_PUT(test, &ring, text, 9, 9);
	KUNIT_EXPECT_EQ(test, deed_ring_resize(&ring, &with), -EBUSY);
	EXPECT_STATE(test, &ring, 16, 9);
	EXPECT_STATE(test, &with, 8, 0);
	EXPECT_GET(test, &ring, 1, "T", 1);
	KUNIT_EXPECT_EQ(test, deed_ring_resize(&ring, &with), 0);
	EXPECT_STATE(test, &ring, 8, 8);
	EXPECT_GET(test, &ring, 64, "he quick", 8);
}

static void ring_that_gave_its_memory_still_fits_what_it_holds(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 4);
	deed_own(deed_ring, with) = make(test, 8);

	EXPECT_PUT(test, &with, text, 8, 8);
	if (deed_ring_resize(&ring, &with))
		KUNIT_EXPECT_EQ(test, deed_ring_len(&with), 8);
	KUNIT_EXPECT_LE(test, deed_ring_used(&with), deed_ring_len(&with));
	KUNIT_EXPECT_LE(test, deed_ring_room(&with), deed_ring_len(&with));
}

static void scattered_buffers_are_one_stream(struct kunit *test)
{
	deed_own(deed_ring, ring) = make_turned(test, 16, 13);
	char a[3], b[1], c[20];
	struct kvec in[] = {
		{ (void *)text, 4 }, { (void *)text, 0 }, { (void *)text + 4, 40 },
	};
	struct kvec out[] = { { a, 3 }, { b, 1 }, { c, 20 } };
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };
	struct deed_iter_writer writer = { .__iter = &iter };

	iov_iter_kvec(&iter, ITER_SOURCE, in, 3, 44);
	KUNIT_EXPECT_EQ(test, deed_ring_read(&ring, &reader), 16);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 28);
	iov_iter_kvec(&iter, ITER_DEST, out, 3, 24);
	KUNIT_EXPECT_EQ(test, deed_ring_write(&ring, &writer), 16);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&writer), 8);
	KUNIT_EXPECT_MEMEQ(test, a, "The", 3);
	KUNIT_EXPECT_MEMEQ(test, b, " ", 1);
	KUNIT_EXPECT_MEMEQ(test, c, "quick brown ", 12);
}

static void bad_address_ends_what_goes_in(struct kunit *test)
{
	deed_own(deed_ring, ring) = make_turned(test, 16, 12);
	char __user *tail = user_tail(test, 4 + USER_TAIL);
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };

	user_fill(test, tail, text, 12);
	iov_iter_ubuf(&iter, ITER_SOURCE, tail, 4 + USER_OVER);
	KUNIT_EXPECT_EQ(test, deed_ring_read(&ring, &reader), 12);
	EXPECT_STATE(test, &ring, 16, 12);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), 4);
	KUNIT_EXPECT_EQ(test, deed_ring_read(&ring, &reader), 0);
	EXPECT_STATE(test, &ring, 16, 12);
	EXPECT_GET(test, &ring, 64, "The quick br", 12);
}

static void bad_address_leaves_the_rest_in_the_ring(struct kunit *test)
{
	deed_own(deed_ring, ring) = make_turned(test, 16, 12);
	char __user *tail = user_tail(test, 4 + USER_TAIL);
	struct iov_iter iter;
	struct deed_iter_writer writer = { .__iter = &iter };

	EXPECT_PUT(test, &ring, text, 16, 16);
	iov_iter_ubuf(&iter, ITER_DEST, tail, 4 + USER_OVER);
	KUNIT_EXPECT_EQ(test, deed_ring_write(&ring, &writer), 12);
	EXPECT_STATE(test, &ring, 16, 4);
	KUNIT_EXPECT_EQ(test, deed_iter_left(&writer), 4);
	KUNIT_EXPECT_EQ(test, deed_ring_write(&ring, &writer), 0);
	EXPECT_STATE(test, &ring, 16, 4);
	USER_EXPECT(test, tail, "The quick br", 12);
	EXPECT_GET(test, &ring, 64, "own ", 4);
}

/* Unread bytes were never there: what was before them, and the totals, are. */
static void bytes_taken_back_were_never_there(struct kunit *test)
{
	for (size_t at = 0; at <= 16; at++) {
		deed_own(deed_ring, ring) = make_turned(test, 16, at);

		EXPECT_PUT(test, &ring, "kept", 4, 4);
		EXPECT_PUT(test, &ring, "torn!", 5, 5);
		deed_ring_unread(&ring, 0);
		EXPECT_STATE(test, &ring, 16, 9);
		deed_ring_unread(&ring, 2);
		EXPECT_STATE(test, &ring, 16, 7);
		deed_ring_unread(&ring, 3);
		EXPECT_STATE(test, &ring, 16, 4);
		KUNIT_EXPECT_EQ(test, deed_ring_total_in(&ring), at + 4);
		KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), at);
		EXPECT_PUT(test, &ring, " whole record", 13, 12);
		EXPECT_GET(test, &ring, 64, "kept whole recor", 16);
	}
}

static void no_more_is_taken_back_than_is_there(struct kunit *test)
{
	static const size_t amounts[] = { 6, 7, 16, 17, SIZE_MAX };

	for (size_t i = 0; i < ARRAY_SIZE(amounts); i++) {
		deed_own(deed_ring, ring) = make_turned(test, 16, 13);

		deed_ring_unread(&ring, amounts[i]);
		EXPECT_STATE(test, &ring, 16, 0);
		EXPECT_PUT(test, &ring, text, 9, 9);
		EXPECT_GET(test, &ring, 3, "The", 3);
		deed_ring_unread(&ring, amounts[i]);
		EXPECT_STATE(test, &ring, 16, 0);
		KUNIT_EXPECT_EQ(test, deed_ring_total_in(&ring), 16);
		KUNIT_EXPECT_EQ(test, deed_ring_total_out(&ring), 16);
		EXPECT_PUT(test, &ring, "ok", 2, 2);
		EXPECT_GET(test, &ring, 64, "ok", 2);
	}
}

/* As a record that is wanted whole, of which the last bytes fault. */
static void torn_record_can_be_taken_back(struct kunit *test)
{
	deed_own(deed_ring, ring) = make_turned(test, 16, 12);
	char __user *tail = user_tail(test, 2 + USER_TAIL);
	struct iov_iter iter;
	struct deed_iter_reader reader = { .__iter = &iter };

	EXPECT_PUT(test, &ring, "ab", 2, 2);
	user_fill(test, tail, text, 10);
	iov_iter_ubuf(&iter, ITER_SOURCE, tail, 2 + USER_OVER);
	KUNIT_EXPECT_EQ(test, deed_ring_read(&ring, &reader), 10);
	deed_ring_unread(&ring, 10);
	EXPECT_STATE(test, &ring, 16, 2);
	EXPECT_GET(test, &ring, 64, "ab", 2);
}

static void long_stream_arrives_whole(struct kunit *test)
{
	deed_own(deed_ring, ring) = make(test, 32);
	u8 in = 0, out = 0, wrong = 0, bytes[48];

	for (unsigned int round = 0; round < 2000; round++) {
		size_t n;

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = in + i;
		in += put(&ring, bytes, round % 47);
		n = get(&ring, bytes, (round * 7) % 41);
		for (size_t i = 0; i < n; i++)
			wrong |= bytes[i] != (u8)(out + i);
		out += n;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, (u8)(in - out), (u8)deed_ring_used(&ring));
	KUNIT_EXPECT_GT(test, deed_ring_total_out(&ring), 20000);
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(length_is_rounded_up_to_a_power_of_two),
	KUNIT_CASE(length_beyond_every_power_of_two_overflows),
	KUNIT_CASE(ring_that_is_too_large_fails_without_a_warning),
	KUNIT_CASE(ring_that_gets_no_memory_fails),
	KUNIT_CASE(bytes_come_out_as_they_went_in),
	KUNIT_CASE(empty_ring_gives_nothing),
	KUNIT_CASE(full_ring_takes_nothing),
	KUNIT_CASE(ring_of_one_byte_works),
	KUNIT_CASE(bytes_wrap_around),
	KUNIT_CASE(totals_wrap_around_with_size_t),
	KUNIT_CASE(resized_ring_keeps_what_it_holds),
	KUNIT_CASE(empty_ring_can_be_resized_to_one_byte),
	KUNIT_CASE(ring_is_not_resized_below_what_it_holds),
	KUNIT_CASE(ring_that_gave_its_memory_still_fits_what_it_holds),
	KUNIT_CASE(scattered_buffers_are_one_stream),
	KUNIT_CASE(bad_address_ends_what_goes_in),
	KUNIT_CASE(bad_address_leaves_the_rest_in_the_ring),
	KUNIT_CASE(bytes_taken_back_were_never_there),
	KUNIT_CASE(no_more_is_taken_back_than_is_there),
	KUNIT_CASE(torn_record_can_be_taken_back),
	KUNIT_CASE(long_stream_arrives_whole),
	{}
};

static struct kunit_suite ring_suite = {
	.name = "deed_ring",
	.test_cases = ring_cases,
};

kunit_test_suite(ring_suite);

MODULE_DESCRIPTION("Tests of byte rings");
MODULE_LICENSE("GPL");
