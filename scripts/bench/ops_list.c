// SPDX-License-Identifier: GPL-2.0
/*
 * Twins of deed/list.h: the same with the kernel's own lists. What is taken out is
 * unlinked by list_del(), as everywhere in the kernel.
 */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/list.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <deed/list.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

#define MEMBERS 16

struct deed_item {
	u64 number;
	struct deed_list_link link;
};

DEED_BOX(item, struct deed_item, deed_plain);
DEED_LIST(items, item, link);

struct raw_item {
	u64 number;
	struct list_head link;
};

/* What a function gets: a pointer to what has the lists, and a handle */
struct deed_state {
	struct items items, others;
	struct item spare;
};

struct raw_state {
	struct list_head items, others;
	struct raw_item *spare;
};

static deed_misuses("static, as its twin is") struct deed_state deed_lists;
static struct raw_state raw_lists;
static struct deed_state *deed_state;
static struct raw_state *raw_state;
static u64 wanted;

static noinline deed_misuses("the handle is static, and made before") long
deed_list_push_back(void)
{
	items_push_back(&deed_state->items, deed_state->spare);
	return 0;
}

static noinline long raw_list_push_back(void)
{
	list_add_tail(&raw_state->spare->link, &raw_state->items);
	return 0;
}

static noinline deed_misuses("the handle is static, and made before") long
deed_list_push_front(void)
{
	items_push_front(&deed_state->items, deed_state->spare);
	return 0;
}

static noinline long raw_list_push_front(void)
{
	list_add(&raw_state->spare->link, &raw_state->items);
	return 0;
}

static noinline deed_misuses("the handle is static, to be looked at after") long
deed_list_take_first(void)
{
	deed_own(item, first) = items_take_first(&deed_state->items);
	if (!deed_ok(first))
		return -ENOENT;

	deed_state->spare = deed_move(first);
	return 0;
}

static noinline long raw_list_take_first(void)
{
	struct raw_item *first = list_first_entry_or_null(&raw_state->items,
							  struct raw_item, link);

	if (!first)
		return -ENOENT;
	list_del(&first->link);
	raw_state->spare = first;
	return 0;
}

/* A queue: what comes goes in at one end, what is done at the other. */
static noinline long deed_list_queue(void)
{
	deed_own(item, first) = items_take_first(&deed_state->items);
	if (!deed_ok(first))
		return -ENOENT;

	item_excl(&first)->number++;
	items_push_back(&deed_state->items, deed_move(first));
	return 0;
}

static noinline long raw_list_queue(void)
{
	struct raw_item *first =
		list_first_entry_or_null(&raw_state->items, struct raw_item, link);

	if (!first)
		return -ENOENT;
	list_del(&first->link);
	first->number++;
	list_add_tail(&first->link, &raw_state->items);
	return 0;
}

static noinline deed_misuses("the handle is static, to be looked at after") long
deed_list_take_by(void)
{
	deed_own(item, one) = deed_list_take_if(items, &deed_state->items, i,
						i->number == wanted);
	if (!deed_ok(one))
		return -ENOENT;

	deed_state->spare = deed_move(one);
	return 0;
}

static noinline long raw_list_take_by(void)
{
	struct raw_item *i;

	list_for_each_entry(i, &raw_state->items, link) {
		if (i->number == wanted) {
			list_del(&i->link);
			raw_state->spare = i;
			return 0;
		}
	}
	return -ENOENT;
}

static noinline long deed_list_sum(void)
{
	u64 sum = 0;

	for (const struct deed_item *i = items_peek_first(&deed_state->items); i;
	     i = items_peek_next(&deed_state->items, i))
		sum += i->number;
	return sum;
}

static noinline long raw_list_sum(void)
{
	const struct raw_item *i;
	u64 sum = 0;

	list_for_each_entry(i, &raw_state->items, link)
		sum += i->number;
	return sum;
}

static noinline long deed_list_add_each(void)
{
	for (struct deed_item *i = items_first(&deed_state->items); i;
	     i = items_next(&deed_state->items, i))
		i->number++;
	return 0;
}

static noinline long raw_list_add_each(void)
{
	struct raw_item *i;

	list_for_each_entry(i, &raw_state->items, link)
		i->number++;
	return 0;
}

static noinline long deed_list_splice(void)
{
	items_splice(&deed_state->others, &deed_state->items);
	return 0;
}

static noinline long raw_list_splice(void)
{
	list_splice_tail_init(&raw_state->items, &raw_state->others);
	return 0;
}

