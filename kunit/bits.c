// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/bits.h>: a field is read and changed where it is, and nothing
 * beside it.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/own.h>

deed_unsafe_file("tests look at the numbers in words of bits, and make them from numbers");

DEED_BITS(byte, u8);
DEED_FIELD(byte, BYTE_FIRST, BIT(0));
DEED_FIELD(byte, BYTE_MIDDLE, GENMASK(5, 2));
DEED_FIELD(byte, BYTE_LAST, BIT(7));
DEED_FIELD(byte, BYTE_ALL, GENMASK(7, 0));

DEED_BITS(half, u16);
DEED_FIELD(half, HALF_LOW, GENMASK(8, 0));
DEED_FIELD(half, HALF_HIGH, GENMASK(15, 9));

DEED_BITS(word, u32);
DEED_FIELD(word, WORD_READY, BIT(0));
DEED_FIELD(word, WORD_COUNT, GENMASK(11, 4));
DEED_FIELD(word, WORD_TOP, GENMASK(31, 28));
DEED_FIELD(word, WORD_SIGN, BIT(31));
DEED_FIELD(word, WORD_ALL, GENMASK(31, 0));

DEED_BITS(quad, u64);
DEED_FIELD(quad, QUAD_LOW, BIT_ULL(0));
DEED_FIELD(quad, QUAD_ACROSS, GENMASK_ULL(39, 24));
DEED_FIELD(quad, QUAD_HIGH, BIT_ULL(63));
DEED_FIELD(quad, QUAD_ALL, GENMASK_ULL(63, 0));

static void word_is_as_large_as_its_number(struct kunit *test)
{
	static_assert(sizeof(struct byte) == 1);
	static_assert(sizeof(struct half) == 2);
	static_assert(sizeof(struct word) == 4);
	static_assert(sizeof(struct quad) == 8);
	static_assert(__same_type(deed_field_get(BYTE_FIRST, (struct byte){}), u8));
	static_assert(__same_type(deed_field_get(HALF_LOW, (struct half){}), u16));
	static_assert(__same_type(deed_field_get(WORD_TOP, (struct word){}), u32));
	static_assert(__same_type(deed_field_get(QUAD_HIGH, (struct quad){}), u64));
	static_assert(__same_type(deed_field_prep(WORD_TOP, 1), struct word));
	KUNIT_EXPECT_EQ(test, word_number((struct word){ 0x12345678 }), 0x12345678);
	KUNIT_EXPECT_EQ(test, quad_number((struct quad){ U64_MAX }), U64_MAX);
}

static void field_is_read_alone(struct kunit *test)
{
	const struct byte byte = { 0x96 };
	const struct half half = { 0xa5c3 };
	const struct word word = { 0x9abcdef1 };
	const struct quad quad = { 0x8123456789abcdefULL };

	KUNIT_EXPECT_EQ(test, deed_field_get(BYTE_FIRST, byte), 0);
	KUNIT_EXPECT_EQ(test, deed_field_get(BYTE_MIDDLE, byte), 5);
	KUNIT_EXPECT_EQ(test, deed_field_get(BYTE_LAST, byte), 1);
	KUNIT_EXPECT_EQ(test, deed_field_get(BYTE_ALL, byte), 0x96);
	KUNIT_EXPECT_EQ(test, deed_field_get(HALF_LOW, half), 0x1c3);
	KUNIT_EXPECT_EQ(test, deed_field_get(HALF_HIGH, half), 0x52);
	KUNIT_EXPECT_EQ(test, deed_field_get(WORD_READY, word), 1);
	KUNIT_EXPECT_EQ(test, deed_field_get(WORD_COUNT, word), 0xef);
	KUNIT_EXPECT_EQ(test, deed_field_get(WORD_TOP, word), 9);
	KUNIT_EXPECT_EQ(test, deed_field_get(WORD_SIGN, word), 1);
	KUNIT_EXPECT_EQ(test, deed_field_get(WORD_ALL, word), 0x9abcdef1);
	KUNIT_EXPECT_EQ(test, deed_field_get(QUAD_LOW, quad), 1);
	KUNIT_EXPECT_EQ(test, deed_field_get(QUAD_ACROSS, quad), 0x6789);
	KUNIT_EXPECT_EQ(test, deed_field_get(QUAD_HIGH, quad), 1);
	KUNIT_EXPECT_EQ(test, deed_field_get(QUAD_ALL, quad), 0x8123456789abcdefULL);
}

