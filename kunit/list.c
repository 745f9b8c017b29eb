// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/list.h>: that members come out in their order, once, and are
 * released with the list, and that a list is whole after everything that is done
 * to it.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/prandom.h>

#include <deed/list.h>
#include <deed/lock.h>

#include "handle.h"
#include "thread.h"

deed_unsafe_file("tests look at the links of a list, and at counts");

#define MOST 16
#define ROUNDS 20000

/* The ids of what was released, in order; by several threads, too. */
static struct {
	atomic_t count;
	int ids[MOST];
} released;

static void note_released(int id)
{
	int at = atomic_inc_return(&released.count) - 1;

	if (at < MOST)
		released.ids[at] = id;
}

struct item {
	int id;
	struct deed_list_link link;
};

static void item_release(struct item *item)
{
	note_released(item->id);
}

DEED_BOX(item_box, struct item, item_release);
DEED_LIST(item_list, item_box, link);

/* What a driver has: several lists, which it reaches together. */
struct lists {
	struct item_list a, b;
};

static void lists_release(struct lists *lists)
{
	item_list_drop(&lists->a);
	item_list_drop(&lists->b);
}

DEED_BOX(lists_box, struct lists, lists_release);

static int list_test_init(struct kunit *test)
{
	atomic_set(&released.count, 0);
	return 0;
}

static deed_returns_live struct lists_box make_lists(struct kunit *test)
{
	deed_own(lists_box, box) = lists_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	return deed_move(box);
}

static deed_returns_live struct item_box make(struct kunit *test, int id)
{
	deed_own(item_box, box) = item_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	item_box_excl(&box)->id = id;
	return deed_move(box);
}

/* Appends members with the digits of @ids, first to last. */
static void fill(struct kunit *test, struct item_list *list, const char *ids)
{
	for (; *ids; ids++)
		item_list_push_back(list, make(test, *ids - '0'));
}

/* That the list has these members, and that all its pointers are right. */
static void expect_ids(struct kunit *test, const struct item_list *list, const char *ids)
{
	const struct item *last = NULL;

	for (const struct item *i = item_list_peek_first(list); i;
	     i = item_list_peek_next(list, i)) {
		KUNIT_ASSERT_NE(test, *ids, 0);
		KUNIT_EXPECT_EQ(test, i->id, *ids++ - '0');
		last = i;
	}
	KUNIT_EXPECT_EQ(test, *ids, 0);
	KUNIT_EXPECT_PTR_EQ(test, (void **)list->__end,
			    last ? (void **)&last->link.__next : NULL);
	KUNIT_EXPECT_EQ(test, item_list_is_empty(list), !last);
}

#define EXPECT_TAKES(test, list, wanted)				\
	do {								\
		deed_own(item_box, __box) = item_list_take_first(list);	\
									\
		KUNIT_ASSERT_TRUE(test, deed_ok(__box));		\
		KUNIT_EXPECT_EQ(test, item_box_borrow(&__box)->id, wanted); \
		KUNIT_EXPECT_NULL(test, item_box_borrow(&__box)->link.__next); \
	} while (0)

static void expect_released(struct kunit *test, const char *ids)
{
	KUNIT_ASSERT_EQ(test, atomic_read(&released.count), strlen(ids));
	for (unsigned int i = 0; ids[i]; i++)
		KUNIT_EXPECT_EQ(test, released.ids[i], ids[i] - '0');
}

static void zeroed_list_is_empty(struct kunit *test)
{
	deed_own(item_list, list) = {};

	KUNIT_EXPECT_TRUE(test, item_list_is_empty(&list));
	KUNIT_EXPECT_NULL(test, item_list_first(&list));
	KUNIT_EXPECT_NULL(test, item_list_peek_first(&list));
	deed_own(item_box, none) = item_list_take_first(&list);
	EXPECT_FAILED(test, none, -ENOENT);
	deed_own(item_box, neither) =
		deed_list_take_if(item_list, &list, i, i->id == i->id);
	EXPECT_FAILED(test, neither, -ENOENT);
	item_list_drop(&list);
	expect_ids(test, &list, "");
}

static void members_stand_in_the_order_in_which_they_came(struct kunit *test)
{
	deed_own(item_list, list) = {};

	fill(test, &list, "123");
	expect_ids(test, &list, "123");
	EXPECT_TAKES(test, &list, 1);
	EXPECT_TAKES(test, &list, 2);
	expect_ids(test, &list, "3");
	EXPECT_TAKES(test, &list, 3);
	expect_ids(test, &list, "");
}

