// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/box.h>: memory that is zeroed when it comes, whose contents
 * are released once and before it goes, and arrays that know where they end.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/box.h>

#include "fault.h"
#include "handle.h"

deed_unsafe_file("tests look at the memory behind boxes as the kernel does");

/* What a box of the tests owns: a mark that its release leaves behind. */
struct note {
	u64 words[5];
	unsigned int *released; /* where to count; NULL: fresh from alloc */
	u64 seen; /* what the release found in words[0] */
};

static unsigned int fresh_released;
static u64 last_seen;

static void note_release(struct note *note)
{
	if (!note->released) {
		fresh_released++;
		return;
	}
	++*note->released;
	/* Freed memory is poisoned or gives a report on the debug kernel. */
	last_seen = note->words[0];
}

DEED_BOX(note_box, struct note, note_release);
DEED_BOX(plain_box, struct note, deed_plain);

static int box_test_init(struct kunit *test)
{
	fresh_released = 0;
	last_seen = 0;
	return 0;
}

static void box_is_zeroed(struct kunit *test)
{
	/* Several times, so that memory comes back that was written before. */
	for (int i = 0; i < 64; i++) {
		deed_own(plain_box, box) = plain_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		KUNIT_EXPECT_NULL(test, memchr_inv(plain_box_excl(&box), 0,
						   sizeof(struct note)));
		memset(plain_box_excl(&box), 0xa5, sizeof(struct note));
	}
}

static void box_for_atomic_context_is_zeroed(struct kunit *test)
{
	bool ok, zero = true;

	for (int i = 0; i < 64; i++) {
		local_irq_disable();
		{
			deed_own(plain_box, box) = plain_box_alloc_atomic();

			ok = deed_ok(box);
			if (ok) {
				zero &= !memchr_inv(plain_box_excl(&box), 0,
						    sizeof(struct note));
				memset(plain_box_excl(&box), 0xa5,
				       sizeof(struct note));
			}
		}
		local_irq_enable();
		KUNIT_ASSERT_TRUE(test, ok);
	}
	KUNIT_EXPECT_TRUE(test, zero);
}

static void both_borrows_reach_the_same_object(struct kunit *test)
{
	deed_own(plain_box, box) = plain_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	plain_box_excl(&box)->words[4] = 17;
	KUNIT_EXPECT_EQ(test, plain_box_borrow(&box)->words[4], 17);
	static_assert(__same_type(plain_box_excl(&box), struct note *));
	static_assert(__same_type(plain_box_borrow(&box), const struct note *));
	static_assert(sizeof(box) == sizeof(void *));
}

static void contents_are_released_once_and_before_the_memory(struct kunit *test)
{
	unsigned int released = 0;

	{
		deed_own(note_box, box) = note_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		note_box_excl(&box)->released = &released;
		note_box_excl(&box)->words[0] = 0x600d;
		KUNIT_EXPECT_EQ(test, released, 0);
	}
	KUNIT_EXPECT_EQ(test, released, 1);
	KUNIT_EXPECT_EQ(test, last_seen, 0x600d);
}

static void moved_box_is_released_by_its_last_owner(struct kunit *test)
{
	unsigned int released = 0;

	{
		deed_own(note_box, a) = note_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(a));
		note_box_excl(&a)->released = &released;
		{
			deed_own(note_box, b) = deed_move(a);

			KUNIT_EXPECT_EQ(test, released, 0);
		}
		KUNIT_EXPECT_EQ(test, released, 1);
	}
	KUNIT_EXPECT_EQ(test, released, 1);
}

static void fresh_box_can_be_dropped_at_once(struct kunit *test)
{
	{
		deed_own(note_box, box) = note_box_alloc();
		deed_own(note_box, atomic) = note_box_alloc_atomic();

		KUNIT_EXPECT_TRUE(test, deed_ok(box));
		KUNIT_EXPECT_TRUE(test, deed_ok(atomic));
	}
	KUNIT_EXPECT_EQ(test, fresh_released, 2);
}

