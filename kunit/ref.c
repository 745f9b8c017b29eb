// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/ref.h>: that the contents of an object are released once, by
 * whoever drops the last reference, and that lookups under RCU give a live
 * object or none.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include <deed/ref.h>

#include "fault.h"
#include "handle.h"
#include "thread.h"

deed_unsafe_file("tests compare handles with the counts that the kernel keeps");

#define LIVE 0x11fe
#define DEAD 0xdead
#define ROUNDS 20000
#define OBJECTS 300

static atomic_t released;

struct counted {
	u64 state; /* LIVE until it is released */
	struct deed_refcount refs;
};

static void counted_release(struct counted *object)
{
	WRITE_ONCE(object->state, DEAD);
	atomic_inc(&released);
}

DEED_REF(counted_ref, struct counted, refs, counted_release);

struct looked_up {
	struct deed_refcount_rcu refs;
	int id;
	u64 state;
};

static void looked_up_release(struct looked_up *object)
{
	WRITE_ONCE(object->state, DEAD);
	atomic_inc(&released);
}

DEED_REF_RCU(rcu_ref, struct looked_up, refs, looked_up_release);

/* Where the tests publish. */
struct shelf {
	struct rcu_ref_published place;
};

static void shelf_release(struct shelf *shelf)
{
	deed_own(rcu_ref, last) = rcu_ref_publish(&shelf->place, (struct rcu_ref){});
}

DEED_BOX(shelf_box, struct shelf, shelf_release);

static int ref_test_init(struct kunit *test)
{
	atomic_set(&released, 0);
	return 0;
}

static void ref_suite_exit(struct kunit_suite *suite)
{
	/* So that what is freed later does not look like a leak. */
	rcu_barrier();
}

static deed_returns_live struct counted_ref make(struct kunit *test)
{
	deed_own(counted_ref_box, box) = counted_ref_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	counted_ref_box_excl(&box)->state = LIVE;
	return counted_ref_share(deed_move(box));
}

static struct rcu_ref try_make_rcu(int id)
{
	deed_own(rcu_ref_box, box) = rcu_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(rcu_ref, deed_err(box));
	rcu_ref_box_excl(&box)->state = LIVE;
	rcu_ref_box_excl(&box)->id = id;
	return rcu_ref_share(deed_move(box));
}

static deed_returns_live struct rcu_ref make_rcu(struct kunit *test, int id)
{
	deed_own(rcu_ref, ref) = try_make_rcu(id);

	KUNIT_ASSERT_TRUE(test, deed_ok(ref));
	return deed_move(ref);
}

static deed_returns_live struct shelf_box make_shelf(struct kunit *test)
{
	deed_own(shelf_box, shelf) = shelf_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(shelf));
	return deed_move(shelf);
}

/* What is published at @place; the test ends if it is nothing. */
static int published_id(struct kunit *test, const struct rcu_ref_published *place)
{
	deed_own(rcu_ref, found) = rcu_ref_lookup(place);

	KUNIT_ASSERT_TRUE(test, deed_ok(found));
	return rcu_ref_borrow(&found)->id;
}