static void members_can_be_pushed_in_front(struct kunit *test)
{
	deed_own(item_list, list) = {};

	item_list_push_front(&list, make(test, 2));
	expect_ids(test, &list, "2");
	item_list_push_front(&list, make(test, 1));
	expect_ids(test, &list, "12");
	item_list_push_back(&list, make(test, 3));
	item_list_push_front(&list, make(test, 0));
	expect_ids(test, &list, "0123");
}

static void list_that_was_emptied_can_be_filled_again(struct kunit *test)
{
	deed_own(item_list, list) = {};

	fill(test, &list, "1");
	EXPECT_TAKES(test, &list, 1);
	fill(test, &list, "23");
	EXPECT_TAKES(test, &list, 2);
	EXPECT_TAKES(test, &list, 3);
	item_list_push_front(&list, make(test, 4));
	fill(test, &list, "5");
	expect_ids(test, &list, "45");
	item_list_drop(&list);
	fill(test, &list, "67");
	expect_ids(test, &list, "67");
	expect_released(test, "12345");
}

static void members_are_released_with_the_list_first_to_last(struct kunit *test)
{
	{
		deed_own(lists_box, box) = make_lists(test);

		fill(test, &lists_box_excl(&box)->a, "123");
		fill(test, &lists_box_excl(&box)->b, "4");
		KUNIT_EXPECT_EQ(test, atomic_read(&released.count), 0);
	}
	expect_released(test, "1234");
}

static void taken_member_is_its_takers(struct kunit *test)
{
	{
		deed_own(item_box, second) = make(test, 9);
		{
			deed_own(item_list, list) = {};

			fill(test, &list, "123");
			EXPECT_TAKES(test, &list, 1);
			item_box_drop(&second);
			second = item_list_take_first(&list);
			expect_released(test, "19");
		}
		expect_released(test, "193");
		KUNIT_ASSERT_TRUE(test, deed_ok(second));
		KUNIT_EXPECT_EQ(test, item_box_borrow(&second)->id, 2);
	}
	expect_released(test, "1932");
}

static void members_are_lent_in_turn(struct kunit *test)
{
	deed_own(item_list, list) = {};

	fill(test, &list, "1234");
	for (struct item *i = item_list_first(&list); i; i = item_list_next(&list, i)) {
		if (i->id == 2)
			continue;
		if (i->id == 4)
			break;
		i->id += 4;
	}
	expect_ids(test, &list, "5274");
	static_assert(__same_type(item_list_first(&list), struct item *));
	static_assert(__same_type(item_list_peek_first(&list), const struct item *));
	static_assert(sizeof(list) == 2 * sizeof(void *));
	static_assert(sizeof(struct deed_list_link) == sizeof(void *));
}

static void all_members_move_to_another_list(struct kunit *test)
{
	deed_own(lists_box, box) = make_lists(test);
	struct lists *l = lists_box_excl(&box);

	item_list_splice(&l->a, &l->b);
	expect_ids(test, &l->a, "");
	fill(test, &l->b, "12");
	item_list_splice(&l->a, &l->b);
	expect_ids(test, &l->a, "12");
	expect_ids(test, &l->b, "");
	item_list_splice(&l->a, &l->b);
	expect_ids(test, &l->a, "12");
	fill(test, &l->b, "34");
	item_list_splice(&l->a, &l->b);
	expect_ids(test, &l->a, "1234");
	expect_ids(test, &l->b, "");
	fill(test, &l->a, "5");
	fill(test, &l->b, "6");
	expect_ids(test, &l->a, "12345");
	expect_ids(test, &l->b, "6");
	KUNIT_EXPECT_EQ(test, atomic_read(&released.count), 0);
}

static void list_that_is_moved_to_itself_stays(struct kunit *test)
{
	deed_own(item_list, list) = {};

	item_list_splice(&list, &list);
	expect_ids(test, &list, "");
	fill(test, &list, "123");
	item_list_splice(&list, &list);
	fill(test, &list, "4");
	expect_ids(test, &list, "1234");
}

static void member_is_taken_by_a_condition(struct kunit *test)
{
	static const struct {
		const char *ids;
		int wanted;
		const char *left, *then;
	} cases[] = {
		{ "1", 1, "", "8" },	    { "123", 1, "23", "238" },
		{ "123", 2, "13", "138" }, { "123", 3, "12", "128" },
		{ "12", 2, "1", "18" },	    { "1221", 2, "121", "1218" },
	};

	for (int n = 0; n < ARRAY_SIZE(cases); n++) {
		deed_own(item_list, list) = {};

		fill(test, &list, cases[n].ids);
		deed_own(item_box, box) =
			deed_list_take_if(item_list, &list, i, i->id == cases[n].wanted);
		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		KUNIT_EXPECT_EQ(test, item_box_borrow(&box)->id, cases[n].wanted);
		KUNIT_EXPECT_NULL(test, item_box_borrow(&box)->link.__next);
		expect_ids(test, &list, cases[n].left);
		/* where the end is */
		fill(test, &list, "8");
		expect_ids(test, &list, cases[n].then);
	}
}

