// SPDX-License-Identifier: GPL-2.0
/*
 * What the pass knows of single functions of the kernel, by their names.
 */
#include "kernel.h"

const char divisor[] = "the divisor";

/* Where functions of the kernel take what must not be too large, from 0. */
static const struct {
	const char *name;
	unsigned int parameter;
	const char *as;
} sinks[] = {
	{ "set_bit", 0, "the number of a bit" },
	{ "clear_bit", 0, "the number of a bit" },
	{ "change_bit", 0, "the number of a bit" },
	{ "test_bit", 0, "the number of a bit" },
	{ "test_and_set_bit", 0, "the number of a bit" },
	{ "test_and_clear_bit", 0, "the number of a bit" },
	{ "test_and_change_bit", 0, "the number of a bit" },
	{ "bitmap_set", 1, "the number of a bit" },
	{ "bitmap_set", 2, "a length" },
	{ "bitmap_clear", 1, "the number of a bit" },
	{ "bitmap_clear", 2, "a length" },
	{ "find_first_bit", 1, "a length" },
	{ "find_first_zero_bit", 1, "a length" },
	{ "find_next_bit", 1, "a length" },
	{ "find_next_zero_bit", 1, "a length" },
	{ "jhash", 1, "a length" },
	{ "jhash2", 1, "a length" },
	{ "sign_extend32", 1, "the distance of a shift" },
	{ "sign_extend64", 1, "the distance of a shift" },
	{ "udelay", 0, "a delay" },
	{ "ndelay", 0, "a delay" },
	{ "const_udelay", 0, "a delay" },
	{ "memcpy", 2, "a length" },
	{ "memmove", 2, "a length" },
	{ "memset", 2, "a length" },
	{ "memcmp", 2, "a length" },
	{ "memchr", 2, "a length" },
	{ "strncpy", 2, "a length" },
	{ "strnlen", 1, "a length" },
	{ "div_u64", 1, divisor },
	{ "div_s64", 1, divisor },
	{ "div64_u64", 1, divisor },
	{ "div64_s64", 1, divisor },
	{ "div64_ul", 1, divisor },
	{ "div_u64_rem", 1, divisor },
	{ "div_s64_rem", 1, divisor },
	{ "div64_u64_rem", 1, divisor },
	{ "mul_u64_u32_div", 2, divisor },
	{ "mul_u64_u64_div_u64", 2, divisor },
};

/* Where they put a pointer into what they get, whatever was there: parameters from 0. */
static const struct {
	const char *name;
	unsigned int parameter;
} filled[] = {
	{ "memparse", 1 },
};

/* Those whose result is one of sums and products that fit, or too much. */
static const char *const saturating[] = { "size_add", "size_sub", "size_mul" };

/* Those that make a number of bytes, or turn its bytes round. */
static const char *const reading[] = {
	"get_unaligned_le16", "get_unaligned_le24", "get_unaligned_le32", "get_unaligned_le48",
	"get_unaligned_le64", "get_unaligned_be16", "get_unaligned_be24", "get_unaligned_be32",
	"get_unaligned_be48", "get_unaligned_be64", "le16_to_cpup", "le32_to_cpup",
	"le64_to_cpup", "be16_to_cpup", "be32_to_cpup", "be64_to_cpup", "fswab16", "fswab32",
	"fswab64", "swab16p", "swab32p", "swab64p",
};

bool named(tree fndecl, const char *name)
{
	return fndecl && DECL_NAME(fndecl) &&
	       !strcmp(IDENTIFIER_POINTER(DECL_NAME(fndecl)), name);
}

bool only_fills(tree fndecl, unsigned int i)
{
	for (const auto &one : filled) {
		if (i == one.parameter && named(fndecl, one.name))
			return true;
	}
	return false;
}

bool reads_number(tree fndecl)
{
	const char *name = DECL_NAME(fndecl) ? IDENTIFIER_POINTER(DECL_NAME(fndecl)) : "";

	name += strspn(name, "_");
	for (const char *one : reading) {
		if (!strcmp(name, one))
			return true;
	}
	return false;
}

bool saturates(tree fndecl)
{
	for (const char *name : saturating) {
		if (named(fndecl, name))
			return true;
	}
	return false;
}

/* Parameters of that type are lengths, whatever the function. */
static bool is_size(tree type)
{
	tree name = TYPE_NAME(type);

	return name && TREE_CODE(name) == TYPE_DECL && DECL_NAME(name) &&
	       strstr(IDENTIFIER_POINTER(DECL_NAME(name)), "size_t");
}

const char *sink_of(tree callee, unsigned int i, tree type)
{
	const char *name = DECL_NAME(callee) ? IDENTIFIER_POINTER(DECL_NAME(callee)) : "";

	name += strspn(name, "_");
	for (const char *before : { "builtin___", "builtin_", "underlying_" }) {
		if (!strncmp(name, before, strlen(before)))
			name += strlen(before);
	}
	for (const auto &one : sinks) {
		if (!strcmp(name, one.name) && i == one.parameter)
			return one.as;
	}
	return is_size(type) ? "a length" : NULL;
}
