// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/own.h>: that a handle is dropped exactly once on every way out
 * of its scope, and not at all once it was moved or never came to life; slots,
 * composites, and the way to and from raw pointers.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/own.h>

#include "handle.h"

deed_unsafe_file("tests define kinds of their own and look into their handles");

/* A resource whose release is written down. */
struct thing {
	int id;
};

static struct {
	unsigned int count;
	int ids[16];
} released;

static void release_id(int id)
{
	released.ids[released.count++ % ARRAY_SIZE(released.ids)] = id;
}

/* The common handle: one word. */
struct __deed_handle own_thing {
	struct thing *__ptr;
};

static void thing_release(struct own_thing h)
{
	release_id(deed_unsafe("the resource ends here", deed_into_raw(h))->id);
}

DEED_HANDLE(own_thing, thing_release)

/* A handle with a second word, which its release needs. */
struct __deed_handle own_pair {
	struct thing *__ptr;
	unsigned long second;
};

static void pair_release(struct own_pair h)
{
	unsigned long second = h.second;

	release_id(deed_unsafe("the resource ends here", deed_into_raw(h))->id + second);
}

DEED_HANDLE(own_pair, pair_release)

static struct thing things[] = { { 1 }, { 2 }, { 3 }, { 4 } };

/* The constructor of handle number @id. */
static noinline deed_returns_live struct own_thing make(int id)
{
	return __deed_acquire(own_thing, &things[id - 1]);
}

static noinline deed_returns_live struct own_pair
make_pair(int id, unsigned long second)
{
	return __deed_acquire(own_pair, &things[id - 1], second);
}

/* What was released since the last call, in order: 1 then 2 is 12. */
static int released_ids(void)
{
	int ids = 0;

	for (unsigned int i = 0; i < released.count; i++)
		ids = ids * 10 + released.ids[i];
	released.count = 0;
	return ids;
}

/* As slots stand in a cell's data. Empty when a test begins. */
struct holder {
	DEED_SLOT(own_thing) slot;
	DEED_SLOT(own_pair) pair;
};

static deed_misuses("each test looks at what the places in it hold")
struct holder holder;

static deed_misuses("empties the places: what was in them was dropped") int
own_test_init(struct kunit *test)
{
	released.count = 0;
	holder = (struct holder){};
	return 0;
}

static void handle_is_as_small_as_its_pointer(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(struct own_thing), sizeof(void *));
	KUNIT_EXPECT_EQ(test, sizeof(struct own_thing_slot), sizeof(void *));
	KUNIT_EXPECT_EQ(test, sizeof(struct own_pair), 2 * sizeof(void *));
}

static void handle_is_dropped_once_at_the_end_of_its_scope(struct kunit *test)
{
	{
		deed_own(own_thing, h) = make(1);

		KUNIT_EXPECT_TRUE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
}

static void handles_are_dropped_last_in_first_out(struct kunit *test)
{
	{
		deed_own(own_thing, a) = make(1);
		deed_own(own_thing, b) = make(2);
		deed_own(own_thing, c) = make(3);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 321);
}

static int return_early(bool early)
{
	deed_own(own_thing, h) = make(1);

	if (early)
		return released.count ? -EIO : 1;
	return released.count ? -EIO : 2;
}

static void handle_is_dropped_once_on_return(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, return_early(true), 1);
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
	KUNIT_EXPECT_EQ(test, return_early(false), 2);
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
}

static void handle_is_dropped_once_on_break(struct kunit *test)
{
	for (int i = 1; i <= 3; i++) {
		deed_own(own_thing, h) = make(i);

		if (i == 2)
			break;
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 12);
}

static void handle_is_dropped_once_on_continue(struct kunit *test)
{
	int ends = 0;

	for (int i = 1; i <= 3; i++) {
		deed_own(own_thing, h) = make(i);

		if (i == 2)
			continue;
		ends++;
	}
	KUNIT_EXPECT_EQ(test, ends, 2);
	KUNIT_EXPECT_EQ(test, released_ids(), 123);
}