static void condition_is_asked_until_it_holds(struct kunit *test)
{
	deed_own(item_list, list) = {};
	int asked = 0, ids = 0;

	fill(test, &list, "1234");
	deed_own(item_box, third) =
		deed_list_take_if(item_list, &list, i,
				  (asked++, ids = 10 * ids + i->id, i->id == 3));
	KUNIT_EXPECT_TRUE(test, deed_ok(third));
	KUNIT_EXPECT_EQ(test, asked, 3);
	KUNIT_EXPECT_EQ(test, ids, 123);
	deed_own(item_box, none) =
		deed_list_take_if(item_list, &list, i, (asked++, i->id == 3));
	EXPECT_FAILED(test, none, -ENOENT);
	KUNIT_EXPECT_EQ(test, asked, 6);
	expect_ids(test, &list, "124");
}

static void all_members_that_fit_are_taken(struct kunit *test)
{
	deed_own(item_list, list) = {};

	fill(test, &list, "1213114");
	for (;;) {
		deed_own(item_box, box) =
			deed_list_take_if(item_list, &list, i, i->id == 1);

		if (!deed_ok(box))
			break;
	}
	expect_ids(test, &list, "234");
	expect_released(test, "1111");
}

static void taken_member_can_be_pushed_again(struct kunit *test)
{
	deed_own(lists_box, box) = make_lists(test);
	struct lists *l = lists_box_excl(&box);

	fill(test, &l->a, "1234");
	for (int id = 1; id <= 4; id++) {
		/* the first, one in the middle, and the last */
		deed_own(item_box, one) =
			deed_list_take_if(item_list, &l->a, i, i->id == (id * 3) % 5);
		KUNIT_ASSERT_TRUE(test, deed_ok(one));
		item_list_push_back(&l->b, deed_move(one));
	}
	expect_ids(test, &l->a, "");
	expect_ids(test, &l->b, "3142");
	deed_own(item_box, first) = item_list_take_first(&l->b);
	KUNIT_ASSERT_TRUE(test, deed_ok(first));
	item_list_push_back(&l->b, deed_move(first));
	expect_ids(test, &l->b, "1423");
}

/* Leaves in the middle, with members in a list of its own. */
static int take_two(struct item_list *from)
{
	deed_own(item_list, mine) = {};

	for (int n = 0;; n++) {
		deed_own(item_box, box) = item_list_take_first(from);

		if (!deed_ok(box))
			return -ENOENT;
		if (n == 2)
			return item_box_borrow(&box)->id;
		item_list_push_back(&mine, deed_move(box));
	}
}

static void list_of_a_function_goes_with_its_scope(struct kunit *test)
{
	deed_own(item_list, list) = {};

	fill(test, &list, "12345");
	KUNIT_EXPECT_EQ(test, take_two(&list), 3);
	expect_released(test, "312");
	KUNIT_EXPECT_EQ(test, take_two(&list), -ENOENT);
	expect_released(test, "31245");
}

/* The same is done to an array of ids, and must give the same. */
struct model {
	int count;
	int ids[MOST];
};

static void model_insert(struct model *m, int at, int id)
{
	memmove(&m->ids[at + 1], &m->ids[at], (m->count - at) * sizeof(int));
	m->ids[at] = id;
	m->count++;
}

static int model_remove(struct model *m, int at)
{
	int id = m->ids[at];

	m->count--;
	memmove(&m->ids[at], &m->ids[at + 1], (m->count - at) * sizeof(int));
	return id;
}

static void expect_model(struct kunit *test, const struct item_list *list,
			 const struct model *m)
{
	char ids[MOST + 1] = {};

	for (int i = 0; i < m->count; i++)
		ids[i] = '0' + m->ids[i];
	expect_ids(test, list, ids);
}

