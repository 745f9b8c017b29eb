// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/property.h>: what firmware says is read, and what it says wrong
 * is told apart. Software nodes are the firmware.
 */
#include <kunit/device.h>
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/property.h>

#include <deed/property.h>

#include "fault.h"

deed_unsafe_file("tests make devices, and give them software nodes");

static const u8 bytes[] = { 1, 2, 3, 255 };
static const u16 halves[] = { 0x100, 0xffff };
static const u32 words[] = { 7, 8, 0xffffffff };
static const u64 quads[] = { 1, U64_MAX };
static const char * const strings[] = { "one", "two" };

static const struct property_entry entries[] = {
	PROPERTY_ENTRY_BOOL("flag"),
	PROPERTY_ENTRY_U8("byte", 200),
	PROPERTY_ENTRY_U16("half", 0xabcd),
	PROPERTY_ENTRY_U32("word", 0xfedcba98),
	PROPERTY_ENTRY_U64("quad", 0x123456789abcdef0ULL),
	PROPERTY_ENTRY_U32("zero", 0),
	PROPERTY_ENTRY_U8_ARRAY("bytes", bytes),
	PROPERTY_ENTRY_U16_ARRAY("halves", halves),
	PROPERTY_ENTRY_U32_ARRAY("words", words),
	PROPERTY_ENTRY_U64_ARRAY("quads", quads),
	PROPERTY_ENTRY_STRING("string", "hello"),
	PROPERTY_ENTRY_STRING("empty", ""),
	PROPERTY_ENTRY_STRING_ARRAY("strings", strings),
	{}
};

static int property_test_init(struct kunit *test)
{
	struct deed_scope *scope = kunit_kzalloc(test, sizeof(*scope), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, scope);
	scope->__dev = kunit_device_register(test, "deed-property");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, scope->__dev);
	KUNIT_ASSERT_EQ(test, device_create_managed_software_node(scope->__dev, entries,
								  NULL), 0);
	test->priv = scope;
	return 0;
}

static void presence_is_seen(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;

	KUNIT_EXPECT_TRUE(test, deed_property_present(scope, "flag"));
	KUNIT_EXPECT_TRUE(test, deed_property_present(scope, "word"));
	KUNIT_EXPECT_FALSE(test, deed_property_present(scope, "fla"));
	KUNIT_EXPECT_FALSE(test, deed_property_present(scope, "flags"));
	KUNIT_EXPECT_FALSE(test, deed_property_present(scope, ""));
}

static void numbers_are_read(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u16 half;
	u32 word;
	u64 quad;
	u8 byte;

	KUNIT_EXPECT_EQ(test, deed_property_u8(scope, "byte", &byte), 0);
	KUNIT_EXPECT_EQ(test, byte, 200);
	KUNIT_EXPECT_EQ(test, deed_property_u16(scope, "half", &half), 0);
	KUNIT_EXPECT_EQ(test, half, 0xabcd);
	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "word", &word), 0);
	KUNIT_EXPECT_EQ(test, word, 0xfedcba98);
	KUNIT_EXPECT_EQ(test, deed_property_u64(scope, "quad", &quad), 0);
	KUNIT_EXPECT_EQ(test, quad, 0x123456789abcdef0ULL);
	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "zero", &word), 0);
	KUNIT_EXPECT_EQ(test, word, 0);
}

static void what_is_missing_is_said_to_be(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u32 word = 17, array[2];
	u8 byte = 17;

	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "none", &word), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_property_u8(scope, "none", &byte), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_property_u32_in_range(scope, "none", 0, 1, &word), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "none", array), -ENOENT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(scope, "none")), -ENOENT);
	KUNIT_EXPECT_EQ(test, word, 17);
	KUNIT_EXPECT_EQ(test, byte, 17);
}

static void what_is_malformed_is_said_to_be(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u32 word = 17, array[2];
	u64 quad = 17;

	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "flag", &word), -EPROTO);
	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "byte", &word), -EPROTO);
	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "half", &word), -EPROTO);
	KUNIT_EXPECT_EQ(test, deed_property_u64(scope, "word", &quad), -EPROTO);
	KUNIT_EXPECT_EQ(test, deed_property_u32_or(scope, "flag", 3, &word), -EPROTO);
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "flag", array), -EPROTO);
	KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(scope, "flag")), -EPROTO);
	KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(scope, "byte")), -EPROTO);
	KUNIT_EXPECT_EQ(test, word, 17);
	KUNIT_EXPECT_EQ(test, quad, 17);
}

static void too_many_values_are_no_value(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u32 word = 17, two[2] = {};
	u8 byte = 17, three[3] = {};

	KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "words", &word), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, deed_property_u8(scope, "word", &byte), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "words", two), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "bytes", three), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(scope, "strings")), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, word, 17);
	KUNIT_EXPECT_EQ(test, byte, 17);
	KUNIT_EXPECT_NULL(test, memchr_inv(two, 0, sizeof(two)));
	KUNIT_EXPECT_NULL(test, memchr_inv(three, 0, sizeof(three)));
}

