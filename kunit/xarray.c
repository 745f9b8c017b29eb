// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/xarray.h>: that ids are given out as asked for, that what is put
 * in is found until it is removed, and released once whatever happens, and that a
 * lookup which comes too late finds nothing.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include <deed/lock.h>
#include <deed/xarray.h>

#include "fault.h"
#include "handle.h"
#include "thread.h"

deed_unsafe_file("tests look into arrays, and at the counts that the kernel keeps");

#define LIVE 0x11fe
#define DEAD 0xdead
#define ROUNDS 3000

static atomic_t released;

/* Under the lock of its array */
struct counted {
	u32 state; /* LIVE until it is released */
	u32 number;
	struct deed_refcount refs;
};

static void counted_release(struct counted *object)
{
	WRITE_ONCE(object->state, DEAD);
	atomic_inc(&released);
}

DEED_REF(counted_ref, struct counted, refs, counted_release);
DEED_XARRAY(counted_ids, counted_ref, spin_irq);

/* Under RCU */
struct found {
	struct deed_refcount_rcu refs;
	u32 state;
	u32 number;
};

static void found_release(struct found *object)
{
	WRITE_ONCE(object->state, DEAD);
	atomic_inc(&released);
}

DEED_REF_RCU(found_ref, struct found, refs, found_release);
DEED_XARRAY(found_ids, found_ref, spin);

/* For one user at a time */
struct boxed {
	u32 number;
};

static void boxed_release(struct boxed *object)
{
	atomic_inc(&released);
}

DEED_BOX(boxed_box, struct boxed, boxed_release);
DEED_XARRAY_BOX(boxed_ids, boxed_box);

/* The same objects, by a lock that softirqs take */
DEED_XARRAY(bottom_ids, counted_ref, spin_bh);

struct desk {
	struct counted_ids counted;
	struct bottom_ids bottom;
	struct found_ids found;
	struct boxed_ids boxed;
};

static void desk_release(struct desk *desk)
{
	counted_ids_drop(&desk->counted);
	bottom_ids_drop(&desk->bottom);
	found_ids_drop(&desk->found);
	boxed_ids_drop(&desk->boxed);
}

DEED_BOX(desk_box, struct desk, desk_release);

static int xarray_test_init(struct kunit *test)
{
	atomic_set(&released, 0);
	return 0;
}

static void xarray_suite_exit(struct kunit_suite *suite)
{
	/* So that what is freed later does not look like a leak. */
	rcu_barrier();
}

static deed_returns_live struct desk_box make_desk(struct kunit *test)
{
	deed_own(desk_box, box) = desk_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	deed_xarray_init(counted_ids, &desk_box_excl(&box)->counted);
	deed_xarray_init(bottom_ids, &desk_box_excl(&box)->bottom);
	deed_xarray_init(found_ids, &desk_box_excl(&box)->found);
	deed_xarray_init(boxed_ids, &desk_box_excl(&box)->boxed);
	return deed_move(box);
}