static void list_does_what_an_array_does(struct kunit *test)
{
	deed_own(lists_box, box) = make_lists(test);
	struct lists *l = lists_box_excl(&box);
	struct model a = {}, b = {};
	struct rnd_state random;

	prandom_seed_state(&random, 4);
	for (int n = 0; n < 4000; n++) {
		u32 r = prandom_u32_state(&random);
		int id = (r >> 8) & 31, at = a.count ? (r >> 16) % a.count : 0;

		switch (r % 8) {
		case 0 ... 2:
			if (a.count + b.count >= MOST)
				break;
			item_list_push_back(&l->a, make(test, id));
			model_insert(&a, a.count, id);
			break;
		case 3:
			if (a.count + b.count >= MOST)
				break;
			item_list_push_front(&l->a, make(test, id));
			model_insert(&a, 0, id);
			break;
		case 4 ... 5: {
			int left = at;

			deed_own(item_box, taken) =
				deed_list_take_if(item_list, &l->a, i, !left--);

			KUNIT_ASSERT_EQ(test, deed_ok(taken), !!a.count);
			if (!deed_ok(taken))
				break;
			KUNIT_EXPECT_EQ(test, item_box_borrow(&taken)->id,
					model_remove(&a, at));
			if (r & 0x100) {
				model_insert(&b, b.count, item_box_borrow(&taken)->id);
				item_list_push_back(&l->b, deed_move(taken));
			}
			break;
		}
		case 6: {
			deed_own(item_box, taken) = item_list_take_first(&l->a);

			KUNIT_ASSERT_EQ(test, deed_ok(taken), !!a.count);
			if (deed_ok(taken))
				model_remove(&a, 0);
			break;
		}
		case 7:
			item_list_splice(&l->a, &l->b);
			while (b.count)
				model_insert(&a, a.count, model_remove(&b, 0));
			break;
		}
		expect_model(test, &l->a, &a);
		expect_model(test, &l->b, &b);
	}
}

/* Two threads put what they have on one list, and take what is there. */
DEED_CELL_TYPE(item_cell, spin, struct item_list);

struct shared {
	struct item_cell queue;
	atomic_t here;
};

static void shared_release(struct shared *shared)
{
	item_list_drop(deed_cell_excl(&shared->queue));
}

DEED_BOX(shared_box, struct shared, shared_release);

static int put_and_take(void *arg)
{
	struct shared *shared = arg;
	int balance = 0;

	threads_meet(&shared->here);
	for (int n = 0; n < ROUNDS; n++) {
		deed_own(item_box, box) = item_box_alloc_atomic();

		if (!deed_ok(box))
			continue;
		item_box_excl(&box)->id = n;
		balance += n;
		{
			deed_lock(spin, queue, &shared->queue);
			item_list_push_back(queue, deed_move(box));
			if (n % 3)
				box = item_list_take_first(queue);
		}
		if (deed_ok(box))
			balance -= item_box_borrow(&box)->id;
	}
	return balance;
}

static void threads_lose_no_member(struct kunit *test)
{
	deed_own(shared_box, box) = shared_box_alloc();
	int left = 0, sum = 0;

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	struct shared *shared = shared_box_excl(&box);
	struct item_list *queue = deed_cell_init(&shared->queue);

	left = threads_race(test, put_and_take, shared);
	for (;;) {
		deed_own(item_box, one) = item_list_take_first(queue);

		if (!deed_ok(one))
			break;
		sum += item_box_borrow(&one)->id;
	}
	KUNIT_EXPECT_EQ(test, sum, left);
	KUNIT_EXPECT_GT(test, sum, 0);
}

/* Members of one list are lent while another one of the same cell changes. */
DEED_CELL_TYPE(lists_cell, mutex, struct lists);

struct desk {
	struct lists_cell lists;
};

static void desk_release(struct desk *desk)
{
	item_list_drop(&deed_cell_excl(&desk->lists)->a);
	item_list_drop(&deed_cell_excl(&desk->lists)->b);
}

DEED_BOX(desk_box, struct desk, desk_release);

static int add_pairs(const struct desk *desk)
{
	int pairs = 0;

	deed_lock(mutex, l, &desk->lists);
	for (struct item *i = item_list_first(&l->a); i; i = item_list_next(&l->a, i)) {
		deed_own(item_box, other) = item_list_take_first(&l->b);

		if (!deed_ok(other))
			break;
		i->id += item_box_borrow(&other)->id;
		pairs++;
	}
	return pairs;
}

static void lists_of_one_cell_are_told_apart(struct kunit *test)
{
	deed_own(desk_box, box) = desk_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	struct desk *desk = desk_box_excl(&box);
	struct lists *l = deed_cell_init(&desk->lists);

	fill(test, &l->a, "1234");
	fill(test, &l->b, "432");
	KUNIT_EXPECT_EQ(test, add_pairs(desk), 3);
	expect_ids(test, &l->a, "5554");
	expect_ids(test, &l->b, "");
	expect_released(test, "432");
}

