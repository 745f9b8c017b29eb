// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/own.h: a resource with a constructor that can fail. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/printk.h>

#include <deed/own.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

/* The resource: calls that gcc cannot look into, as most of the kernel is. */
struct res {
	int used;
};

static struct res the_res;

static __attribute__((__noipa__)) struct res *res_get(int which)
{
	if (which < 0)
		return ERR_PTR(which);
	return &the_res;
}

static __attribute__((__noipa__)) void res_put(struct res *res)
{
	res->used = 0;
}

static __attribute__((__noipa__)) int res_use(struct res *res, int ret)
{
	res->used = 1;
	return ret;
}

/* The handle, as an abstraction would define it. */
struct __deed_handle own {
	struct res *__ptr;
};

static __always_inline deed_misuses("ends a resource, as an abstraction does") void
__own_release(struct own h)
{
	res_put(__deed_borrow(&h));
}

DEED_HANDLE(own, __own_release)

static __always_inline deed_misuses("makes a handle, as an abstraction does") struct own
own_get(int which)
{
	struct own h = { res_get(which) };

	deed_assume(h.__ptr);
	return h;
}

static __always_inline int own_use(struct own *h, int ret)
{
	return res_use(__deed_borrow(h), ret);
}

DEED_COMPOSITE(pair, own, first, own, second);

struct raw_pair {
	struct res *first, *second;
};

static int which, ret;

static noinline long deed_own_drop(void)
{
	deed_own(own, h) = own_get(which);
	if (!deed_ok(h))
		return deed_err(h);

	return own_use(&h, ret);
}

static noinline long raw_own_drop(void)
{
	struct res *res = res_get(which);
	int err;

	if (IS_ERR(res))
		return PTR_ERR(res);
	err = res_use(res, ret);
	res_put(res);
	return err;
}

/* Two of them: what a probe function does */
static deed_misuses("static, as its twin is") struct pair deed_pair;
static struct raw_pair raw_pair;

static noinline deed_misuses("keeps handles in a static place, as its twin does") long
deed_own_two(void)
{
	deed_own(own, a) = own_get(which);
	if (!deed_ok(a))
		return deed_err(a);

	deed_own(own, b) = own_get(which);
	if (!deed_ok(b))
		return deed_err(b);

	int err = own_use(&a, 0);

	if (err)
		return err;
	err = own_use(&b, ret);
	if (err)
		return err;
	deed_pair.first = deed_move(a);
	deed_pair.second = deed_move(b);
	return 0;
}

static noinline long raw_own_two(void)
{
	struct res *a, *b;
	int err;

	a = res_get(which);
	if (IS_ERR(a))
		return PTR_ERR(a);
	b = res_get(which);
	if (IS_ERR(b)) {
		err = PTR_ERR(b);
		goto put_a;
	}
	err = res_use(a, 0);
	if (err)
		goto put_b;
	err = res_use(b, ret);
	if (err)
		goto put_b;
	raw_pair.first = a;
	raw_pair.second = b;
	return 0;
put_b:
	res_put(b);
put_a:
	res_put(a);
	return err;
}

static __attribute__((__noipa__)) int own_sink(struct own h)
{
	own_drop_live(&h);
	return 1;
}

static __attribute__((__noipa__)) int raw_sink(struct res *res)
{
	res_put(res);
	return 1;
}

static noinline long deed_own_move(void)
{
	deed_own(own, h) = own_get(which);
	if (!deed_ok(h))
		return deed_err(h);

	int err = own_use(&h, ret);

	if (err)
		return err;
	return own_sink(deed_move(h));
}

static noinline long raw_own_move(void)
{
	struct res *res = res_get(which);
	int err;

	if (IS_ERR(res))
		return PTR_ERR(res);
	err = res_use(res, ret);
	if (err) {
		res_put(res);
		return err;
	}
	return raw_sink(res);
}

/* A function that makes and returns one */
static __attribute__((__noipa__)) struct own deed_own_maker(void)
{
	deed_own(own, h) = own_get(which);
	if (!deed_ok(h))
		return deed_move(h);

	int err = own_use(&h, ret);

	if (err)
		return deed_fail(own, err);
	return deed_move(h);
}

static __attribute__((__noipa__)) struct res *raw_own_maker(void)
{
	struct res *res = res_get(which);
	int err;

	if (IS_ERR(res))
		return res;
	err = res_use(res, ret);
	if (err) {
		res_put(res);
		return ERR_PTR(err);
	}
	return res;
}

static noinline long deed_own_return(void)
{
	deed_own(own, h) = deed_own_maker();
	if (!deed_ok(h))
		return deed_err(h);

	return own_use(&h, 0);
}

