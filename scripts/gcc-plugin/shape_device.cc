// SPDX-License-Identifier: GPL-2.0
/*
 * What registers and shared memory are made of. A device writes them as it likes: what
 * would be a pointer or a handle there it has made up. And an address that it is told
 * stands by itself, so that it can be neither read nor written under another name.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"
#include "rules.h"
#include "untrusted.h"

/* struct deed_dma_addr, deed_dma_le64 and so on. */
static bool is_address(tree type)
{
	return RECORD_OR_UNION_TYPE_P(type) && TYPE_FIELDS(type) &&
	       (startswith(kind_name(type), "deed_dma_addr") ||
		startswith(kind_name(type), "deed_dma_le")) &&
	       trusted_location(DECL_SOURCE_LOCATION(TYPE_FIELDS(type)));
}

static bool has_address(tree type)
{
	return contains(type, is_address);
}

/* What is read or written at once, and has an address that does not show. */
static bool hides_address(tree type)
{
	return RECORD_OR_UNION_TYPE_P(type) && !is_address(type) && has_address(type) &&
	       int_size_in_bytes(type) <= UNITS_PER_WORD;
}

/* struct deed_c22 and so on, whose number was compared when it was made. */
static bool is_made(tree type)
{
	tree f = RECORD_OR_UNION_TYPE_P(type) ? TYPE_FIELDS(type) : NULL_TREE;

	return f && TREE_CODE(f) == FIELD_DECL && trusted_location(DECL_SOURCE_LOCATION(f)) &&
	       startswith(kind_name(type), "deed_") && startswith(name_of(f).c_str(), "__") &&
	       !is_address(type) && !is_nominal(type) && !bits_of(type);
}

bool has_made_values(tree type)
{
	return contains(type, is_made);
}

/* @what: the register or the memory, in words; @type: of what is in it. */
static void check_what_is_in(location_t at, const std::string &what, tree type)
{
	if (!rule_on(RULE_UNTRUSTED) || in_unsafe_file(at))
		return;
	if (has_pointers(type) || is_fixed(type) || has_made_values(type))
		report(UNTRUSTED, at, what + " would have a pointer or a handle in it, which the"
		       " device makes up")
			.hint("take a number, and look it up: deed_check_index()");
	else if (contains(type, hides_address))
		report(UNTRUSTED, at, what + " has an address in a struct of its size, which"
		       " could be read and written as any other")
			.hint("declare the address itself: struct deed_dma_addr in a register,"
			      " struct deed_dma_le64 in memory");
}

void check_address_in_union(tree record, tree field)
{
	location_t at = DECL_SOURCE_LOCATION(field);

	if (TREE_CODE(record) == UNION_TYPE && users_token(at) && !in_unsafe_file(at) &&
	    has_address(TREE_TYPE(field)) && rule_on(RULE_UNTRUSTED))
		report(PUN, at, text("'%s' has an address in a union: the other members would"
				     " read and write it", name_of(field).c_str()))
			.hint("use a struct; what is no address has another descriptor type");
}

void check_device_words(tree type)
{
	tree first = TYPE_FIELDS(type);
	static const char reg[] = "__deed_word_";
	location_t at = first ? DECL_SOURCE_LOCATION(first) : UNKNOWN_LOCATION;

	if (!first || TREE_CODE(first) != FIELD_DECL || !trusted_location(at))
		return;
	if (TREE_CODE(type) == UNION_TYPE && startswith(kind_name(type), reg))
		return check_what_is_in(users_location(at),
					quoted(kind_name(type) + strlen(reg)), TREE_TYPE(first));

	tree second = DECL_CHAIN(first);

	if (second && TREE_CODE(second) == FIELD_DECL && name_of(second) == "__is" &&
	    !strcmp(kind_name(TREE_TYPE(first)), "__deed_shared"))
		check_what_is_in(users_location(at), quoted(kind_name(type)),
				 strip_array_types(TREE_TYPE(second)));
}