/* Counted objects, of which the list has one reference. */
struct counted {
	struct deed_refcount refs;
	int id;
	struct deed_list_link link;
};

static void counted_release(struct counted *object)
{
	note_released(object->id);
}

DEED_REF(counted_ref, struct counted, refs, counted_release);
DEED_LISTED_REF(counted_entry, counted_ref);
DEED_LIST(counted_list, counted_entry, link);

static deed_returns_live struct counted_entry make_counted(struct kunit *test, int id)
{
	deed_own(counted_ref_box, box) = counted_ref_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	counted_ref_box_excl(&box)->id = id;
	return counted_entry_share(deed_move(box));
}

static void listed_reference_counts_as_every_other(struct kunit *test)
{
	{
		deed_own(counted_entry, entry) = make_counted(test, 1);
		const struct counted *object = counted_entry_borrow(&entry);

		KUNIT_EXPECT_EQ(test, refcount_read(&object->refs.__count), 1);
		deed_own(counted_ref, ref) = counted_ref_get(object);
		KUNIT_EXPECT_EQ(test, refcount_read(&object->refs.__count), 2);
		KUNIT_EXPECT_PTR_EQ(test, counted_ref_borrow(&ref), object);
		counted_entry_drop(&entry);
		KUNIT_EXPECT_EQ(test, atomic_read(&released.count), 0);
	}
	expect_released(test, "1");
}

static void list_keeps_its_counted_members(struct kunit *test)
{
	deed_own(counted_list, list) = {};

	counted_list_push_back(&list, make_counted(test, 1));
	counted_list_push_back(&list, make_counted(test, 2));
	const struct counted *first = counted_list_peek_first(&list);

	deed_own(counted_ref, second) =
		counted_ref_get(counted_list_peek_next(&list, first));

	KUNIT_EXPECT_EQ(test, counted_ref_borrow(&second)->id, 2);
	counted_list_drop(&list);
	expect_released(test, "1");
	KUNIT_EXPECT_TRUE(test, counted_list_is_empty(&list));
	KUNIT_EXPECT_EQ(test, counted_ref_borrow(&second)->id, 2);
	counted_ref_drop(&second);
	expect_released(test, "12");
}

static void listed_reference_is_taken_and_pushed_again(struct kunit *test)
{
	deed_own(counted_list, list) = {};

	for (int id = 1; id <= 3; id++)
		counted_list_push_front(&list, make_counted(test, id));
	deed_own(counted_entry, second) =
		deed_list_take_if(counted_list, &list, i, i->id == 2);
	KUNIT_ASSERT_TRUE(test, deed_ok(second));
	counted_list_push_back(&list, deed_move(second));

	int ids = 0;

	for (const struct counted *i = counted_list_first(&list); i;
	     i = counted_list_next(&list, i))
		ids = 10 * ids + i->id;
	KUNIT_EXPECT_EQ(test, ids, 312);
	static_assert(__same_type(counted_list_first(&list), const struct counted *));
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(zeroed_list_is_empty),
	KUNIT_CASE(members_stand_in_the_order_in_which_they_came),
	KUNIT_CASE(members_can_be_pushed_in_front),
	KUNIT_CASE(list_that_was_emptied_can_be_filled_again),
	KUNIT_CASE(members_are_released_with_the_list_first_to_last),
	KUNIT_CASE(taken_member_is_its_takers),
	KUNIT_CASE(members_are_lent_in_turn),
	KUNIT_CASE(all_members_move_to_another_list),
	KUNIT_CASE(list_that_is_moved_to_itself_stays),
	KUNIT_CASE(member_is_taken_by_a_condition),
	KUNIT_CASE(condition_is_asked_until_it_holds),
	KUNIT_CASE(all_members_that_fit_are_taken),
	KUNIT_CASE(taken_member_can_be_pushed_again),
	KUNIT_CASE(list_of_a_function_goes_with_its_scope),
	KUNIT_CASE(list_does_what_an_array_does),
	KUNIT_CASE(threads_lose_no_member),
	KUNIT_CASE(lists_of_one_cell_are_told_apart),
	KUNIT_CASE(listed_reference_counts_as_every_other),
	KUNIT_CASE(list_keeps_its_counted_members),
	KUNIT_CASE(listed_reference_is_taken_and_pushed_again),
	{}
};

static struct kunit_suite list_suite = {
	.name = "deed_list",
	.init = list_test_init,
	.test_cases = list_cases,
};

kunit_test_suite(list_suite);

MODULE_DESCRIPTION("Tests of lists");
MODULE_LICENSE("GPL");
