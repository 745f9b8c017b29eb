// SPDX-License-Identifier: GPL-2.0
/*
 * What results say of numbers: those of functions that check, and truths that are kept.
 *
 * A result has an identity, as numbers have: whoever copies it copies what it says. That
 * holds from where a condition asks it, and only where its answer says so.
 */
#include "function_flow.h"

/* What holds in either: of numbers that one bounds and the other does not, nothing. */
void outcome::unite(const outcome &o)
{
	if (!o.there)
		return;
	if (!there) {
		*this = o;
		return;
	}
	what.unite(o.what);
	least = std::min(least, o.least);
}

outcome outcomes::of(int classes) const
{
	outcome all;

	for (int c = 0; c < CLASSES; c++) {
		if (classes & 1 << c)
			all.unite(in[c]);
	}
	return all;
}

outcome outcomes::best() const
{
	int good = 0;

	for (int c = 0; c < CLASSES; c++)
		good |= in[c].there && !in[c].what.bad() ? 1 << c : 0;
	return of(good ? good : ALL_CLASSES);
}

bool outcomes::unite(const outcomes &o)
{
	const outcomes before = *this;

	for (int c = 0; c < CLASSES; c++)
		in[c].unite(o.in[c]);
	return !(*this == before);
}

/* The classes of what is at most, or more than, a bound. */
static int classes_up_to(bool is_unsigned, HOST_WIDE_INT most)
{
	if (is_unsigned)
		return most ? ALL_CLASSES : ZERO;
	return most < 0 ? BELOW_ZERO : most ? ALL_CLASSES : BELOW_ZERO | ZERO;
}

static int classes_above(bool is_unsigned, HOST_WIDE_INT bound)
{
	if (bound >= 0)
		return is_unsigned ? BELOW_ZERO | ABOVE_ZERO : ABOVE_ZERO;
	return bound == -1 && !is_unsigned ? ZERO | ABOVE_ZERO : ALL_CLASSES;
}

/* The classes of results of which (result code bound) holds. */
static int classes_by(bool is_unsigned, tree_code code, HOST_WIDE_INT bound)
{
	switch (code) {
	case EQ_EXPR:
		if (is_unsigned)
			return bound ? BELOW_ZERO | ABOVE_ZERO : ZERO;
		return bound < 0 ? BELOW_ZERO : bound ? ABOVE_ZERO : ZERO;
	case NE_EXPR:
		return bound ? ALL_CLASSES : BELOW_ZERO | ABOVE_ZERO;
	case LT_EXPR:
		return classes_up_to(is_unsigned, bound == HOST_WIDE_INT_MIN ? bound : bound - 1);
	case LE_EXPR:
		return classes_up_to(is_unsigned, bound);
	case GT_EXPR:
		return classes_above(is_unsigned, bound);
	case GE_EXPR:
		return classes_above(is_unsigned, bound == HOST_WIDE_INT_MIN ? bound : bound - 1);
	default:
		return ALL_CLASSES;
	}
}

/* What holds if both do. */
static doubt both(const doubt &a, const doubt &b)
{
	doubt d = a;

	d.high = a.high && b.high;
	d.low = a.low && b.low;
	d.most = a.high ? b.most : b.high ? a.most : std::min(a.most, b.most);
	d.width = std::min(a.width, b.width);
	d.vague = a.vague && b.vague;
	d.room = !d.bad() && a.unchecked() && b.unchecked();
	return d;
}

bool doubts::is_related(int number) const
{
	auto more = below.find(number);

	if (more != below.end() && !more->second.empty())
		return true;
	for (const auto &b : below) {
		if (b.second.count(number))
			return true;
	}
	for (const auto &sum : sums) {
		if (sum.second.has(number))
			return true;
	}
	return false;
}

void doubts::also(int number, const outcome &o)
{
	const doubt before = of(number);

	if (!o.there)
		return;
	known[number] = both(before, o.what);
	at_least(number, o.least);
	if (!(known[number] == before))
		pass_on(number);
}

bool doubts::never(int result, int number) const
{
	auto found = said.find(result);

	if (found == said.end() || !found->second.about.count(number))
		return false;
	return !found->second.about.at(number).of(found->second.classes).there;
}

void doubts::answer(int result, int number, const outcomes &all)
{
	if (result != number)
		said[result].about[number] = all;
}

bool doubts::may_say(int result, int classes) const
{
	auto found = said.find(result);

	if (found == said.end())
		return false;
	for (const auto &one : found->second.about) {
		if (one.second.of(classes).there)
			return true;
	}
	return false;
}

void doubts::answer_in(int result, int other, bool narrower)
{
	auto found = said.find(result);

	if (found == said.end() || result == other)
		return;

	const answers theirs = found->second;

	for (const auto &one : theirs.about) {
		outcomes all;

		all.in[0] = all.in[2] = one.second.of(theirs.classes & ~ZERO);
		all.in[1] = one.second.of(theirs.classes & (narrower ? ALL_CLASSES : ZERO));
		answer(other, one.first, all);
	}
}