struct shelf {
	DEED_SLOT(note_box) slot;
};

static void shelf_release(struct shelf *shelf)
{
	note_box_slot_drop(&shelf->slot);
}

DEED_BOX(shelf_box, struct shelf, shelf_release);

static void box_in_a_slot_can_be_replaced(struct kunit *test)
{
	unsigned int first = 0, second = 0;

	{
		deed_own(shelf_box, shelf) = shelf_box_alloc();
		deed_own(note_box, box) = note_box_alloc();
		deed_own(note_box, other) = note_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(shelf));
		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		KUNIT_ASSERT_TRUE(test, deed_ok(other));
		struct shelf *s = shelf_box_excl(&shelf);

		note_box_excl(&box)->released = &first;
		note_box_excl(&other)->released = &second;
		box = note_box_slot_put(&s->slot, deed_move(box));
		KUNIT_EXPECT_FALSE(test, deed_ok(box));
		other = note_box_slot_put(&s->slot, deed_move(other));
		KUNIT_EXPECT_TRUE(test, deed_ok(other));
		note_box_drop(&other);
		KUNIT_EXPECT_EQ(test, first, 1);
		KUNIT_EXPECT_EQ(test, second, 0);
	}
	KUNIT_EXPECT_EQ(test, second, 1);
}

static void box_that_gets_no_memory_fails(struct kunit *test)
{
	faults_on(test);
	fault_at(1);
	deed_own(note_box, box) = note_box_alloc();
	KUNIT_EXPECT_TRUE(test, fault_hit());
	EXPECT_FAILED(test, box, -ENOMEM);

	fault_at(1);
	deed_own(note_box, atomic) = note_box_alloc_atomic();
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	EXPECT_FAILED(test, atomic, -ENOMEM);

	note_box_drop(&box);
	note_box_drop(&atomic);
	KUNIT_EXPECT_EQ(test, fresh_released, 0);
}

static void bytes_are_copied_up_to_the_shorter_end(struct kunit *test)
{
	u8 from[8] = "abcdefg", to[8] = {};

	KUNIT_EXPECT_EQ(test, deed_bytes_copy((struct deed_bytes){ to, 3 },
					      (struct deed_bytes){ from, 8 }), 3);
	KUNIT_EXPECT_MEMEQ(test, to, "abc\0\0\0\0", 8);
	KUNIT_EXPECT_EQ(test, deed_bytes_copy((struct deed_bytes){ to, 8 },
					      (struct deed_bytes){ from + 3, 2 }), 2);
	KUNIT_EXPECT_MEMEQ(test, to, "dec\0\0\0\0", 8);
	KUNIT_EXPECT_EQ(test, deed_bytes_copy((struct deed_bytes){ to, 0 },
					      (struct deed_bytes){ from, 8 }), 0);
	KUNIT_EXPECT_EQ(test, deed_bytes_copy((struct deed_bytes){ to, 8 },
					      (struct deed_bytes){ NULL, 0 }), 0);
	KUNIT_EXPECT_MEMEQ(test, to, "dec\0\0\0\0", 8);
}

static void head_of_bytes_is_never_longer_than_they_are(struct kunit *test)
{
	u8 from[8] = "abcdefg", to[8] = {};
	const struct deed_bytes all = { from, 8 }, room = { to, 8 };

	KUNIT_EXPECT_EQ(test, deed_bytes_copy(room, deed_bytes_head(all, 0)), 0);
	KUNIT_EXPECT_EQ(test, deed_bytes_copy(room, deed_bytes_head(all, 3)), 3);
	KUNIT_EXPECT_MEMEQ(test, to, "abc\0\0\0\0", 8);
	KUNIT_EXPECT_EQ(test, deed_bytes_head(all, 8).__len, 8);
	KUNIT_EXPECT_EQ(test, deed_bytes_head(all, 9).__len, 8);
	KUNIT_EXPECT_EQ(test, deed_bytes_head(all, SIZE_MAX).__len, 8);
	KUNIT_EXPECT_PTR_EQ(test, deed_bytes_head(all, 3).__start, (void *)from);
	KUNIT_EXPECT_EQ(test, deed_bytes_head((struct deed_bytes){}, 3).__len, 0);
}