/* Takes all of them away at once, and lets go of them. */
static noinline long deed_list_drain(void)
{
	deed_own(items, all) = {};

	items_splice(&all, &deed_state->items);
	return items_is_empty(&all);
}

static noinline long raw_list_drain(void)
{
	struct raw_item *i, *next;
	LIST_HEAD(all);
	long empty;

	list_splice_tail_init(&raw_state->items, &all);
	empty = list_empty(&all);
	list_for_each_entry_safe(i, next, &all, link)
		kfree(i);
	return empty;
}

static noinline long deed_list_drop(void)
{
	items_drop(&deed_state->items);
	return 0;
}

static noinline long raw_list_drop(void)
{
	struct raw_item *i, *next;

	list_for_each_entry_safe(i, next, &raw_state->items, link)
		kfree(i);
	return 0;
}

/* Objects that stay, numbered from 0, which is in no list; or that are freed */
static deed_misuses("lists are made by hand, before they are measured") void
list_fill(enum bench_side side, unsigned int count, bool freed)
{
	static deed_misuses("static, as its twin is") struct deed_item deed[MEMBERS + 1];
	static struct raw_item raw[MEMBERS + 1];

	deed_state->items = (struct items){};
	deed_state->others = (struct items){};
	deed_state->spare = (struct item){ deed };
	INIT_LIST_HEAD(&raw_state->items);
	INIT_LIST_HEAD(&raw_state->others);
	raw_state->spare = raw;
	deed[0] = (struct deed_item){};
	for (unsigned int n = 1; n <= count; n++) {
		struct deed_item *d = &deed[n];
		struct raw_item *r = &raw[n];

		if (freed && side == DEED)
			d = kmalloc(sizeof(*d), GFP_KERNEL | __GFP_NOFAIL);
		if (freed && side == RAW)
			r = kmalloc(sizeof(*r), GFP_KERNEL | __GFP_NOFAIL);
		*d = (struct deed_item){ .number = n };
		r->number = n;
		items_push_back(&deed_state->items, (struct item){ d });
		list_add_tail(&r->link, &raw_state->items);
	}
}

static void list_none(enum bench_side side)
{
	wanted = 1;
	list_fill(side, 0, false);
}

static void list_one(enum bench_side side)
{
	wanted = 1;
	list_fill(side, 1, false);
}

static void list_some(enum bench_side side)
{
	wanted = MEMBERS / 2;
	list_fill(side, MEMBERS, false);
}

static void list_wants_last(enum bench_side side)
{
	wanted = MEMBERS;
	list_fill(side, MEMBERS, false);
}

static void list_wants_none(enum bench_side side)
{
	wanted = MEMBERS + 1;
	list_fill(side, MEMBERS, false);
}

static void list_to_be_freed(enum bench_side side)
{
	list_fill(side, MEMBERS, true);
}

static void list_of_one_to_be_freed(enum bench_side side)
{
	list_fill(side, 1, true);
}

void bench_list(void)
{
	static const struct bench_row rows[] = {
		BENCH(list, push_back, "push back, the first", list_none),
		BENCH(list, push_back, "push back", list_some),
		BENCH(list, push_front, "push front, the first", list_none),
		BENCH(list, push_front, "push front", list_some),
		BENCH(list, take_first, "take the first, the only one", list_one),
		BENCH(list, take_first, "take the first", list_some),
		BENCH(list, take_first, "take the first of none", list_none),
		BENCH(list, queue, "take the first, push it back", list_some),
		BENCH(list, take_by, "take by number, the first", list_one),
		BENCH(list, take_by, "take by number, the 8th of 16", list_some),
		BENCH(list, take_by, "take by number, the last of 16", list_wants_last),
		BENCH(list, take_by, "take by number, not there", list_wants_none),
		BENCH(list, sum, "look at 16", list_some),
		BENCH(list, sum, "look at none", list_none),
		BENCH(list, add_each, "change 16", list_some),
		BENCH(list, splice, "splice 16", list_some),
		BENCH(list, splice, "splice none", list_none),
		BENCH(list, drain, "take all and drop 16", list_to_be_freed),
		BENCH(list, drain, "take all of none", list_none),
		BENCH(list, drop, "drop 16", list_to_be_freed),
		BENCH(list, drop, "drop one", list_of_one_to_be_freed),
		BENCH(list, drop, "drop none", list_none),
	};

	deed_state = &deed_lists;
	raw_state = &raw_lists;
	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("list", struct items, struct list_head);
	BENCH_SIZE("object in a list", struct deed_item, struct raw_item);
}