/* A condition asked a result: that (result code bound) holds says something of numbers. */
void doubts::asked(int result, bool is_unsigned, tree_code code, HOST_WIDE_INT bound)
{
	const int classes = classes_by(is_unsigned, code, bound);
	auto found = said.find(result);

	if (found == said.end() || !(found->second.classes & ~classes))
		return;
	found->second.classes &= classes;

	const answers now = found->second;

	for (const auto &one : now.about)
		also(one.first, one.second.of(now.classes));
}

void doubts::join_answers(const doubts &o)
{
	for (auto k = said.begin(); k != said.end();) {
		auto other = o.said.find(k->first);
		auto &about = k->second.about;

		if (other == o.said.end()) {
			k = said.erase(k);
			continue;
		}
		k->second.classes |= other->second.classes;
		for (auto n = about.begin(); n != about.end();) {
			auto theirs = other->second.about.find(n->first);

			if (theirs == other->second.about.end() && o.known.count(n->first)) {
				n = about.erase(n);
				continue;
			}
			if (theirs != other->second.about.end())
				n->second.unite(theirs->second);
			++n;
		}
		++k;
	}
}

/* Whether what is 0, less, or more is the same in another type. */
bool function_flow::says_the_same(state &s, int result, tree from, tree into)
{
	if (TREE_CODE(from) == BOOLEAN_TYPE)
		return true;
	if (TYPE_PRECISION(into) < TYPE_PRECISION(from))
		return false;
	if (TYPE_UNSIGNED(from) == TYPE_UNSIGNED(into))
		return true;
	return TYPE_UNSIGNED(from) && TYPE_PRECISION(into) > TYPE_PRECISION(from) &&
	       !s.untrusted.may_say(result, BELOW_ZERO);
}

/* The result that a statement puts somewhere; it is new, and nothing is wrong with it. */
int function_flow::result_of_statement(state &s, gimple *stmt)
{
	tree lhs = gimple_get_lhs(stmt);
	int number = number_at(s, lhs);
	holder h;

	if (number >= 0 || !holder_of(s, lhs, h))
		return number;
	doubt_number(s, lhs, stmt, doubt());
	number = number_at(s, lhs);
	s.untrusted.trust(number);
	return number;
}

/* Takes what it means that a value is 0, or is not. Returns false if that cannot be. */
static bool assume_zero(state &s, tree value, bool zero)
{
	unsigned int v = number_variable(value);

	return !v || assume(s, v, zero ? EQ_EXPR : NE_EXPR, 0, true);
}

/* What follows if the truth that a statement computes holds, or does not. */
bool function_flow::take_truth(state &s, gimple *stmt, bool holds)
{
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	tree_code code = gimple_assign_rhs_code(stmt);

	if (TREE_CODE_CLASS(code) == tcc_comparison) {
		if (!INTEGRAL_TYPE_P(TREE_TYPE(a)))
			return true;
		if (number_variable(a) && TREE_CODE(b) == INTEGER_CST && tree_fits_shwi_p(b) &&
		    !assume(s, number_variable(a), code, tree_to_shwi(b), holds))
			return false;
		compare_both(s, gimple_bb(stmt), a,
			     holds ? code : invert_tree_comparison(code, false), b);
		return true;
	}
	if (code == BIT_NOT_EXPR && TREE_CODE(TREE_TYPE(a)) == BOOLEAN_TYPE)
		return assume_zero(s, a, holds);
	if (code == BIT_IOR_EXPR && !holds)
		return assume_zero(s, a, true) && assume_zero(s, b, true);
	if (code == BIT_AND_EXPR && holds)
		return assume_zero(s, a, false) && assume_zero(s, b, false);
	return true;
}

static bool computes_truth(gimple *stmt)
{
	tree_code code = gimple_assign_rhs_code(stmt);

	return number_variable(gimple_assign_lhs(stmt)) &&
	       (TREE_CODE_CLASS(code) == tcc_comparison || code == BIT_NOT_EXPR ||
		code == BIT_IOR_EXPR || code == BIT_AND_EXPR);
}

/* What a truth that a statement computes says: what its condition would. */
std::map<int, outcomes> function_flow::truth(state &s, gimple *stmt)
{
	const std::map<int, doubt> known = s.untrusted.known;
	std::map<int, outcomes> about;

	if (s.untrusted.empty() || !computes_truth(stmt))
		return about;
	for (int holds = 0; holds < 2; holds++) {
		state then = s;

		if (!take_truth(then, stmt, holds))
			continue;
		for (const auto &k : known) {
			const outcome o = then.untrusted.outcome_of(k.first);

			if (!holds)
				about[k.first].in[1] = o;
			else	/* also of a number that is not 0 */
				about[k.first].in[0] = about[k.first].in[2] = o;
		}
	}
	for (const auto &k : known) {
		const outcomes &all = about[k.first];
		const outcome now = s.untrusted.outcome_of(k.first);

		if ((!all.in[1].there || all.in[1] == now) &&
		    (!all.in[2].there || all.in[2] == now))
			about.erase(k.first);
	}
	return about;
}

/* A truth is kept: who asks later is told the same. */
void function_flow::keep_truth(state &s, gimple *stmt, const std::map<int, outcomes> &about)
{
	for (const auto &one : about)
		s.untrusted.answer(result_of_statement(s, stmt), one.first, one.second);
}