struct cell3 {
	u8 bytes[3];
};

DEED_ARRAY(byte_array, u8);
DEED_ARRAY(odd_array, struct cell3);
DEED_ARRAY(long_array, u64);

static void array_knows_its_length_and_is_zeroed(struct kunit *test)
{
	for (int round = 0; round < 16; round++) {
		deed_own(long_array, array) = long_array_alloc(31);

		KUNIT_ASSERT_TRUE(test, deed_ok(array));
		KUNIT_EXPECT_EQ(test, long_array_len(&array), 31);
		for (size_t i = 0; i < long_array_len(&array); i++) {
			KUNIT_EXPECT_EQ(test, *long_array_peek(&array, i), 0);
			*long_array_at(&array, i) = ~0ULL;
		}
	}
}

static void array_gives_each_element_its_place(struct kunit *test)
{
	deed_own(odd_array, array) = odd_array_alloc(5);

	KUNIT_ASSERT_TRUE(test, deed_ok(array));
	for (size_t i = 0; i < 5; i++)
		memset(odd_array_at(&array, i), 'a' + i, sizeof(struct cell3));
	KUNIT_EXPECT_MEMEQ(test, odd_array_peek(&array, 0), "aaabbbcccdddeee", 15);
	KUNIT_EXPECT_PTR_EQ(test, odd_array_peek(&array, 4),
			    (const struct cell3 *)odd_array_at(&array, 4));
}

static void array_ends_after_its_last_element(struct kunit *test)
{
	static const size_t outside[] = {
		7, 8, LONG_MAX, (size_t)LONG_MAX + 1, SIZE_MAX - 1, SIZE_MAX,
	};
	deed_own(byte_array, array) = byte_array_alloc(7);

	KUNIT_ASSERT_TRUE(test, deed_ok(array));
	KUNIT_EXPECT_NOT_NULL(test, byte_array_at(&array, 6));
	KUNIT_EXPECT_NOT_NULL(test, byte_array_peek(&array, 6));
	for (size_t i = 0; i < ARRAY_SIZE(outside); i++) {
		KUNIT_EXPECT_NULL(test, byte_array_at(&array, outside[i]));
		KUNIT_EXPECT_NULL(test, byte_array_peek(&array, outside[i]));
	}
}

static void array_of_one_has_one(struct kunit *test)
{
	deed_own(long_array, array) = long_array_alloc(1);

	KUNIT_ASSERT_TRUE(test, deed_ok(array));
	KUNIT_EXPECT_NOT_NULL(test, long_array_at(&array, 0));
	KUNIT_EXPECT_NULL(test, long_array_at(&array, 1));
}

static void array_of_none_is_refused(struct kunit *test)
{
	deed_own(long_array, array) = long_array_alloc(0);

	EXPECT_FAILED(test, array, -EINVAL);
}

static void array_whose_size_overflows_gets_no_memory(struct kunit *test)
{
	deed_own(long_array, wraps) = long_array_alloc(SIZE_MAX / 8 + 2);
	deed_own(long_array, most) = long_array_alloc(SIZE_MAX);

	EXPECT_FAILED(test, wraps, -ENOMEM);
	EXPECT_FAILED(test, most, -ENOMEM);
}

static void array_that_is_too_large_fails_without_a_warning(struct kunit *test)
{
	deed_own(byte_array, bytes) = byte_array_alloc((size_t)INT_MAX + 1);
	deed_own(long_array, longs) = long_array_alloc(SIZE_MAX / 8);

	EXPECT_FAILED(test, bytes, -ENOMEM);
	EXPECT_FAILED(test, longs, -ENOMEM);
}

