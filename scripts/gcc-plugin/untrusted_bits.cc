// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers from user memory in words of bits: what bits.h makes of a word, and its fields.
 *
 * The bits of a word are a number like any other. What a field of one says is the same
 * each time, so that a test of it holds; and it is not more than the field has room for.
 */
#include "function_flow.h"

#include "origin.h"

tree bits_of(tree type)
{
	tree f = RECORD_OR_UNION_TYPE_P(type) ? TYPE_FIELDS(type) : NULL_TREE;

	while (f && TREE_CODE(f) != FIELD_DECL)
		f = DECL_CHAIN(f);
	if (!f || !DECL_NAME(f) || strcmp(IDENTIFIER_POINTER(DECL_NAME(f)), "__bits") ||
	    !trusted_location(DECL_SOURCE_LOCATION(f)))
		return NULL_TREE;
	return TREE_TYPE(f);
}

word_operation operation_on_word(tree fndecl)
{
	tree first = fndecl && trusted_function(fndecl) ? DECL_ARGUMENTS(fndecl) : NULL_TREE;
	tree type = first ? TREE_TYPE(first) : NULL_TREE;

	if (!first || !DECL_NAME(fndecl))
		return NO_OPERATION;

	std::string name = IDENTIFIER_POINTER(DECL_NAME(fndecl));

	if (bits_of(TREE_TYPE(TREE_TYPE(fndecl))) && startswith(name.c_str(), "__deed_prep_"))
		return PREPARES;
	if (POINTER_TYPE_P(type) && bits_of(TREE_TYPE(type)))
		return startswith(name.c_str(), "__deed_set_") ? SETS : NO_OPERATION;
	if (!bits_of(type))
		return NO_OPERATION;
	if (startswith(name.c_str(), "__deed_get_"))
		return GETS;

	std::string word = kind_name(type);

	return name == word + "_number" ? NUMBER :
	       name == word + "_any" ? ANY :
	       name == word + "_or" ? OR :
	       name == word + "_and" ? AND :
	       name == word + "_without" ? WITHOUT : NO_OPERATION;
}

static std::vector<tree> getters;

/* No struct has so many bytes. */
#define FIELD HOST_WIDE_INT_C(0x100000000)

HOST_WIDE_INT place_of_field(HOST_WIDE_INT word, tree getter)
{
	auto known = std::find(getters.begin(), getters.end(), getter);

	if (known == getters.end())
		known = getters.insert(known, getter);
	return word + FIELD * (known - getters.begin() + 1);
}

tree field_at(HOST_WIDE_INT place)
{
	return place < FIELD ? NULL_TREE : getters[place / FIELD - 1];
}

HOST_WIDE_INT word_at(HOST_WIDE_INT place)
{
	return place % FIELD;
}

/* The bits of a word that a getter takes, or that a setter leaves; and how far a getter shifts. */
static bool bits_in(tree fndecl, unsigned HOST_WIDE_INT &mask, int &shift)
{
	function *fun = DECL_STRUCT_FUNCTION(fndecl);
	bool masked = false;
	basic_block bb;

	mask = HOST_WIDE_INT_M1U;
	shift = 0;
	if (!fun || !fun->cfg)
		return false;
	FOR_EACH_BB_FN(bb, fun) {
		for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i)) {
			gimple *stmt = gsi_stmt(i);
			tree by = is_gimple_assign(stmt) ? gimple_assign_rhs2(stmt) : NULL_TREE;

			if (!by || TREE_CODE(by) != INTEGER_CST)
				continue;
			if (gimple_assign_rhs_code(stmt) == BIT_AND_EXPR && !masked) {
				mask = TREE_INT_CST_LOW(by) << shift;
				masked = true;
			} else if (gimple_assign_rhs_code(stmt) == RSHIFT_EXPR) {
				shift += TREE_INT_CST_LOW(by);
			}
		}
	}
	return masked;
}

/* The most that a getter returns of a word that is at most @most. */
static unsigned HOST_WIDE_INT most_of_field(tree getter, unsigned HOST_WIDE_INT most)
{
	unsigned int width = TYPE_PRECISION(TREE_TYPE(TREE_TYPE(getter)));
	unsigned HOST_WIDE_INT mask;
	int shift;

	bits_in(getter, mask, shift);
	mask &= HOST_WIDE_INT_M1U >> (HOST_BITS_PER_WIDE_INT - width);
	return std::min(most, mask) >> shift;
}

/* So few bits are a bound for a loop, and for what has a size that is known; more are none. */
#define FEW_BITS 16