static void prepared_word_has_the_field_alone(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, byte_number(deed_field_prep(BYTE_MIDDLE, 15)), 0x3c);
	KUNIT_EXPECT_EQ(test, byte_number(deed_field_prep(BYTE_LAST, true)), 0x80);
	KUNIT_EXPECT_EQ(test, half_number(deed_field_prep(HALF_HIGH, 127)), 0xfe00);
	KUNIT_EXPECT_EQ(test, word_number(deed_field_prep(WORD_COUNT, 0xa5)), 0xa50);
	KUNIT_EXPECT_EQ(test, word_number(deed_field_prep(WORD_TOP, 15)), 0xf0000000);
	KUNIT_EXPECT_EQ(test, word_number(deed_field_prep(WORD_ALL, U32_MAX)), U32_MAX);
	KUNIT_EXPECT_EQ(test, quad_number(deed_field_prep(QUAD_ACROSS, 0xffff)),
			0xffff000000ULL);
	KUNIT_EXPECT_EQ(test, quad_number(deed_field_prep(QUAD_ALL, U64_MAX)), U64_MAX);
}

static void field_is_set_and_the_others_stay(struct kunit *test)
{
	struct byte byte = { 0xff };
	struct word word = { 0xffffffff };
	struct quad quad = {};

	deed_field_set(BYTE_MIDDLE, &byte, 0);
	KUNIT_EXPECT_EQ(test, byte_number(byte), 0xc3);
	deed_field_set(WORD_COUNT, &word, 0x5a);
	KUNIT_EXPECT_EQ(test, word_number(word), 0xfffff5af);
	deed_field_set(WORD_SIGN, &word, false);
	KUNIT_EXPECT_EQ(test, word_number(word), 0x7ffff5af);
	deed_field_set(QUAD_HIGH, &quad, 1);
	deed_field_set(QUAD_ACROSS, &quad, 0x1234);
	KUNIT_EXPECT_EQ(test, quad_number(quad), 0x8000001234000000ULL);
	deed_field_set(QUAD_ALL, &quad, 0);
	KUNIT_EXPECT_EQ(test, quad_number(quad), 0);
}

static void value_that_is_too_large_stays_in_its_field(struct kunit *test)
{
	struct byte byte = {};
	struct word word = {};
	struct quad quad = {};
	u64 large = U64_MAX;

	OPTIMIZER_HIDE_VAR(large);
	deed_field_set(BYTE_MIDDLE, &byte, large);
	KUNIT_EXPECT_EQ(test, byte_number(byte), 0x3c);
	deed_field_set(WORD_COUNT, &word, large);
	KUNIT_EXPECT_EQ(test, word_number(word), 0xff0);
	deed_field_set(QUAD_LOW, &quad, large);
	KUNIT_EXPECT_EQ(test, quad_number(quad), 1);
	KUNIT_EXPECT_EQ(test, word_number(deed_field_prep(WORD_TOP, large)), 0xf0000000);
}

static void words_are_joined_and_compared(struct kunit *test)
{
	const struct byte a = { 0xf0 }, b = { 0x3c }, none = {};

	KUNIT_EXPECT_EQ(test, byte_number(byte_or(a, b)), 0xfc);
	KUNIT_EXPECT_EQ(test, byte_number(byte_and(a, b)), 0x30);
	KUNIT_EXPECT_EQ(test, byte_number(byte_without(a, b)), 0xc0);
	KUNIT_EXPECT_TRUE(test, byte_any(a));
	KUNIT_EXPECT_FALSE(test, byte_any(none));
	KUNIT_EXPECT_FALSE(test, byte_any(byte_without(a, a)));
	KUNIT_EXPECT_TRUE(test, quad_any((struct quad){ BIT_ULL(63) }));
}

static struct kunit_case bits_cases[] = {
	KUNIT_CASE(word_is_as_large_as_its_number),
	KUNIT_CASE(field_is_read_alone),
	KUNIT_CASE(prepared_word_has_the_field_alone),
	KUNIT_CASE(field_is_set_and_the_others_stay),
	KUNIT_CASE(value_that_is_too_large_stays_in_its_field),
	KUNIT_CASE(words_are_joined_and_compared),
	{}
};

static struct kunit_suite bits_suite = {
	.name = "deed_bits",
	.test_cases = bits_cases,
};

kunit_test_suite(bits_suite);

MODULE_DESCRIPTION("Tests of words of bits");
MODULE_LICENSE("GPL");
