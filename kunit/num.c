// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/num.h>: exact results, and the edges where there are none.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/num.h>

#define UNTOUCHED 0x5a5a

struct row {
	size_t a, b;
	int err;
	size_t result; /* UNTOUCHED if there is an error */
};

#define HALF (SIZE_MAX / 2 + 1) /* the largest power of two */

static const struct row sums[] = {
	{ 0, 0, 0, 0 },
	{ 1, 2, 0, 3 },
	{ SIZE_MAX, 0, 0, SIZE_MAX },
	{ 0, SIZE_MAX, 0, SIZE_MAX },
	{ SIZE_MAX - 1, 1, 0, SIZE_MAX },
	{ HALF, HALF - 1, 0, SIZE_MAX },
	{ SIZE_MAX, 1, -EOVERFLOW, UNTOUCHED },
	{ 1, SIZE_MAX, -EOVERFLOW, UNTOUCHED },
	{ HALF, HALF, -EOVERFLOW, UNTOUCHED },
	{ SIZE_MAX, SIZE_MAX, -EOVERFLOW, UNTOUCHED },
};

static const struct row differences[] = {
	{ 0, 0, 0, 0 },
	{ 3, 2, 0, 1 },
	{ SIZE_MAX, 0, 0, SIZE_MAX },
	{ SIZE_MAX, SIZE_MAX, 0, 0 },
	{ SIZE_MAX, SIZE_MAX - 1, 0, 1 },
	{ 0, 1, -EOVERFLOW, UNTOUCHED },
	{ 2, 3, -EOVERFLOW, UNTOUCHED },
	{ 0, SIZE_MAX, -EOVERFLOW, UNTOUCHED },
	{ SIZE_MAX - 1, SIZE_MAX, -EOVERFLOW, UNTOUCHED },
};

static const struct row products[] = {
	{ 0, 0, 0, 0 },
	{ 0, SIZE_MAX, 0, 0 },
	{ SIZE_MAX, 0, 0, 0 },
	{ 6, 7, 0, 42 },
	{ 1, SIZE_MAX, 0, SIZE_MAX },
	{ SIZE_MAX, 1, 0, SIZE_MAX },
	{ HALF / 2, 2, 0, HALF },
	{ SIZE_MAX / 3, 3, 0, SIZE_MAX / 3 * 3 },
	{ HALF, 2, -EOVERFLOW, UNTOUCHED },
	{ SIZE_MAX, 2, -EOVERFLOW, UNTOUCHED },
	{ SIZE_MAX / 3 + 1, 3, -EOVERFLOW, UNTOUCHED },
	{ SIZE_MAX, SIZE_MAX, -EOVERFLOW, UNTOUCHED },
};

static const struct row powers[] = {
	{ 0, 0, 0, 1 },
	{ 1, 0, 0, 1 },
	{ 2, 0, 0, 2 },
	{ 3, 0, 0, 4 },
	{ 4, 0, 0, 4 },
	{ 5, 0, 0, 8 },
	{ 4095, 0, 0, 4096 },
	{ 4096, 0, 0, 4096 },
	{ 4097, 0, 0, 8192 },
	{ HALF - 1, 0, 0, HALF },
	{ HALF, 0, 0, HALF },
	{ HALF + 1, 0, -EOVERFLOW, UNTOUCHED },
	{ SIZE_MAX, 0, -EOVERFLOW, UNTOUCHED },
};

/* Values come from memory, so that the compiler cannot decide for itself. */
#define EXPECT_ROWS(test, rows, call)					\
	do {								\
		for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {		\
			size_t a = READ_ONCE(rows[i].a);		\
			size_t b = READ_ONCE(rows[i].b);		\
			size_t out = UNTOUCHED;				\
			int err = call;					\
									\
			KUNIT_EXPECT_EQ_MSG(test, err, rows[i].err,	\
					    "for %zu, %zu", a, b);	\
			KUNIT_EXPECT_EQ_MSG(test, out, rows[i].result,	\
					    "for %zu, %zu", a, b);	\
		}							\
	} while (0)

static void add_is_exact_or_overflows(struct kunit *test)
{
	EXPECT_ROWS(test, sums, deed_add(a, b, &out));
}

static void sub_is_exact_or_overflows(struct kunit *test)
{
	EXPECT_ROWS(test, differences, deed_sub(a, b, &out));
}

static void mul_is_exact_or_overflows(struct kunit *test)
{
	EXPECT_ROWS(test, products, deed_mul(a, b, &out));
}

static int pow2_ceil_of(size_t n, size_t unused, size_t *out)
{
	return deed_pow2_ceil(n, out);
}

static void pow2_ceil_is_exact_or_overflows(struct kunit *test)
{
	EXPECT_ROWS(test, powers, pow2_ceil_of(a, b, &out));
}

static void pow2_ceil_of_each_bit(struct kunit *test)
{
	for (unsigned int bit = 2; bit < BITS_PER_LONG; bit++) {
		size_t power = (size_t)1 << bit, out = 0;

		KUNIT_EXPECT_EQ(test, deed_pow2_ceil(power, &out), 0);
		KUNIT_EXPECT_EQ(test, out, power);
		KUNIT_EXPECT_EQ(test, deed_pow2_ceil(power - 1, &out), 0);
		KUNIT_EXPECT_EQ(test, out, power);
	}
}

static void constants_give_the_same(struct kunit *test)
{
	size_t out = UNTOUCHED;

	KUNIT_EXPECT_EQ(test, deed_pow2_ceil(0, &out), 0);
	KUNIT_EXPECT_EQ(test, out, 1);
	KUNIT_EXPECT_EQ(test, deed_pow2_ceil(100, &out), 0);
	KUNIT_EXPECT_EQ(test, out, 128);
	KUNIT_EXPECT_EQ(test, deed_pow2_ceil(SIZE_MAX, &out), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, out, 128);
	KUNIT_EXPECT_EQ(test, deed_add(SIZE_MAX, 1, &out), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, deed_mul(HALF, 2, &out), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, deed_sub(0, 1, &out), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, out, 128);
}

static void result_may_be_an_operand(struct kunit *test)
{
	size_t n = 20;

	KUNIT_EXPECT_EQ(test, deed_add(n, n, &n), 0);
	KUNIT_EXPECT_EQ(test, n, 40);
	KUNIT_EXPECT_EQ(test, deed_mul(n, n, &n), 0);
	KUNIT_EXPECT_EQ(test, n, 1600);
	KUNIT_EXPECT_EQ(test, deed_sub(n, 1, &n), 0);
	KUNIT_EXPECT_EQ(test, n, 1599);
	KUNIT_EXPECT_EQ(test, deed_sub(n, 1600, &n), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, n, 1599);
}

static struct kunit_case num_cases[] = {
	KUNIT_CASE(add_is_exact_or_overflows),
	KUNIT_CASE(sub_is_exact_or_overflows),
	KUNIT_CASE(mul_is_exact_or_overflows),
	KUNIT_CASE(pow2_ceil_is_exact_or_overflows),
	KUNIT_CASE(pow2_ceil_of_each_bit),
	KUNIT_CASE(constants_give_the_same),
	KUNIT_CASE(result_may_be_an_operand),
	{}
};

static struct kunit_suite num_suite = {
	.name = "deed_num",
	.test_cases = num_cases,
};

kunit_test_suite(num_suite);

MODULE_DESCRIPTION("Tests of checked arithmetic");
MODULE_LICENSE("GPL");