static noinline long raw_own_return(void)
{
	struct res *res = raw_own_maker();
	int err;

	if (IS_ERR(res))
		return PTR_ERR(res);
	err = res_use(res, 0);
	res_put(res);
	return err;
}

/* A place that may hold one */
static deed_misuses("static, as its twin is") DEED_SLOT(own) deed_slot;
static struct res *raw_slot;

static noinline long deed_own_put(void)
{
	deed_own(own, h) = own_get(which);
	if (!deed_ok(h))
		return deed_err(h);

	deed_own(own, old) = own_slot_put(&deed_slot, deed_move(h));
	return 0;
}

static noinline long raw_own_put(void)
{
	struct res *res = res_get(which);
	struct res *old;

	if (IS_ERR(res))
		return PTR_ERR(res);
	old = raw_slot;
	raw_slot = res;
	if (old)
		res_put(old);
	return 0;
}

static noinline long deed_own_take(void)
{
	deed_own(own, h) = own_slot_take(&deed_slot);
	if (!deed_ok(h))
		return deed_err(h);

	return own_use(&h, ret);
}

static noinline long raw_own_take(void)
{
	struct res *res = raw_slot;
	int err;

	raw_slot = NULL;
	if (!res)
		return -ENOENT;
	err = res_use(res, ret);
	res_put(res);
	return err;
}

/* A live one for another */
static deed_misuses("static, as its twin is") struct own deed_place;
static struct res *raw_place;

static noinline deed_misuses("drops what is known to be live, as its twin does") long
deed_own_replace(void)
{
	deed_own(own, h) = own_get(which);
	if (!deed_ok(h))
		return deed_err(h);

	struct own old = own_replace(&deed_place, deed_move(h));

	own_drop_live(&old);
	return 0;
}

static noinline long raw_own_replace(void)
{
	struct res *res = res_get(which);
	struct res *old;

	if (IS_ERR(res))
		return PTR_ERR(res);
	old = raw_place;
	raw_place = res;
	res_put(old);
	return 0;
}

/* Several as one */
static __always_inline struct pair pair_get(void)
{
	deed_own(own, a) = own_get(which);
	if (!deed_ok(a))
		return deed_fail(pair, deed_err(a));

	deed_own(own, b) = own_get(which);
	if (!deed_ok(b))
		return deed_fail(pair, deed_err(b));

	return (struct pair){ .first = deed_move(a), .second = deed_move(b) };
}

static noinline long deed_own_composite(void)
{
	deed_own(pair, p) = pair_get();
	if (!deed_ok(p))
		return deed_err(p);

	return own_use(&p.second, ret);
}

static noinline long raw_own_composite(void)
{
	struct res *a, *b;
	int err;

	a = res_get(which);
	if (IS_ERR(a))
		return PTR_ERR(a);
	b = res_get(which);
	if (IS_ERR(b)) {
		err = PTR_ERR(b);
		goto put_a;
	}
	err = res_use(b, ret);
	res_put(a);
	res_put(b);
	return err;
put_a:
	res_put(a);
	return err;
}

static deed_misuses("sets what is static by hand, before it is counted") void
own_live(enum bench_side side)
{
	which = 0;
	ret = 0;
	deed_slot = (struct own_slot){};
	raw_slot = NULL;
	deed_place.__ptr = &the_res;
	raw_place = &the_res;
}

static void own_failed(enum bench_side side)
{
	own_live(side);
	which = -ENODEV;
}

static void own_late(enum bench_side side)
{
	own_live(side);
	ret = -EIO;
}

static void own_full(enum bench_side side)
{
	own_live(side);
	deed_slot.__held.__ptr = &the_res;
	raw_slot = &the_res;
}

void bench_own(void)
{
	static const struct bench_row rows[] = {
		BENCH(own, drop, "get, use, drop", own_live),
		BENCH(own, drop, "get fails", own_failed),
		BENCH(own, two, "get two, keep them", own_live),
		BENCH(own, two, "get two, a later step fails", own_late),
		BENCH(own, move, "get, move to a function", own_live),
		BENCH(own, move, "get, error before the move", own_late),
		BENCH(own, return, "return from a function", own_live),
		BENCH(own, return, "return an error", own_late),
		BENCH(own, put, "put into an empty slot", own_live),
		BENCH(own, put, "put into a full slot", own_full),
		BENCH(own, take, "take from a full slot", own_full),
		BENCH(own, take, "take from an empty slot", own_live),
		BENCH(own, replace, "replace a live one", own_live),
		BENCH(own, composite, "composite of two", own_live),
		BENCH(own, composite, "composite of two, use fails", own_late),
	};

	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("handle", struct own, struct res *);
	BENCH_SIZE("slot", DEED_SLOT(own), struct res *);
	BENCH_SIZE("composite of two", struct pair, struct raw_pair);
}