doubt doubt_of_field(tree getter, const doubt &word)
{
	unsigned HOST_WIDE_INT most = most_of_field(getter, HOST_WIDE_INT_M1U);
	int bits = floor_log2(most) + 1;
	doubt d = word;

	if (!word.bad()) {
		if (word.most >= 0)
			d.most = most_of_field(getter, word.most);
	} else if (bits <= FEW_BITS) {
		d = doubt();
		d.most = most;
		d.width = bits;
		d.room = true;
	} else {
		d.width = std::min(d.width, bits);
	}
	return d;
}

/* The number of a word, in an argument or behind it; or -1. */
int function_flow::number_of_word(state &s, tree arg)
{
	for (const auto &n : numbers_of(s, arg)) {
		if (n.first.offset <= 0)
			return n.second;
	}
	return -1;
}

/* A field of a word: the same number as before. */
int function_flow::number_of_field(state &s, const void *maker, int word, HOST_WIDE_INT place)
{
	tree getter = field_at(place);
	int number = s.untrusted.field_of({ word, getter });
	const doubt d = doubt_of_field(getter, s.untrusted.of(word));

	if (number >= 0 || (!d.bad() && d.most < 0))
		return number;
	number = new_number(s, maker, place);
	s.untrusted.make(number, d, false);
	s.untrusted.fields[number] = { word, getter };
	return number;
}

/*
 * A field was set: the word is another, and as bad as what was put there. Of its other
 * fields is known what was.
 */
void function_flow::word_set(state &s, gcall *stmt)
{
	tree setter = gimple_call_fndecl(stmt), word = gimple_call_arg(stmt, 0);
	pointer p = points_to(s, word);
	tree type = bits_of(TREE_TYPE(TREE_TYPE(DECL_ARGUMENTS(setter))));
	int before = number_of_word(s, word);
	bool users = number_of_word(s, gimple_call_arg(stmt, 1)) >= 0;
	const doubt d = users ? doubt_of(type) : s.untrusted.of(before);
	unsigned HOST_WIDE_INT left, mask;
	int shift;

	if (p.where < 0 || (before < 0 && !users))
		return s.untrusted.forget_fields(before);

	int number = new_number(s, stmt, 0);

	before = number_of_word(s, word);	/* it may have been that of the round before */
	put_number(s, { 0, p.where, p.offset }, type, number);
	s.untrusted.make(number, d, false);
	if (!bits_in(setter, left, shift))
		return;
	for (const auto &field : s.untrusted.fields_of(before)) {
		bits_in(field.first, mask, shift);
		if (mask & ~left)
			continue;

		int same = new_number(s, stmt, place_of_field(0, field.first));

		s.untrusted.make(same, s.untrusted.of(field.second),
				 s.untrusted.not_zero(field.second));
		s.untrusted.fields[same] = { number, field.first };
	}
}

/* What is made of words: the rest of a sum of bits that nobody compared is not compared. */
static doubt doubt_of_words(word_operation does, tree type, const doubt &a, const doubt &b)
{
	doubt d;

	if (does == PREPARES || (does == WITHOUT && a.bad()) ||
	    (does == AND && a.bad() && b.bad()) || (does == OR && (a.bad() || b.bad())))
		d = doubt_of(type);
	return d;
}

/* True if a call was one of bits.h. */
bool function_flow::word_call(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), lhs = gimple_call_lhs(stmt);
	word_operation does = callee ? operation_on_word(callee) : NO_OPERATION;
	holder h;

	if (does == NO_OPERATION)
		return false;
	if (does == SETS) {
		word_set(s, stmt);
		return true;
	}
	if (!lhs || !holder_of(s, lhs, h))
		return true;

	int first = number_of_word(s, gimple_call_arg(stmt, 0)), number = -1;
	int second = gimple_call_num_args(stmt) > 1 ?
		number_of_word(s, gimple_call_arg(stmt, 1)) : -1;
	tree bits = bits_of(TREE_TYPE(lhs));

	s.untrusted.forget(h);
	if (does == ANY || (first < 0 && second < 0))
		return true;
	if (does == NUMBER || does == GETS) {
		number = does == NUMBER ? first :
			number_of_field(s, stmt, first, place_of_field(0, callee));
		if (number >= 0)
			put_number(s, h, TREE_TYPE(lhs), number);
		return true;
	}

	doubt d = doubt_of_words(does, bits, s.untrusted.of(first), s.untrusted.of(second));

	if (!d.bad())
		return true;
	number = new_number(s, stmt, 0);
	put_number(s, h, bits, number);
	s.untrusted.make(number, d, false);
	return true;
}