static void only_reference_releases_once(struct kunit *test)
{
	{
		deed_own(counted_ref, ref) = make(test);

		KUNIT_EXPECT_TRUE(test, deed_ok(ref));
		KUNIT_EXPECT_EQ(test, counted_ref_borrow(&ref)->state, LIVE);
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

static deed_misuses("drops a reference twice, to see it counted once") void
last_of_several_references_releases(struct kunit *test)
{
	struct counted_ref a = make(test);
	struct counted_ref b = counted_ref_get(counted_ref_borrow(&a));
	struct counted_ref c = counted_ref_get(counted_ref_borrow(&b));

	KUNIT_EXPECT_PTR_EQ(test, counted_ref_borrow(&a), counted_ref_borrow(&c));
	counted_ref_drop(&a);
	counted_ref_drop(&a);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	counted_ref_drop(&c);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	KUNIT_EXPECT_EQ(test, counted_ref_borrow(&b)->state, LIVE);
	counted_ref_drop_live(&b);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

static void moved_reference_counts_once(struct kunit *test)
{
	{
		deed_own(counted_ref, a) = make(test);
		deed_own(counted_ref, b) = deed_move(a);

		KUNIT_EXPECT_EQ(test, refcount_read(&b.__ptr->refs.__count), 1);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

static void borrow_is_const(struct kunit *test)
{
	deed_own(counted_ref, ref) = make(test);

	static_assert(__same_type(counted_ref_borrow(&ref), const struct counted *));
	static_assert(sizeof(ref) == sizeof(void *));
	KUNIT_EXPECT_TRUE(test, deed_ok(ref));
}

static void box_that_was_not_shared_releases_once(struct kunit *test)
{
	{
		deed_own(counted_ref_box, box) = counted_ref_box_alloc();
		deed_own(rcu_ref_box, rcu_box) = rcu_ref_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		KUNIT_ASSERT_TRUE(test, deed_ok(rcu_box));
		KUNIT_EXPECT_EQ(test, counted_ref_box_borrow(&box)->state, 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 2);
}

static void shared_box_is_empty(struct kunit *test)
{
	{
		deed_own(counted_ref_box, box) = counted_ref_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		deed_own(counted_ref, ref) = counted_ref_share(deed_move(box));
		KUNIT_EXPECT_EQ(test, deed_err(box), -ENOENT);
		KUNIT_EXPECT_TRUE(test, deed_ok(ref));
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

static void object_that_gets_no_memory_fails(struct kunit *test)
{
	faults_on(test);
	fault_at(1);
	deed_own(counted_ref_box, box) = counted_ref_box_alloc();
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	EXPECT_FAILED(test, box, -ENOMEM);
	counted_ref_box_drop(&box);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
}

/* An object that two threads use, which begin at the same time. */
struct common {
	struct counted_ref ref;
	atomic_t here;
};

static void common_release(struct common *common)
{
	counted_ref_drop(&common->ref);
}

DEED_BOX(common_box, struct common, common_release);

static int get_and_drop(void *arg)
{
	struct common *common = arg;
	int wrong = 0;

	threads_meet(&common->here);
	for (int i = 0; i < ROUNDS; i++) {
		deed_own(counted_ref, a) =
			counted_ref_get(counted_ref_borrow(&common->ref));
		deed_own(counted_ref, b) =
			counted_ref_get(counted_ref_borrow(&a));

		wrong += READ_ONCE(counted_ref_borrow(&b)->state) != LIVE;
	}
	return wrong;
}

static void threads_lose_no_count(struct kunit *test)
{
	{
		deed_own(common_box, box) = common_box_alloc();

		KUNIT_ASSERT_TRUE(test, deed_ok(box));
		struct common *common = common_box_excl(&box);

		common->ref = make(test);
		KUNIT_EXPECT_EQ(test, threads_race(test, get_and_drop, common), 0);
		KUNIT_EXPECT_EQ(test, refcount_read(&common->ref.__ptr->refs.__count), 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

/* Two references to one object: each is dropped by a thread of its own. */
struct shared {
	DEED_SLOT(counted_ref) first;
	DEED_SLOT(counted_ref) second;
};

struct pair {
	struct shared *shared[OBJECTS];
	atomic_t here;
	atomic_t next;
};

static int drop_all(void *arg)
{
	struct pair *pair = arg;
	bool first = atomic_inc_return(&pair->next) == 1;
	int empty = 0;

	threads_meet(&pair->here);
	for (int i = 0; i < OBJECTS; i++) {
		struct shared *shared = pair->shared[i];

		deed_own(counted_ref, mine) =
			counted_ref_slot_take(first ? &shared->first : &shared->second);
		empty += !deed_ok(mine);
	}
	return empty;
}

static void threads_release_each_object_once(struct kunit *test)
{
	struct pair *pair = kunit_kzalloc(test, sizeof(*pair), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pair);
	for (int i = 0; i < OBJECTS; i++) {
		struct shared *shared = kunit_kzalloc(test, sizeof(*shared), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, shared);
		deed_own(counted_ref, a) = make(test);
		deed_own(counted_ref, b) = counted_ref_get(counted_ref_borrow(&a));
		deed_own(counted_ref, no_a) =
			counted_ref_slot_put(&shared->first, deed_move(a));
		deed_own(counted_ref, no_b) =
			counted_ref_slot_put(&shared->second, deed_move(b));
		pair->shared[i] = shared;
	}
	KUNIT_EXPECT_EQ(test, threads_race(test, drop_all, pair), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), OBJECTS);
}

static void zeroed_place_has_nothing_published(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, found) = rcu_ref_lookup(place);
	EXPECT_FAILED(test, found, -ENOENT);
	deed_own(rcu_ref, old) = rcu_ref_publish(place, (struct rcu_ref){});
	EXPECT_FAILED(test, old, -ENOENT);
}

static void published_object_is_found(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));

	EXPECT_FAILED(test, none, -ENOENT);
	{
		deed_own(rcu_ref, a) = rcu_ref_lookup(place);
		deed_own(rcu_ref, b) = rcu_ref_lookup(place);

		KUNIT_ASSERT_TRUE(test, deed_ok(a));
		KUNIT_ASSERT_TRUE(test, deed_ok(b));
		KUNIT_EXPECT_PTR_EQ(test, rcu_ref_borrow(&a), rcu_ref_borrow(&b));
		KUNIT_EXPECT_EQ(test, rcu_ref_borrow(&a)->id, 1);
		KUNIT_EXPECT_EQ(test, refcount_read(&a.__ptr->refs.__count), 3);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	{
		deed_own(rcu_ref, old) = rcu_ref_publish(place, (struct rcu_ref){});

		KUNIT_ASSERT_TRUE(test, deed_ok(old));
		KUNIT_EXPECT_EQ(test, rcu_ref_borrow(&old)->id, 1);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	deed_own(rcu_ref, late) = rcu_ref_lookup(place);
	EXPECT_FAILED(test, late, -ENOENT);
}

static void found_object_outlives_its_publication(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));

	{
		deed_own(rcu_ref, found) = rcu_ref_lookup(place);
		{
			deed_own(rcu_ref, old) =
				rcu_ref_publish(place, (struct rcu_ref){});
		}
		KUNIT_ASSERT_TRUE(test, deed_ok(found));
		KUNIT_EXPECT_EQ(test, rcu_ref_borrow(&found)->state, LIVE);
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

static void publishing_hands_back_what_was_published(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));

	KUNIT_EXPECT_FALSE(test, deed_ok(none));
	{
		deed_own(rcu_ref, old) = rcu_ref_publish(place, make_rcu(test, 2));

		KUNIT_ASSERT_TRUE(test, deed_ok(old));
		KUNIT_EXPECT_EQ(test, rcu_ref_borrow(&old)->id, 1);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	KUNIT_EXPECT_EQ(test, published_id(test, place), 2);
	{
		deed_own(rcu_ref, old) = rcu_ref_publish(place, (struct rcu_ref){});
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 2);
}

static void publishing_a_failed_handle_empties_the_place(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));
	deed_own(rcu_ref, old) = rcu_ref_publish(place, deed_fail(rcu_ref, -EIO));

	KUNIT_EXPECT_TRUE(test, deed_ok(old));
	rcu_ref_drop(&old);
	deed_own(rcu_ref, found) = rcu_ref_lookup(place);
	EXPECT_FAILED(test, found, -ENOENT);
	deed_own(rcu_ref, last) = rcu_ref_publish(place, (struct rcu_ref){});
	EXPECT_FAILED(test, last, -ENOENT);
}

static void object_without_references_is_not_found(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));

	{
		deed_own(rcu_ref, found) = rcu_ref_lookup(place);

		KUNIT_ASSERT_TRUE(test, deed_ok(found));
		/* As a reader sees it that lost the race against the last drop. */
		refcount_set(&found.__ptr->refs.__count, 0);
		{
			deed_own(rcu_ref, late) = rcu_ref_lookup(place);

			EXPECT_FAILED(test, late, -ENOENT);
		}
		KUNIT_EXPECT_EQ(test, refcount_read(&found.__ptr->refs.__count), 0);
		refcount_set(&found.__ptr->refs.__count, 2);
	}
	deed_own(rcu_ref, last) = rcu_ref_publish(place, (struct rcu_ref){});
	rcu_ref_drop(&last);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

static void memory_stays_for_readers_that_lost_the_race(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));
	struct looked_up *object;
	unsigned int count;
	u64 state;

	rcu_read_lock();
	object = (struct looked_up *)rcu_dereference(place->__object);
	deed_own(rcu_ref, old) = rcu_ref_publish(place, (struct rcu_ref){});
	rcu_ref_drop(&old);
	/* Released, but not freed: KASAN would report the reads. */
	count = refcount_read(&object->refs.__count);
	state = READ_ONCE(object->state);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	KUNIT_EXPECT_EQ(test, count, 0);
	KUNIT_EXPECT_EQ(test, state, DEAD);
}

static void lookup_works_with_interrupts_off(struct kunit *test)
{
	deed_own(shelf_box, shelf) = make_shelf(test);
	const struct rcu_ref_published *place = &shelf_box_borrow(&shelf)->place;

	deed_own(rcu_ref, none) = rcu_ref_publish(place, make_rcu(test, 1));
	bool found;

	local_irq_disable();
	{
		deed_own(rcu_ref, ref) = rcu_ref_lookup(place);
		deed_own(rcu_ref, last) = rcu_ref_publish(place, (struct rcu_ref){});

		found = deed_ok(ref);
	}
	local_irq_enable();
	KUNIT_EXPECT_TRUE(test, found);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
}

/* Readers look up while the test publishes, replaces and empties. */
struct race {
	struct rcu_ref_published place;
	bool stop;
	atomic_t found;
};

static int look_up(void *arg)
{
	struct race *race = arg;
	int wrong = 0;

	while (!READ_ONCE(race->stop)) {
		deed_own(rcu_ref, ref) = rcu_ref_lookup(&race->place);

		if (!deed_ok(ref)) {
			wrong += deed_err(ref) != -ENOENT;
			cond_resched();
			continue;
		}
		for (int i = 0; i < 10; i++) {
			wrong += READ_ONCE(rcu_ref_borrow(&ref)->state) != LIVE;
			cpu_relax();
		}
		atomic_inc(&race->found);
	}
	return wrong;
}

/* Returns how many objects were made; the last is taken back. */
static int publish_again_and_again(struct race *race)
{
	unsigned long end = jiffies + THREAD_PATIENCE;
	int made = 0;

	for (int i = 0; i < OBJECTS || atomic_read(&race->found) < OBJECTS; i++) {
		deed_own(rcu_ref, fresh) =
			i % 3 ? try_make_rcu(i) : deed_fail(rcu_ref, -EAGAIN);

		made += deed_ok(fresh);
		deed_own(rcu_ref, old) =
			rcu_ref_publish(&race->place, deed_move(fresh));
		if (time_after(jiffies, end))
			break;
		cond_resched();
	}
	deed_own(rcu_ref, last) = rcu_ref_publish(&race->place, (struct rcu_ref){});
	return made;
}

static void lookup_races_with_the_last_drop(struct kunit *test)
{
	struct race *race = kunit_kzalloc(test, sizeof(*race), GFP_KERNEL);
	struct thread *readers[2];
	int made;

	KUNIT_ASSERT_NOT_NULL(test, race);
	readers[0] = thread_start(test, look_up, race);
	readers[1] = thread_start(test, look_up, race);
	made = publish_again_and_again(race);
	WRITE_ONCE(race->stop, true);
	KUNIT_EXPECT_EQ(test, thread_join(test, readers[0]), 0);
	KUNIT_EXPECT_EQ(test, thread_join(test, readers[1]), 0);
	KUNIT_EXPECT_GE(test, atomic_read(&race->found), OBJECTS);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), made);
}

static struct kunit_case ref_cases[] = {
	KUNIT_CASE(only_reference_releases_once),
	KUNIT_CASE(last_of_several_references_releases),
	KUNIT_CASE(moved_reference_counts_once),
	KUNIT_CASE(borrow_is_const),
	KUNIT_CASE(box_that_was_not_shared_releases_once),
	KUNIT_CASE(shared_box_is_empty),
	KUNIT_CASE(object_that_gets_no_memory_fails),
	KUNIT_CASE(threads_lose_no_count),
	KUNIT_CASE(threads_release_each_object_once),
	KUNIT_CASE(zeroed_place_has_nothing_published),
	KUNIT_CASE(published_object_is_found),
	KUNIT_CASE(found_object_outlives_its_publication),
	KUNIT_CASE(publishing_hands_back_what_was_published),
	KUNIT_CASE(publishing_a_failed_handle_empties_the_place),
	KUNIT_CASE(object_without_references_is_not_found),
	KUNIT_CASE(memory_stays_for_readers_that_lost_the_race),
	KUNIT_CASE(lookup_works_with_interrupts_off),
	KUNIT_CASE(lookup_races_with_the_last_drop),
	{}
};

static struct kunit_suite ref_suite = {
	.name = "deed_ref",
	.init = ref_test_init,
	.suite_exit = ref_suite_exit,
	.test_cases = ref_cases,
};

kunit_test_suite(ref_suite);

MODULE_DESCRIPTION("Tests of reference counted objects");
MODULE_LICENSE("GPL");