static void array_that_gets_no_memory_fails(struct kunit *test)
{
	faults_on(test);
	fault_at(1);
	deed_own(long_array, array) = long_array_alloc(4);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	EXPECT_FAILED(test, array, -ENOMEM);
}

static deed_misuses("asks an array that was moved away for its length") void
large_array_comes_and_goes_through_vmalloc(struct kunit *test)
{
	const size_t count = 9 << 20;

	deed_own(byte_array, array) = byte_array_alloc(count);

	KUNIT_ASSERT_TRUE(test, deed_ok(array));
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(byte_array_peek(&array, 0)));
	KUNIT_EXPECT_EQ(test, *byte_array_peek(&array, count - 1), 0);
	*byte_array_at(&array, count - 1) = 1;
	KUNIT_EXPECT_NULL(test, byte_array_at(&array, count));

	deed_own(byte_array, moved) = deed_move(array);
	KUNIT_EXPECT_EQ(test, byte_array_len(&moved), count);
	KUNIT_EXPECT_EQ(test, byte_array_len(&array), 0);
}

static void array_is_lent_as_all_its_bytes(struct kunit *test)
{
	deed_own(odd_array, from) = odd_array_alloc(5);
	deed_own(long_array, to) = long_array_alloc(3);

	KUNIT_ASSERT_TRUE(test, deed_ok(from));
	KUNIT_ASSERT_TRUE(test, deed_ok(to));
	for (size_t i = 0; i < 5; i++)
		memset(odd_array_at(&from, i), 'a' + i, sizeof(struct cell3));
	memset(long_array_at(&to, 0), 'z', 3 * sizeof(u64));

	struct deed_bytes all = odd_array_bytes(&from);

	KUNIT_EXPECT_PTR_EQ(test, all.__start, (void *)odd_array_at(&from, 0));
	KUNIT_EXPECT_EQ(test, all.__len, 15);
	KUNIT_EXPECT_EQ(test, long_array_bytes(&to).__len, 24);
	KUNIT_EXPECT_EQ(test, deed_bytes_copy(long_array_bytes(&to), all), 15);
	KUNIT_EXPECT_MEMEQ(test, long_array_peek(&to, 0),
			   "aaabbbcccdddeeezzzzzzzzz", 24);
}

static struct kunit_case box_cases[] = {
	KUNIT_CASE(box_is_zeroed),
	KUNIT_CASE(box_for_atomic_context_is_zeroed),
	KUNIT_CASE(both_borrows_reach_the_same_object),
	KUNIT_CASE(contents_are_released_once_and_before_the_memory),
	KUNIT_CASE(moved_box_is_released_by_its_last_owner),
	KUNIT_CASE(fresh_box_can_be_dropped_at_once),
	KUNIT_CASE(box_in_a_slot_can_be_replaced),
	KUNIT_CASE(box_that_gets_no_memory_fails),
	KUNIT_CASE(bytes_are_copied_up_to_the_shorter_end),
	KUNIT_CASE(head_of_bytes_is_never_longer_than_they_are),
	KUNIT_CASE(array_knows_its_length_and_is_zeroed),
	KUNIT_CASE(array_gives_each_element_its_place),
	KUNIT_CASE(array_ends_after_its_last_element),
	KUNIT_CASE(array_of_one_has_one),
	KUNIT_CASE(array_of_none_is_refused),
	KUNIT_CASE(array_whose_size_overflows_gets_no_memory),
	KUNIT_CASE(array_that_is_too_large_fails_without_a_warning),
	KUNIT_CASE(array_that_gets_no_memory_fails),
	KUNIT_CASE(large_array_comes_and_goes_through_vmalloc),
	KUNIT_CASE(array_is_lent_as_all_its_bytes),
	{}
};

static struct kunit_suite box_suite = {
	.name = "deed_box",
	.init = box_test_init,
	.test_cases = box_cases,
};

kunit_test_suite(box_suite);

MODULE_DESCRIPTION("Tests of boxes and arrays");
MODULE_LICENSE("GPL");
