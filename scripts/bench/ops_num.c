// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/num.h. */
#include <linux/array_size.h>
#include <linux/log2.h>

#include <deed/num.h>
#include <deed/own.h>

#include "bench.h"

deed_unsafe_file("one thread measures, with static data");

static size_t x, y, out;

#define NUM_TWINS(op, check)						\
	static noinline long deed_num_##op(void)			\
	{								\
		size_t n;						\
		int err = deed_##op(x, y, &n);				\
									\
		if (err)						\
			return err;					\
		out = n;						\
		return 0;						\
	}								\
									\
	static noinline long raw_num_##op(void)				\
	{								\
		size_t n;						\
									\
		if (check(x, y, &n))					\
			return -EOVERFLOW;				\
		out = n;						\
		return 0;						\
	}

NUM_TWINS(add, check_add_overflow)
NUM_TWINS(sub, check_sub_overflow)
NUM_TWINS(mul, check_mul_overflow)

static noinline long deed_num_pow2(void)
{
	return deed_pow2_ceil(x, &out);
}

static noinline long raw_num_pow2(void)
{
	if (x > (SIZE_MAX >> 1) + 1)
		return -EOVERFLOW;
	out = x ? roundup_pow_of_two(x) : 1;
	return 0;
}

static void num_fits(enum bench_side side)
{
	x = 4097;
	y = 17;
}

static void num_too_large(enum bench_side side)
{
	x = SIZE_MAX;
	y = SIZE_MAX;
}

static void num_negative(enum bench_side side)
{
	x = 17;
	y = 4097;
}

void bench_num(void)
{
	static const struct bench_row rows[] = {
		BENCH(num, add, "add", num_fits),
		BENCH(num, add, "add, overflow", num_too_large),
		BENCH(num, sub, "subtract", num_fits),
		BENCH(num, sub, "subtract, overflow", num_negative),
		BENCH(num, mul, "multiply", num_fits),
		BENCH(num, mul, "multiply, overflow", num_too_large),
		BENCH(num, pow2, "power of two above", num_fits),
		BENCH(num, pow2, "power of two above, overflow", num_too_large),
	};

	bench_rows(rows, ARRAY_SIZE(rows));
}