static void number_must_be_in_its_range(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u8 byte = 17;
	u16 half = 17;
	u32 word = 17;
	u64 quad = 17;

	KUNIT_EXPECT_EQ(test, deed_property_u8_in_range(scope, "byte", 0, 199, &byte), -ERANGE);
	KUNIT_EXPECT_EQ(test, deed_property_u8_in_range(scope, "byte", 201, 255, &byte),
			-ERANGE);
	KUNIT_EXPECT_EQ(test, deed_property_u16_in_range(scope, "half", 1, 0, &half), -ERANGE);
	KUNIT_EXPECT_EQ(test, deed_property_u32_in_range(scope, "word", 0, 0x7fffffff, &word),
			-ERANGE);
	KUNIT_EXPECT_EQ(test, deed_property_u64_in_range(scope, "quad", 0, U32_MAX, &quad),
			-ERANGE);
	KUNIT_EXPECT_EQ(test, byte, 17);
	KUNIT_EXPECT_EQ(test, half, 17);
	KUNIT_EXPECT_EQ(test, word, 17);
	KUNIT_EXPECT_EQ(test, quad, 17);
	KUNIT_EXPECT_EQ(test, deed_property_u8_in_range(scope, "byte", 200, 200, &byte), 0);
	KUNIT_EXPECT_EQ(test, byte, 200);
	KUNIT_EXPECT_EQ(test, deed_property_u32_in_range(scope, "word", 0, U32_MAX, &word), 0);
	KUNIT_EXPECT_EQ(test, word, 0xfedcba98);
	KUNIT_EXPECT_EQ(test, deed_property_u32_in_range(scope, "zero", 0, 0, &word), 0);
	KUNIT_EXPECT_EQ(test, word, 0);
	KUNIT_EXPECT_EQ(test, deed_property_u32_in_range(scope, "words", 0, U32_MAX, &word),
			-EOVERFLOW);
}

static void fallback_is_for_what_is_missing(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u8 byte = 0;
	u64 quad = 0;
	u32 word = 0;

	KUNIT_EXPECT_EQ(test, deed_property_u8_or(scope, "none", 9, &byte), 0);
	KUNIT_EXPECT_EQ(test, byte, 9);
	KUNIT_EXPECT_EQ(test, deed_property_u8_or(scope, "byte", 9, &byte), 0);
	KUNIT_EXPECT_EQ(test, byte, 200);
	KUNIT_EXPECT_EQ(test, deed_property_u64_or(scope, "none", U64_MAX, &quad), 0);
	KUNIT_EXPECT_EQ(test, quad, U64_MAX);
	KUNIT_EXPECT_EQ(test, deed_property_u32_or(scope, "words", 9, &word), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, word, 0);
}

static void array_may_have_fewer_values(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u8 b[4] = {};
	u16 h[5] = {};
	u32 w[3] = {}, more[8];
	u64 q[2] = {}, one[1] = {};

	memset(more, 0xee, sizeof(more));
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "bytes", b), 4);
	KUNIT_EXPECT_MEMEQ(test, b, bytes, sizeof(bytes));
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "halves", h), 2);
	KUNIT_EXPECT_MEMEQ(test, h, halves, sizeof(halves));
	KUNIT_EXPECT_EQ(test, h[2] | h[3] | h[4], 0);
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "words", w), 3);
	KUNIT_EXPECT_MEMEQ(test, w, words, sizeof(words));
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "words", more), 3);
	KUNIT_EXPECT_MEMEQ(test, more, words, sizeof(words));
	KUNIT_EXPECT_NULL(test, memchr_inv(more + 3, 0xee, sizeof(more) - sizeof(words)));
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "quads", q), 2);
	KUNIT_EXPECT_MEMEQ(test, q, quads, sizeof(quads));
	KUNIT_EXPECT_EQ(test, deed_property_array(scope, "quad", one), 1);
	KUNIT_EXPECT_EQ(test, one[0], 0x123456789abcdef0ULL);
}

static void string_is_lent(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;

	KUNIT_EXPECT_STREQ(test, deed_property_string(scope, "string"), "hello");
	KUNIT_EXPECT_STREQ(test, deed_property_string(scope, "empty"), "");
}

/* A PCI function that firmware does not know, for one */
static void device_without_firmware_has_nothing(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "deed-bare");
	const struct deed_scope scope = { dev };
	u32 word = 17, array[1];

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_EXPECT_FALSE(test, deed_property_present(&scope, "word"));
	KUNIT_EXPECT_EQ(test, deed_property_u32(&scope, "word", &word), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_property_array(&scope, "word", array), -ENOENT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(&scope, "string")), -ENOENT);
	KUNIT_EXPECT_EQ(test, deed_property_u32_or(&scope, "word", 5, &word), 0);
	KUNIT_EXPECT_EQ(test, word, 5);
}