static void move_empties_its_source(struct kunit *test)
{
	{
		deed_own(own_thing, a) = make(1);
		deed_own(own_thing, b) = deed_move(a);

		KUNIT_EXPECT_FALSE(test, deed_ok(a));
		KUNIT_EXPECT_EQ(test, deed_err(a), -ENOENT);
		KUNIT_EXPECT_TRUE(test, deed_ok(b));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
}

static void move_takes_all_words(struct kunit *test)
{
	{
		deed_own(own_pair, a) = make_pair(1, 7);
		deed_own(own_pair, b) = deed_move(a);

		KUNIT_EXPECT_EQ(test, a.second, 0);
		KUNIT_EXPECT_EQ(test, b.second, 7);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 8);
}

static deed_misuses("moves from an array, for an operand with an effect") void
move_evaluates_its_operand_once(struct kunit *test)
{
	struct own_thing all[3] = { make(1), make(2), make(3) };
	struct own_thing *next = all;

	{
		deed_own(own_thing, first) = deed_move(*next++);
	}
	KUNIT_EXPECT_PTR_EQ(test, next, &all[1]);
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
	own_thing_drop(&all[1]);
	own_thing_drop(&all[2]);
}

static deed_accepts(1) int consume(struct own_thing given)
{
	deed_own(own_thing, h) = deed_move(given);

	return deed_ok(h) ? h.__ptr->id : deed_err(h);
}

static deed_misuses("moves a handle twice, to see that it is empty") void
handle_given_to_a_function_is_dropped_there(struct kunit *test)
{
	deed_own(own_thing, h) = make(2);

	KUNIT_EXPECT_EQ(test, consume(deed_move(h)), 2);
	KUNIT_EXPECT_EQ(test, released_ids(), 2);
	KUNIT_EXPECT_EQ(test, consume(deed_move(h)), -ENOENT);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static struct own_thing make_and_return(int id)
{
	deed_own(own_thing, h) = make(id);

	return deed_move(h);
}

static void handle_can_be_returned(struct kunit *test)
{
	{
		deed_own(own_thing, h) = make_and_return(3);

		KUNIT_EXPECT_TRUE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 3);
}

static void failed_handle_tells_its_error_and_drops_nothing(struct kunit *test)
{
	{
		deed_own(own_thing, h) = deed_fail(own_thing, -ENOMEM);
		deed_own(own_pair, p) = deed_fail(own_pair, -EAGAIN);

		KUNIT_EXPECT_FALSE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, deed_err(h), -ENOMEM);
		KUNIT_EXPECT_FALSE(test, deed_ok(p));
		KUNIT_EXPECT_EQ(test, deed_err(p), -EAGAIN);
	}
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static void failure_survives_a_move(struct kunit *test)
{
	deed_own(own_thing, a) = deed_fail(own_thing, -EBUSY);
	deed_own(own_thing, b) = deed_move(a);

	KUNIT_EXPECT_EQ(test, deed_err(a), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_err(b), -EBUSY);
}

static void failure_without_an_errno_is_einval(struct kunit *test)
{
	static const long no_errno[] = {
		0, 1, EINVAL, LONG_MAX, -MAX_ERRNO - 1, LONG_MIN,
	};

	for (size_t i = 0; i < ARRAY_SIZE(no_errno); i++) {
		deed_own(own_thing, h) = deed_fail(own_thing, no_errno[i]);

		KUNIT_EXPECT_FALSE(test, deed_ok(h));
		KUNIT_EXPECT_EQ_MSG(test, deed_err(h), -EINVAL, "for %ld",
				    no_errno[i]);
	}
}

static void failure_keeps_every_errno(struct kunit *test)
{
	deed_own(own_thing, first) = deed_fail(own_thing, -1);
	deed_own(own_thing, last) = deed_fail(own_thing, -MAX_ERRNO);

	KUNIT_EXPECT_EQ(test, deed_err(first), -1);
	KUNIT_EXPECT_EQ(test, deed_err(last), -MAX_ERRNO);
}

static deed_misuses("drops a handle twice, to see it released once") void
drop_happens_once_however_often_it_is_called(struct kunit *test)
{
	struct own_thing h = make(1);

	own_thing_drop(&h);
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
	KUNIT_EXPECT_EQ(test, deed_err(h), -ENOENT);
	own_thing_drop(&h);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static void dropped_failure_is_empty(struct kunit *test)
{
	deed_own(own_pair, h) = deed_fail(own_pair, -EIO);

	own_pair_drop(&h);
	KUNIT_EXPECT_EQ(test, deed_err(h), -ENOENT);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static deed_misuses("drops variables, which is what own_thing_drop() is for") void
drop_live_releases_once(struct kunit *test)
{
	struct own_thing h = make(4);
	struct own_pair p = make_pair(1, 1);

	own_thing_drop_live(&h);
	own_pair_drop_live(&p);
	KUNIT_EXPECT_EQ(test, released_ids(), 42);
}

/* A handle is looked at where it stands: in a field, const, and only once. */
static deed_misuses("looks at handles in an array, where none belongs") void
tests_look_at_a_place_once(struct kunit *test)
{
	struct own_thing all[3] = { make(1), deed_fail(own_thing, -EIO), {} };
	const struct own_thing *next = all;
	struct { struct own_pair pair; } whole = { make_pair(2, 1) };
	const typeof(whole) *at = &whole;

	KUNIT_EXPECT_TRUE(test, deed_ok(*next++));
	KUNIT_EXPECT_FALSE(test, deed_ok(*next++));
	KUNIT_EXPECT_PTR_EQ(test, next, &all[2]);
	KUNIT_EXPECT_EQ(test, deed_err(*next--), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_err(*next--), -EIO);
	KUNIT_EXPECT_PTR_EQ(test, next, &all[0]);
	KUNIT_EXPECT_TRUE(test, deed_ok(at->pair));
	own_thing_drop(&all[0]);
	own_pair_drop(&whole.pair);
	KUNIT_EXPECT_EQ(test, released_ids(), 13);
}

static void replace_hands_back_what_was_there(struct kunit *test)
{
	{
		deed_own(own_thing, h) = make(1);
		deed_own(own_thing, old) = own_thing_replace(&h, make(2));

		KUNIT_EXPECT_EQ(test, released.count, 0);
		KUNIT_EXPECT_EQ(test, h.__ptr->id, 2);
		KUNIT_EXPECT_EQ(test, old.__ptr->id, 1);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 12);
}

static void replace_fills_what_was_empty_or_failed(struct kunit *test)
{
	deed_own(own_thing, h) = {};
	deed_own(own_thing, old) = own_thing_replace(&h, deed_fail(own_thing, -EIO));

	EXPECT_FAILED(test, old, -ENOENT);
	EXPECT_FAILED(test, h, -EIO);
	old = own_thing_replace(&h, make(1));
	EXPECT_FAILED(test, old, -EIO);
	KUNIT_EXPECT_TRUE(test, deed_ok(h));
	own_thing_drop(&h);
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
}

static void zeroed_slot_is_empty(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, own_thing_slot_full(&holder.slot));
	deed_own(own_thing, h) = own_thing_slot_take(&holder.slot);
	EXPECT_FAILED(test, h, -ENOENT);
	own_thing_slot_drop(&holder.slot);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static void slot_gives_what_was_put_into_it_once(struct kunit *test)
{
	deed_own(own_pair, before) = own_pair_slot_put(&holder.pair, make_pair(1, 4));

	EXPECT_FAILED(test, before, -ENOENT);
	KUNIT_EXPECT_TRUE(test, own_pair_slot_full(&holder.pair));
	{
		deed_own(own_pair, h) = own_pair_slot_take(&holder.pair);
		deed_own(own_pair, again) = own_pair_slot_take(&holder.pair);

		KUNIT_EXPECT_TRUE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, h.second, 4);
		KUNIT_EXPECT_FALSE(test, deed_ok(again));
		KUNIT_EXPECT_FALSE(test, own_pair_slot_full(&holder.pair));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 5);
}

static void full_slot_hands_back_what_it_held(struct kunit *test)
{
	deed_own(own_thing, none) = own_thing_slot_put(&holder.slot, make(1));

	{
		deed_own(own_thing, old) = own_thing_slot_put(&holder.slot, make(2));

		KUNIT_EXPECT_TRUE(test, deed_ok(old));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
	own_thing_slot_drop(&holder.slot);
	KUNIT_EXPECT_EQ(test, released_ids(), 2);
	KUNIT_EXPECT_FALSE(test, own_thing_slot_full(&holder.slot));
	own_thing_slot_drop(&holder.slot);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

/* Taken at once, and without a look: the error must not come out again. */
static void failure_that_was_put_is_not_taken(struct kunit *test)
{
	deed_own(own_pair, before) =
		own_pair_slot_put(&holder.pair, deed_fail(own_pair, -EIO));
	EXPECT_FAILED(test, before, -ENOENT);
	KUNIT_EXPECT_NULL(test, READ_ONCE(holder.pair.__held.__ptr));

	deed_own(own_pair, taken) = own_pair_slot_take(&holder.pair);
	EXPECT_FAILED(test, taken, -ENOENT);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static void failure_leaves_a_slot_empty(struct kunit *test)
{
	deed_own(own_thing, old) = own_thing_slot_put(&holder.slot, deed_fail(own_thing, -EIO));

	EXPECT_FAILED(test, old, -ENOENT);
	KUNIT_EXPECT_FALSE(test, own_thing_slot_full(&holder.slot));
	old = own_thing_slot_put(&holder.slot, make(1));
	EXPECT_FAILED(test, old, -ENOENT);
	old = own_thing_slot_put(&holder.slot, deed_fail(own_thing, -EIO));
	KUNIT_EXPECT_TRUE(test, deed_ok(old));
	own_thing_drop(&old);
	KUNIT_EXPECT_EQ(test, released_ids(), 1);
	old = own_thing_slot_take(&holder.slot);
	EXPECT_FAILED(test, old, -ENOENT);
}

/* One composite of each length that DEED_COMPOSITE() knows. */
DEED_COMPOSITE(own_one, own_thing, a);
DEED_COMPOSITE(own_two, own_thing, a, own_pair, b);
DEED_COMPOSITE(own_three, own_thing, a, own_pair, b, own_thing, c);
DEED_COMPOSITE(own_four, own_thing, a, own_pair, b, own_thing, c, own_two, d);
DEED_COMPOSITE(own_five, own_thing, a, own_thing, b, own_thing, c, own_thing, d,
	       own_thing, e);

static struct own_four make_four(void)
{
	return (struct own_four){
		.a = make(1), .b = make_pair(1, 1), .c = make(3),
		.d = { .a = make(4), .b = make_pair(1, 4) },
	};
}

static void composite_drops_its_fields_left_to_right(struct kunit *test)
{
	{
		deed_own(own_one, one) = { .a = make(4) };
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 4);
	{
		deed_own(own_three, three) = {
			.a = make(3), .b = make_pair(1, 1), .c = make(1),
		};
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 321);
	{
		deed_own(own_four, four) = make_four();
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 12345);
	{
		deed_own(own_five, five) = {
			.a = make(1), .b = make(2), .c = make(3), .d = make(4),
			.e = make(1),
		};
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 12341);
}

static deed_misuses("drops a variable, which is what own_four_drop() is for") void
live_composite_drops_its_fields_left_to_right(struct kunit *test)
{
	struct own_four four = make_four();

	own_four_drop_live(&four);
	KUNIT_EXPECT_EQ(test, released_ids(), 12345);
}

static void composite_is_nothing_but_its_fields(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(struct own_two),
			sizeof(struct own_thing) + sizeof(struct own_pair));
}

static void composite_is_live_when_its_first_field_is(struct kunit *test)
{
	deed_own(own_two, live) = { .a = make(1) };
	deed_own(own_two, failed) = deed_fail(own_two, -ENODEV);
	deed_own(own_two, empty) = {};

	KUNIT_EXPECT_TRUE(test, deed_ok(live));
	KUNIT_EXPECT_FALSE(test, deed_ok(failed));
	KUNIT_EXPECT_EQ(test, deed_err(failed), -ENODEV);
	KUNIT_EXPECT_FALSE(test, deed_ok(empty));
	KUNIT_EXPECT_EQ(test, deed_err(empty), -ENOENT);
}

static deed_misuses("drops a composite that is not complete, and twice") void
composite_whose_field_was_moved_drops_the_rest(struct kunit *test)
{
	deed_own(own_four, four) = make_four();
	deed_own(own_thing, first) = deed_move(four.a);
	deed_own(own_thing, third) = deed_move(four.c);

	KUNIT_EXPECT_FALSE(test, deed_ok(four));
	own_four_drop(&four);
	KUNIT_EXPECT_EQ(test, released_ids(), 245);
	own_four_drop(&four);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static struct own_two make_two(int err)
{
	deed_own(own_thing, a) = make(1);
	deed_own(own_pair, b) = err ? deed_fail(own_pair, err) : make_pair(1, 1);

	if (!deed_ok(b))
		return deed_fail(own_two, deed_err(b));
	return (struct own_two){ .a = deed_move(a), .b = deed_move(b) };
}

static void step_that_fails_drops_the_parts_before_it(struct kunit *test)
{
	{
		deed_own(own_two, h) = make_two(-EPERM);

		EXPECT_FAILED(test, h, -EPERM);
		KUNIT_EXPECT_EQ(test, released_ids(), 1);
	}
	KUNIT_EXPECT_EQ(test, released.count, 0);
	{
		deed_own(own_two, h) = make_two(0);

		KUNIT_EXPECT_TRUE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 12);
}

static void composite_moves_through_slots_as_a_whole(struct kunit *test)
{
	static deed_misuses("this test looks at what it holds")
	DEED_SLOT(own_two) slot;

	deed_own(own_two, none) = own_two_slot_put(&slot, make_two(0));

	KUNIT_EXPECT_FALSE(test, deed_ok(none));
	KUNIT_EXPECT_TRUE(test, own_two_slot_full(&slot));
	{
		deed_own(own_two, h) = own_two_slot_take(&slot);
		deed_own(own_two, old) =
			own_two_replace(&h, deed_fail(own_two, -EIO));

		KUNIT_EXPECT_FALSE(test, own_two_slot_full(&slot));
		KUNIT_EXPECT_EQ(test, deed_err(h), -EIO);
		KUNIT_EXPECT_TRUE(test, deed_ok(old));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 12);
	own_two_slot_drop(&slot);
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static void unsafe_gives_the_value_of_its_expression(struct kunit *test)
{
	int calls = 0;

	KUNIT_EXPECT_EQ(test, deed_unsafe("SAFETY: plain arithmetic", ++calls + 1), 2);
	KUNIT_EXPECT_EQ(test, calls, 1);
}

static void into_raw_takes_the_resource_out(struct kunit *test)
{
	struct thing *raw;

	{
		deed_own(own_pair, h) = make_pair(3, 1);

		raw = deed_unsafe("SAFETY: goes back below", deed_into_raw(h));
		KUNIT_EXPECT_EQ(test, deed_err(h), -ENOENT);
		KUNIT_EXPECT_EQ(test, h.second, 0);
	}
	KUNIT_EXPECT_PTR_EQ(test, raw, &things[2]);
	KUNIT_EXPECT_EQ(test, released.count, 0);
	{
		deed_own(own_pair, h) =
			deed_unsafe("SAFETY: came from into_raw",
				    deed_from_raw(own_pair, raw, 1));

		KUNIT_EXPECT_TRUE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, h.second, 1);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 4);
}

static void from_raw_of_no_resource_is_not_live(struct kunit *test)
{
	{
		deed_own(own_thing, empty) =
			deed_unsafe("SAFETY: owns nothing",
				    deed_from_raw(own_thing, NULL));
		deed_own(own_thing, failed) =
			deed_unsafe("SAFETY: owns nothing",
				    deed_from_raw(own_thing, ERR_PTR(-EIO)));

		KUNIT_EXPECT_EQ(test, deed_err(empty), -ENOENT);
		EXPECT_FAILED(test, failed, -EIO);
	}
	KUNIT_EXPECT_EQ(test, released.count, 0);
}

static void borrow_raw_leaves_the_handle_its_resource(struct kunit *test)
{
	{
		deed_own(own_thing, h) = make(2);
		const struct thing *raw =
			deed_unsafe("SAFETY: used while h lives", deed_borrow_raw(h));

		KUNIT_EXPECT_EQ(test, raw->id, 2);
		KUNIT_EXPECT_TRUE(test, deed_ok(h));
		KUNIT_EXPECT_EQ(test, released.count, 0);
	}
	KUNIT_EXPECT_EQ(test, released_ids(), 2);
}

static struct kunit_case own_cases[] = {
	KUNIT_CASE(handle_is_as_small_as_its_pointer),
	KUNIT_CASE(handle_is_dropped_once_at_the_end_of_its_scope),
	KUNIT_CASE(handles_are_dropped_last_in_first_out),
	KUNIT_CASE(handle_is_dropped_once_on_return),
	KUNIT_CASE(handle_is_dropped_once_on_break),
	KUNIT_CASE(handle_is_dropped_once_on_continue),
	KUNIT_CASE(move_empties_its_source),
	KUNIT_CASE(move_takes_all_words),
	KUNIT_CASE(move_evaluates_its_operand_once),
	KUNIT_CASE(handle_given_to_a_function_is_dropped_there),
	KUNIT_CASE(handle_can_be_returned),
	KUNIT_CASE(failed_handle_tells_its_error_and_drops_nothing),
	KUNIT_CASE(failure_survives_a_move),
	KUNIT_CASE(failure_without_an_errno_is_einval),
	KUNIT_CASE(failure_keeps_every_errno),
	KUNIT_CASE(drop_happens_once_however_often_it_is_called),
	KUNIT_CASE(dropped_failure_is_empty),
	KUNIT_CASE(drop_live_releases_once),
	KUNIT_CASE(tests_look_at_a_place_once),
	KUNIT_CASE(replace_hands_back_what_was_there),
	KUNIT_CASE(replace_fills_what_was_empty_or_failed),
	KUNIT_CASE(zeroed_slot_is_empty),
	KUNIT_CASE(slot_gives_what_was_put_into_it_once),
	KUNIT_CASE(full_slot_hands_back_what_it_held),
	KUNIT_CASE(failure_leaves_a_slot_empty),
	KUNIT_CASE(failure_that_was_put_is_not_taken),
	KUNIT_CASE(composite_drops_its_fields_left_to_right),
	KUNIT_CASE(live_composite_drops_its_fields_left_to_right),
	KUNIT_CASE(composite_is_nothing_but_its_fields),
	KUNIT_CASE(composite_is_live_when_its_first_field_is),
	KUNIT_CASE(composite_whose_field_was_moved_drops_the_rest),
	KUNIT_CASE(step_that_fails_drops_the_parts_before_it),
	KUNIT_CASE(composite_moves_through_slots_as_a_whole),
	KUNIT_CASE(unsafe_gives_the_value_of_its_expression),
	KUNIT_CASE(into_raw_takes_the_resource_out),
	KUNIT_CASE(from_raw_of_no_resource_is_not_live),
	KUNIT_CASE(borrow_raw_leaves_the_handle_its_resource),
	{}
};

static struct kunit_suite own_suite = {
	.name = "deed_own",
	.init = own_test_init,
	.test_cases = own_cases,
};

kunit_test_suite(own_suite);

MODULE_DESCRIPTION("Tests of handles, slots and composites");
MODULE_LICENSE("GPL");
