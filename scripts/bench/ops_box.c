// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/box.h: an object, and an array of them. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/nospec.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <deed/box.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct object {
	u64 number;
	void *memory;
	u64 more[6];
};

static void object_release(struct object *object)
{
	kfree(object->memory);
}

DEED_BOX(plain, struct object, deed_plain);
DEED_BOX(owner, struct object, object_release);
DEED_ARRAY(numbers, u64);

struct raw_numbers {
	u64 *first;
	size_t len;
};

static size_t number;
static deed_misuses("static, as its twin is") struct numbers deed_array;
static struct raw_numbers raw_array;

static noinline long deed_box_alloc(void)
{
	deed_own(plain, box) = plain_alloc();
	if (!deed_ok(box))
		return deed_err(box);

	plain_excl(&box)->number = number;
	return 0;
}

static noinline long raw_box_alloc(void)
{
	struct object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	if (!object)
		return -ENOMEM;
	object->number = number;
	kfree(object);
	return 0;
}

static noinline long deed_box_owner(void)
{
	deed_own(owner, box) = owner_alloc();
	if (!deed_ok(box))
		return deed_err(box);

	owner_excl(&box)->number = number;
	return 0;
}

static noinline long raw_box_owner(void)
{
	struct object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	if (!object)
		return -ENOMEM;
	object->number = number;
	kfree(object->memory);
	kfree(object);
	return 0;
}

static noinline long deed_box_atomic(void)
{
	deed_own(plain, box) = plain_alloc_atomic();
	if (!deed_ok(box))
		return deed_err(box);

	plain_excl(&box)->number = number;
	return 0;
}

static noinline long raw_box_atomic(void)
{
	struct object *object = kzalloc(sizeof(*object), GFP_ATOMIC);

	if (!object)
		return -ENOMEM;
	object->number = number;
	kfree(object);
	return 0;
}

static noinline long deed_box_array(void)
{
	deed_own(numbers, array) = numbers_alloc(number);
	if (!deed_ok(array))
		return deed_err(array);

	*numbers_at(&array, 0) = number;
	return 0;
}

/* Zero elements and too many of them are errors here as there. */
static noinline long raw_box_array(void)
{
	u64 *first;

	if (!number)
		return -EINVAL;
	first = kvcalloc(number, sizeof(*first), GFP_KERNEL | __GFP_NOWARN);
	if (!first)
		return -ENOMEM;
	*first = number;
	kvfree(first);
	return 0;
}

static noinline long deed_box_at(void)
{
	u64 *element = numbers_at(&deed_array, number);

	if (!element)
		return -EINVAL;
	(*element)++;
	return 0;
}

static noinline long raw_box_at(void)
{
	if (number >= raw_array.len)
		return -EINVAL;
	raw_array.first[array_index_nospec(number, raw_array.len)]++;
	return 0;
}

static noinline long deed_box_peek(void)
{
	const u64 *element = numbers_peek(&deed_array, number);

	return element ? *element : -EINVAL;
}

static noinline long raw_box_peek(void)
{
	if (number >= raw_array.len)
		return -EINVAL;
	return raw_array.first[array_index_nospec(number, raw_array.len)];
}

static deed_misuses("static, as its twin is") struct numbers deed_other;
static struct raw_numbers raw_other;

static noinline long deed_box_bytes(void)
{
	return deed_bytes_copy(numbers_bytes(&deed_other),
			       numbers_bytes(&deed_array));
}

static noinline long raw_box_bytes(void)
{
	size_t len = min(raw_other.len * sizeof(*raw_other.first),
			 raw_array.len * sizeof(*raw_array.first));

	memcpy(raw_other.first, raw_array.first, len);
	return len;
}

static deed_misuses("gives the handle its memory by hand, before it is counted") void
box_few(enum bench_side side)
{
	static u64 deed_memory[32], raw_memory[32];

	number = 16;
	deed_array = (struct numbers){ deed_memory, ARRAY_SIZE(deed_memory) };
	raw_array = (struct raw_numbers){ raw_memory, ARRAY_SIZE(raw_memory) };
}

/* As many elements to copy to, and fewer */
static deed_misuses("gives the handle its memory by hand, before it is counted") void
box_as_many(enum bench_side side)
{
	static u64 deed_memory[32], raw_memory[32];

	box_few(side);
	deed_other = (struct numbers){ deed_memory, ARRAY_SIZE(deed_memory) };
	raw_other = (struct raw_numbers){ raw_memory, ARRAY_SIZE(raw_memory) };
}

static void box_fewer(enum bench_side side)
{
	box_as_many(side);
	deed_other.__len = 2;
	raw_other.len = 2;
}

static void box_none(enum bench_side side)
{
	number = 0;
}

static void box_many(enum bench_side side)
{
	number = 1000;
}

static void box_too_many(enum bench_side side)
{
	number = SIZE_MAX / 2;
}

void bench_box(void)
{
	static const struct bench_row rows[] = {
		BENCH(box, alloc, "allocate and free"),
		BENCH(box, owner, "allocate and free, with contents"),
		BENCH(box, atomic, "allocate and free, atomic"),
		BENCH(box, array, "allocate and free 16 elements", box_few),
		BENCH(box, array, "allocate and free 1000 elements", box_many),
		BENCH(box, array, "allocate no elements", box_none),
		BENCH(box, array, "allocate too many elements", box_too_many),
		BENCH(box, at, "element", box_few),
		BENCH(box, at, "element out of range", box_many),
		BENCH(box, peek, "element, shared", box_few),
		BENCH(box, bytes, "copy 32 elements", box_as_many),
		BENCH(box, bytes, "copy 2 elements, where more are", box_fewer),
	};

	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("box", struct plain, struct object *);
	BENCH_SIZE("array", struct numbers, struct raw_numbers);
}