/* A firmware interface that answers as others do: what it has, and its errno */
static bool fake_present;
static int fake_err;

static bool fake_has(const struct fwnode_handle *fwnode, const char *name)
{
	return fake_present;
}

static int fake_numbers(const struct fwnode_handle *fwnode, const char *name,
			unsigned int size, void *values, size_t count)
{
	return fake_err;
}

static int fake_strings(const struct fwnode_handle *fwnode, const char *name,
			const char **strings, size_t count)
{
	return fake_err;
}

static const struct fwnode_operations fake_ops = {
	.property_present = fake_has,
	.property_read_int_array = fake_numbers,
	.property_read_string_array = fake_strings,
};

static void forget_firmware(void *dev)
{
	set_primary_fwnode(dev, NULL);
}

static void errors_mean_the_same_from_every_firmware(struct kunit *test)
{
	static const struct {
		int err, wanted;
	} all[] = {
		{ -EINVAL, -EPROTO }, { -ENODATA, -EPROTO }, { -EPROTO, -EPROTO },
		{ -EILSEQ, -EPROTO }, { -ENXIO, -EPROTO }, { 0, -EPROTO },
		{ -EOVERFLOW, -EOVERFLOW }, { 2, -EOVERFLOW },
	};
	struct device *dev = kunit_device_register(test, "deed-firmware");
	const struct deed_scope scope = { dev };
	struct fwnode_handle *fwnode = kunit_kzalloc(test, sizeof(*fwnode), GFP_KERNEL);
	u32 word, array[1];

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_NOT_NULL(test, fwnode);
	fwnode_init(fwnode, &fake_ops);
	set_primary_fwnode(dev, fwnode);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, forget_firmware, dev), 0);
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		fake_err = all[i].err;
		fake_present = true;
		KUNIT_EXPECT_EQ(test, deed_property_u32(&scope, "x", &word), all[i].wanted);
		KUNIT_EXPECT_EQ(test, deed_property_array(&scope, "x", array), all[i].wanted);
		KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(&scope, "x")),
				all[i].wanted);
		fake_present = false;
		if (fake_err > 0)
			continue;
		KUNIT_EXPECT_EQ(test, deed_property_u32(&scope, "x", &word), -ENOENT);
		KUNIT_EXPECT_EQ(test, deed_property_array(&scope, "x", array), -ENOENT);
		KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(&scope, "x")), -ENOENT);
	}
}

static void every_step_can_be_made_to_fail(struct kunit *test)
{
	const struct deed_scope *scope = test->priv;
	u32 word = 17, array[3];

	faults_on(test);
	/* to count, and to read */
	for (int n = 1; n <= 2; n++) {
		fault_at(n);
		KUNIT_EXPECT_EQ(test, deed_property_u32(scope, "word", &word), -EPROTO);
		KUNIT_EXPECT_TRUE(test, fault_hit());
		fault_at(n);
		KUNIT_EXPECT_EQ(test, deed_property_u32_or(scope, "word", 1, &word), -EPROTO);
		KUNIT_EXPECT_TRUE(test, fault_hit());
		fault_at(n);
		KUNIT_EXPECT_EQ(test, deed_property_array(scope, "words", array), -EPROTO);
		KUNIT_EXPECT_TRUE(test, fault_hit());
	}
	fault_at(1);
	KUNIT_EXPECT_EQ(test, PTR_ERR(deed_property_string(scope, "string")), -EPROTO);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	KUNIT_EXPECT_EQ(test, word, 17);
}

static struct kunit_case property_cases[] = {
	KUNIT_CASE(presence_is_seen),
	KUNIT_CASE(numbers_are_read),
	KUNIT_CASE(what_is_missing_is_said_to_be),
	KUNIT_CASE(what_is_malformed_is_said_to_be),
	KUNIT_CASE(too_many_values_are_no_value),
	KUNIT_CASE(number_must_be_in_its_range),
	KUNIT_CASE(fallback_is_for_what_is_missing),
	KUNIT_CASE(array_may_have_fewer_values),
	KUNIT_CASE(string_is_lent),
	KUNIT_CASE(device_without_firmware_has_nothing),
	KUNIT_CASE(errors_mean_the_same_from_every_firmware),
	KUNIT_CASE(every_step_can_be_made_to_fail),
	{}
};

static struct kunit_suite property_suite = {
	.name = "deed_property",
	.init = property_test_init,
	.test_cases = property_cases,
};

kunit_test_suite(property_suite);

MODULE_DESCRIPTION("Tests of firmware properties");
MODULE_LICENSE("GPL");