/* Objects; the number says which. */
#define MAKE(kind)							\
	static struct kind##_ref try_make_##kind(u32 number)		\
	{								\
		deed_own(kind##_ref_box, box) = kind##_ref_box_alloc_atomic(); \
									\
		if (!deed_ok(box))					\
			return deed_fail(kind##_ref, deed_err(box));	\
		kind##_ref_box_excl(&box)->state = LIVE;		\
		kind##_ref_box_excl(&box)->number = number;		\
		return kind##_ref_share(deed_move(box));		\
	}								\
									\
	static deed_returns_live struct kind##_ref			\
	make_##kind(struct kunit *test, u32 number)			\
	{								\
		deed_own(kind##_ref, ref) = try_make_##kind(number);	\
									\
		KUNIT_ASSERT_TRUE(test, deed_ok(ref));			\
		return deed_move(ref);					\
	}

MAKE(counted)
MAKE(found)

static deed_returns_live struct boxed_box make_boxed(struct kunit *test, u32 number)
{
	deed_own(boxed_box, box) = boxed_box_alloc();

	KUNIT_ASSERT_TRUE(test, deed_ok(box));
	boxed_box_excl(&box)->number = number;
	return deed_move(box);
}

/* That @id stands for the object @number, which has @refs references. */
#define EXPECT_FOUND(test, kind, ids, id, expected, count)		\
	do {								\
		deed_own(kind##_ref, __found) = kind##_ids_lookup(ids, id); \
									\
		KUNIT_ASSERT_TRUE(test, deed_ok(__found));		\
		KUNIT_EXPECT_EQ(test, kind##_ref_borrow(&__found)->number, expected); \
		KUNIT_EXPECT_EQ(test, kind##_ref_borrow(&__found)->state, LIVE); \
		KUNIT_EXPECT_EQ(test,					\
				refcount_read(&kind##_ref_borrow(&__found)->refs.__count), \
				(count) + 1);				\
	} while (0)

#define EXPECT_NOTHING(test, kind, ids, id)				\
	do {								\
		deed_own(kind##_ref, __found) = kind##_ids_lookup(ids, id); \
									\
		EXPECT_FAILED(test, __found, -ENOENT);			\
	} while (0)

static void fresh_array_has_nothing(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct desk *desk = desk_box_borrow(&box);
	u64 id = 0;

	EXPECT_NOTHING(test, counted, &desk->counted, 0);
	EXPECT_NOTHING(test, found, &desk->found, U32_MAX);
	deed_own(counted_ref, none) = counted_ids_remove(&desk->counted, 0);
	EXPECT_FAILED(test, none, -ENOENT);
	deed_own(found_ref, neither) = found_ids_next(&desk->found, &id);
	EXPECT_FAILED(test, neither, -ENOENT);
	KUNIT_EXPECT_EQ(test, id, 0);
	KUNIT_EXPECT_NULL(test, boxed_ids_peek(&desk->boxed, 0));
	KUNIT_EXPECT_NULL(test, boxed_ids_peek_next(&desk->boxed, &id));
}

static void array_that_was_never_initialised_can_be_dropped(struct kunit *test)
{
	deed_own(desk_box, box) = desk_box_alloc();

	KUNIT_EXPECT_TRUE(test, deed_ok(box));
}

static void lowest_free_id_is_given_out(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct found_ids *ids = &desk_box_borrow(&box)->found;
	u32 id = 17;

	for (u32 n = 0; n < 100; n++) {
		KUNIT_ASSERT_EQ(test, found_ids_insert(ids, &id, make_found(test, n),
						       0, U32_MAX), 0);
		KUNIT_EXPECT_EQ(test, id, n);
	}
	{
		deed_own(found_ref, gone) = found_ids_remove(ids, 63);

		KUNIT_ASSERT_TRUE(test, deed_ok(gone));
		KUNIT_EXPECT_EQ(test, found_ref_borrow(&gone)->number, 63);
		EXPECT_NOTHING(test, found, ids, 63);
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	KUNIT_EXPECT_EQ(test, found_ids_insert(ids, &id, make_found(test, 500), 0,
					       U32_MAX), 0);
	KUNIT_EXPECT_EQ(test, id, 63);
	EXPECT_FOUND(test, found, ids, 63, 500, 1);
	EXPECT_FOUND(test, found, ids, 0, 0, 1);
	EXPECT_FOUND(test, found, ids, 99, 99, 1);
	EXPECT_NOTHING(test, found, ids, 100);
}

static void ids_stay_in_their_range(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct counted_ids *ids = &desk_box_borrow(&box)->counted;
	u32 id;

	for (u32 n = 5; n <= 7; n++) {
		KUNIT_EXPECT_EQ(test, counted_ids_insert(ids, &id, make_counted(test, n),
							 5, 7), 0);
		KUNIT_EXPECT_EQ(test, id, n);
	}
	KUNIT_EXPECT_EQ(test, counted_ids_insert(ids, &id, make_counted(test, 8), 5, 7),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	KUNIT_EXPECT_EQ(test, counted_ids_insert_atomic(ids, &id, make_counted(test, 8),
							7, 6), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 2);
	KUNIT_EXPECT_EQ(test, counted_ids_insert(ids, &id, make_counted(test, 9),
						 U32_MAX, U32_MAX), 0);
	KUNIT_EXPECT_EQ(test, id, U32_MAX);
	KUNIT_EXPECT_EQ(test, counted_ids_insert(ids, &id, make_counted(test, 10),
						 U32_MAX, U32_MAX), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 3);
	for (u32 n = 5; n <= 7; n++)
		EXPECT_FOUND(test, counted, ids, n, n, 1);
	EXPECT_FOUND(test, counted, ids, U32_MAX, 9, 1);
}

static void id_that_is_taken_stays_whose_it_is(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct desk *desk = desk_box_borrow(&box);
	u32 id;

	KUNIT_EXPECT_EQ(test, found_ids_insert_at(&desk->found, 4711,
						  make_found(test, 1)), 0);
	KUNIT_EXPECT_EQ(test, found_ids_insert_at(&desk->found, 4711,
						  make_found(test, 2)), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	EXPECT_FOUND(test, found, &desk->found, 4711, 1, 1);
	KUNIT_EXPECT_EQ(test, counted_ids_insert_at_atomic(&desk->counted, 0,
							   make_counted(test, 3)), 0);
	KUNIT_EXPECT_EQ(test, counted_ids_insert_at_atomic(&desk->counted, 0,
							   make_counted(test, 4)), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 2);
	EXPECT_FOUND(test, counted, &desk->counted, 0, 3, 1);

	/* and is not given out */
	KUNIT_EXPECT_EQ(test, counted_ids_insert(&desk->counted, &id,
						 make_counted(test, 5), 0, 9), 0);
	KUNIT_EXPECT_EQ(test, id, 1);
}

static void found_object_outlives_its_id(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct desk *desk = desk_box_borrow(&box);

	KUNIT_ASSERT_EQ(test, found_ids_insert_at(&desk->found, 1, make_found(test, 1)), 0);
	KUNIT_ASSERT_EQ(test, counted_ids_insert_at(&desk->counted, 1,
						    make_counted(test, 2)), 0);
	{
		deed_own(found_ref, a) = found_ids_lookup(&desk->found, 1);
		deed_own(counted_ref, b) = counted_ids_lookup(&desk->counted, 1);
		{
			deed_own(found_ref, gone) = found_ids_remove(&desk->found, 1);
			deed_own(counted_ref, too) = counted_ids_remove(&desk->counted, 1);

			KUNIT_EXPECT_TRUE(test, deed_ok(gone));
			KUNIT_EXPECT_TRUE(test, deed_ok(too));
		}
		KUNIT_ASSERT_TRUE(test, deed_ok(a));
		KUNIT_ASSERT_TRUE(test, deed_ok(b));
		KUNIT_EXPECT_EQ(test, found_ref_borrow(&a)->state, LIVE);
		KUNIT_EXPECT_EQ(test, counted_ref_borrow(&b)->state, LIVE);
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 2);
}

static void members_are_released_with_the_array(struct kunit *test)
{
	u32 id;

	{
		deed_own(desk_box, box) = make_desk(test);
		struct desk *desk = desk_box_excl(&box);

		for (u32 n = 0; n < 10; n++) {
			u32 far = n * 400000000;

			KUNIT_EXPECT_EQ(test, found_ids_insert_at(&desk->found, far,
								  make_found(test, n)), 0);
			KUNIT_EXPECT_EQ(test, boxed_ids_insert_at(&desk->boxed, far,
								  make_boxed(test, n)), 0);
		}
		found_ids_drop(&desk->found);
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 10);
		EXPECT_NOTHING(test, found, &desk->found, 0);
		/* it can be used again */
		KUNIT_EXPECT_EQ(test, found_ids_insert_at(&desk->found, 0,
							  make_found(test, 1)), 0);
		KUNIT_EXPECT_EQ(test, found_ids_insert(&desk->found, &id,
						       make_found(test, 1), 0, 9), 0);
		KUNIT_EXPECT_EQ(test, id, 1);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 22);
}

static void members_are_found_in_turn(struct kunit *test)
{
	static const u32 there[] = { 0, 1, 63, 64, 5000, U32_MAX - 1, U32_MAX };

	deed_own(desk_box, box) = make_desk(test);
	const struct desk *desk = desk_box_borrow(&box);
	int n = 0, m = 0;

	for (int i = 0; i < ARRAY_SIZE(there); i++) {
		KUNIT_ASSERT_EQ(test, found_ids_insert_at(&desk->found, there[i],
							  make_found(test, i)), 0);
		KUNIT_ASSERT_EQ(test, counted_ids_insert_at(&desk->counted, there[i],
							    make_counted(test, i)), 0);
	}
	for (u64 id = 0;; id++) {
		deed_own(found_ref, found) = found_ids_next(&desk->found, &id);

		if (!deed_ok(found)) {
			KUNIT_EXPECT_EQ(test, deed_err(found), -ENOENT);
			break;
		}
		KUNIT_ASSERT_LT(test, n, ARRAY_SIZE(there));
		KUNIT_EXPECT_EQ(test, id, there[n]);
		KUNIT_EXPECT_EQ(test, found_ref_borrow(&found)->number, n++);
	}
	for (u64 id = 1;; id++) {
		deed_own(counted_ref, found) = counted_ids_next(&desk->counted, &id);

		if (!deed_ok(found)) {
			KUNIT_EXPECT_EQ(test, deed_err(found), -ENOENT);
			break;
		}
		m++;
		KUNIT_ASSERT_LT(test, m, ARRAY_SIZE(there));
		KUNIT_EXPECT_EQ(test, id, there[m]);
		KUNIT_EXPECT_EQ(test, counted_ref_borrow(&found)->number, m);
	}
	KUNIT_EXPECT_EQ(test, n, ARRAY_SIZE(there));
	KUNIT_EXPECT_EQ(test, m, ARRAY_SIZE(there) - 1);
	EXPECT_FOUND(test, found, &desk->found, 64, 3, 1);
	EXPECT_FOUND(test, counted, &desk->counted, 64, 3, 1);
}

static void object_without_references_is_not_found(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct found_ids *ids = &desk_box_borrow(&box)->found;
	struct found *object;

	KUNIT_ASSERT_EQ(test, found_ids_insert_at(ids, 1, make_found(test, 1)), 0);
	KUNIT_ASSERT_EQ(test, found_ids_insert_at(ids, 2, make_found(test, 2)), 0);
	/* As a reader sees it that lost the race against the last drop. */
	object = xa_load((struct xarray *)&ids->__xa, 1);
	refcount_set(&object->refs.__count, 0);
	EXPECT_NOTHING(test, found, ids, 1);
	{
		u64 id = 0;

		deed_own(found_ref, second) = found_ids_next(ids, &id);

		KUNIT_ASSERT_TRUE(test, deed_ok(second));
		KUNIT_EXPECT_EQ(test, id, 2);
		KUNIT_EXPECT_EQ(test, found_ref_borrow(&second)->number, 2);
	}
	KUNIT_EXPECT_EQ(test, refcount_read(&object->refs.__count), 0);
	refcount_set(&object->refs.__count, 1);
	EXPECT_FOUND(test, found, ids, 1, 1, 1);
}

static void memory_stays_for_readers_that_lost_the_race(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct found_ids *ids = &desk_box_borrow(&box)->found;
	struct found *object;
	unsigned int count;
	u32 state;

	KUNIT_ASSERT_EQ(test, found_ids_insert_at(ids, 1, make_found(test, 1)), 0);
	rcu_read_lock();
	object = xa_load((struct xarray *)&ids->__xa, 1);
	deed_own(found_ref, gone) = found_ids_remove(ids, 1);
	found_ref_drop(&gone);
	/* Released, but not freed: KASAN would report the reads. */
	count = refcount_read(&object->refs.__count);
	state = READ_ONCE(object->state);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);
	KUNIT_EXPECT_EQ(test, count, 0);
	KUNIT_EXPECT_EQ(test, state, DEAD);
}

/* What may be done in the context that a kind of array allows, in it. */
#define IN_CONTEXT(kind, array)						\
	static int array##_in_context(const struct array *ids)		\
	{								\
		deed_own(kind##_ref, a) = try_make_##kind(1);		\
		deed_own(kind##_ref, b) = try_make_##kind(2);		\
		u64 from = 0;						\
		u32 id;							\
									\
		if (!deed_ok(a) || !deed_ok(b))				\
			return -ENOMEM;					\
		if (array##_insert_atomic(ids, &id, deed_move(a), 70, 80) || id != 70 || \
		    array##_insert_at_atomic(ids, 7000, deed_move(b)))	\
			return -EIO;					\
		a = array##_lookup(ids, 70);				\
		b = array##_next(ids, &from);				\
		if (!deed_ok(a) || !deed_ok(b) ||			\
		    kind##_ref_borrow(&a) != kind##_ref_borrow(&b))	\
			return -ENOENT;					\
		deed_own(kind##_ref, c) = array##_remove(ids, 70);	\
		deed_own(kind##_ref, d) = array##_remove(ids, 7000);	\
		return deed_ok(c) && deed_ok(d) ? 0 : -ENOENT;		\
	}

IN_CONTEXT(counted, counted_ids)
IN_CONTEXT(counted, bottom_ids)
IN_CONTEXT(found, found_ids)

static void each_kind_works_in_its_context(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct desk *desk = desk_box_borrow(&box);
	bool still_off, still_bottom;
	int err[4];

	local_irq_disable();
	err[0] = counted_ids_in_context(&desk->counted);
	still_off = irqs_disabled();
	local_irq_enable();
	err[1] = counted_ids_in_context(&desk->counted);
	local_bh_disable();
	err[2] = bottom_ids_in_context(&desk->bottom);
	still_bottom = in_softirq();
	local_bh_enable();
	preempt_disable();
	err[3] = found_ids_in_context(&desk->found);
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, still_off);
	KUNIT_EXPECT_TRUE(test, still_bottom);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_FALSE(test, in_softirq());
	for (int i = 0; i < ARRAY_SIZE(err); i++)
		KUNIT_EXPECT_EQ(test, err[i], 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 8);
}

static void forms_that_may_sleep_leave_interrupts_on(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct desk *desk = desk_box_borrow(&box);
	u32 id;

	KUNIT_EXPECT_EQ(test, counted_ids_insert(&desk->counted, &id,
						 make_counted(test, 1), 1, 9), 0);
	KUNIT_EXPECT_EQ(test, counted_ids_insert_at(&desk->counted, 1 << 30,
						    make_counted(test, 2)), 0);
	KUNIT_EXPECT_EQ(test, bottom_ids_insert(&desk->bottom, &id,
						make_counted(test, 3), 1, 9), 0);
	KUNIT_EXPECT_EQ(test, bottom_ids_insert_at(&desk->bottom, 1 << 30,
						   make_counted(test, 4)), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_FALSE(test, in_softirq());
	EXPECT_FOUND(test, counted, &desk->counted, 1 << 30, 2, 1);
}

/* An array that gets no memory; each form tries twice. */
static void nothing_is_lost_without_memory(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	struct desk *desk = desk_box_excl(&box);
	int err[8];
	u32 id;

	deed_own(found_ref, f1) = make_found(test, 1);
	deed_own(found_ref, f2) = make_found(test, 2);
	deed_own(found_ref, f3) = make_found(test, 3);
	deed_own(found_ref, f4) = make_found(test, 4);
	deed_own(counted_ref, c1) = make_counted(test, 1);
	deed_own(counted_ref, c2) = make_counted(test, 2);
	deed_own(boxed_box, b1) = make_boxed(test, 1);
	deed_own(boxed_box, b2) = make_boxed(test, 2);

	faults_on(test);
	fault_all(true);
	err[0] = found_ids_insert(&desk->found, &id, deed_move(f1), 100, 200);
	err[1] = found_ids_insert_atomic(&desk->found, &id, deed_move(f2), 100, 200);
	err[2] = found_ids_insert_at(&desk->found, 100, deed_move(f3));
	err[3] = found_ids_insert_at_atomic(&desk->found, 100, deed_move(f4));
	err[4] = counted_ids_insert(&desk->counted, &id, deed_move(c1), 100, 200);
	err[5] = counted_ids_insert_atomic(&desk->counted, &id, deed_move(c2), 100, 200);
	err[6] = boxed_ids_insert(&desk->boxed, &id, deed_move(b1), 100, 200);
	err[7] = boxed_ids_insert_at(&desk->boxed, 100, deed_move(b2));
	fault_all(false);
	faults_off(test);
	for (int i = 0; i < ARRAY_SIZE(err); i++)
		KUNIT_EXPECT_EQ(test, err[i], -ENOMEM);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), ARRAY_SIZE(err));
	EXPECT_NOTHING(test, found, &desk->found, 100);
	EXPECT_NOTHING(test, counted, &desk->counted, 100);
	KUNIT_EXPECT_NULL(test, boxed_ids_at(&desk->boxed, 100));
	/* and the id is not lost either */
	KUNIT_EXPECT_EQ(test, found_ids_insert(&desk->found, &id, make_found(test, 5),
					       100, 200), 0);
	KUNIT_EXPECT_EQ(test, id, 100);
}

static void one_failure_of_the_allocator_is_survived(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	const struct counted_ids *ids = &desk_box_borrow(&box)->counted;
	int err;

	deed_own(counted_ref, ref) = make_counted(test, 1);

	faults_on(test);
	fault_at(1);
	err = counted_ids_insert_at(ids, 100, deed_move(ref));
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	EXPECT_FOUND(test, counted, ids, 100, 1, 1);
}

static void boxes_are_lent(struct kunit *test)
{
	deed_own(desk_box, box) = make_desk(test);
	struct desk *desk = desk_box_excl(&box);
	const struct boxed *seen;
	struct boxed *object;
	u32 id, sum = 0;

	KUNIT_EXPECT_EQ(test, boxed_ids_insert(&desk->boxed, &id, make_boxed(test, 10),
					       3, 9), 0);
	KUNIT_EXPECT_EQ(test, id, 3);
	KUNIT_EXPECT_EQ(test, boxed_ids_insert_atomic(&desk->boxed, &id,
						      make_boxed(test, 20), 3, 9), 0);
	KUNIT_EXPECT_EQ(test, id, 4);
	KUNIT_EXPECT_EQ(test, boxed_ids_insert_at(&desk->boxed, U32_MAX,
						  make_boxed(test, 30)), 0);
	KUNIT_EXPECT_EQ(test, boxed_ids_insert_at_atomic(&desk->boxed, 1000,
							 make_boxed(test, 40)), 0);
	KUNIT_EXPECT_EQ(test, boxed_ids_insert_at_atomic(&desk->boxed, 1000,
							 make_boxed(test, 50)), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 1);

	object = boxed_ids_at(&desk->boxed, 4);
	KUNIT_ASSERT_NOT_NULL(test, object);
	object->number++;
	KUNIT_EXPECT_EQ(test, boxed_ids_peek(&desk->boxed, 4)->number, 21);
	KUNIT_EXPECT_NULL(test, boxed_ids_at(&desk->boxed, 5));
	for (u64 at = 0; (object = boxed_ids_next(&desk->boxed, &at)); at++)
		object->number++;
	for (u64 at = 4; (seen = boxed_ids_peek_next(&desk->boxed, &at)); at++)
		sum += seen->number;
	KUNIT_EXPECT_EQ(test, sum, 22 + 41 + 31);
	static_assert(__same_type(boxed_ids_at(&desk->boxed, 0), struct boxed *));
	static_assert(__same_type(boxed_ids_peek(&desk->boxed, 0), const struct boxed *));
	{
		deed_own(boxed_box, gone) = boxed_ids_remove(&desk->boxed, 3);

		KUNIT_ASSERT_TRUE(test, deed_ok(gone));
		KUNIT_EXPECT_EQ(test, boxed_box_borrow(&gone)->number, 11);
		deed_own(boxed_box, none) = boxed_ids_remove(&desk->boxed, 3);
		EXPECT_FAILED(test, none, -ENOENT);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 2);
	desk_box_drop(&box);
	KUNIT_EXPECT_EQ(test, atomic_read(&released), 5);
}

/* Two threads put in, look up and remove at the same time. */
struct race {
	struct desk_box desk;
	atomic_t here;
};

static void race_release(struct race *race)
{
	desk_box_drop(&race->desk);
}

DEED_BOX(race_box, struct race, race_release);

/* Returns how often what was found was not what must be there. */
#define RACE(kind)							\
	static int kind##_race(void *arg)				\
	{								\
		struct race *race = arg;				\
		const struct kind##_ids *ids = &desk_box_borrow(&race->desk)->kind; \
		int wrong = 0;						\
									\
		threads_meet(&race->here);				\
		for (u32 n = 0; n < ROUNDS; n++) {			\
			deed_own(kind##_ref, mine) = try_make_##kind(n); \
			u32 id = U32_MAX;				\
									\
			if (deed_ok(mine) &&				\
			    kind##_ids_insert(ids, &id, deed_move(mine), 0, 4)) \
				id = U32_MAX;				\
			for (u32 i = 0; i < 5; i++) {			\
				deed_own(kind##_ref, any) = kind##_ids_lookup(ids, i); \
									\
				if (deed_ok(any) &&			\
				    READ_ONCE(kind##_ref_borrow(&any)->state) != LIVE) \
					wrong++;			\
			}						\
			for (u64 i = 0;; i++) {				\
				deed_own(kind##_ref, any) = kind##_ids_next(ids, &i); \
									\
				if (!deed_ok(any))			\
					break;				\
				wrong += i > 4 ||			\
					READ_ONCE(kind##_ref_borrow(&any)->state) != LIVE; \
			}						\
			if (id == U32_MAX)				\
				continue;				\
			deed_own(kind##_ref, back) = kind##_ids_remove(ids, id); \
			wrong += !deed_ok(back);			\
			if (deed_ok(back))				\
				wrong += kind##_ref_borrow(&back)->number != n; \
			cond_resched();					\
		}							\
		return wrong;						\
	}								\
									\
	static void kind##_lookups_race_with_removal(struct kunit *test) \
	{								\
		deed_own(race_box, box) = race_box_alloc();		\
									\
		KUNIT_ASSERT_TRUE(test, deed_ok(box));			\
		struct race *race = race_box_excl(&box);		\
									\
		race->desk = make_desk(test);				\
		KUNIT_EXPECT_EQ(test, threads_race(test, kind##_race, race), 0); \
		KUNIT_EXPECT_EQ(test, atomic_read(&released), 2 * ROUNDS); \
	}

RACE(counted)
RACE(found)

static struct kunit_case xarray_cases[] = {
	KUNIT_CASE(fresh_array_has_nothing),
	KUNIT_CASE(array_that_was_never_initialised_can_be_dropped),
	KUNIT_CASE(lowest_free_id_is_given_out),
	KUNIT_CASE(ids_stay_in_their_range),
	KUNIT_CASE(id_that_is_taken_stays_whose_it_is),
	KUNIT_CASE(found_object_outlives_its_id),
	KUNIT_CASE(members_are_released_with_the_array),
	KUNIT_CASE(members_are_found_in_turn),
	KUNIT_CASE(object_without_references_is_not_found),
	KUNIT_CASE(memory_stays_for_readers_that_lost_the_race),
	KUNIT_CASE(each_kind_works_in_its_context),
	KUNIT_CASE(forms_that_may_sleep_leave_interrupts_on),
	KUNIT_CASE(nothing_is_lost_without_memory),
	KUNIT_CASE(one_failure_of_the_allocator_is_survived),
	KUNIT_CASE(boxes_are_lent),
	KUNIT_CASE(counted_lookups_race_with_removal),
	KUNIT_CASE(found_lookups_race_with_removal),
	{}
};

static struct kunit_suite xarray_suite = {
	.name = "deed_xarray",
	.init = xarray_test_init,
	.suite_exit = xarray_suite_exit,
	.test_cases = xarray_cases,
};

kunit_test_suite(xarray_suite);

MODULE_DESCRIPTION("Tests of arrays of ids");
MODULE_LICENSE("GPL");
