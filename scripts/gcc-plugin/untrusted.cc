// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of numbers that came from user memory, without the paths.
 */
#include "untrusted.h"

std::map<tree, std::set<untrusted_input>> untrusted_inputs;
std::set<tree> follow_again;
std::set<unsigned int> unsigned_variables;

int doubts::at(const holder &h) const
{
	auto found = numbers.find(h);

	return found == numbers.end() ? -1 : found->second;
}

doubt doubts::of(int number) const
{
	auto found = known.find(number);

	return found == known.end() ? doubt() : found->second;
}

void doubts::put(const holder &h, int number)
{
	numbers[h] = number;
}

void doubts::forget_region(int where)
{
	for (auto n = numbers.begin(); n != numbers.end();)
		n = n->first.where == where ? numbers.erase(n) : std::next(n);
}

void doubts::keep(const std::set<unsigned int> &live)
{
	std::set<int> held;

	for (auto n = numbers.begin(); n != numbers.end();) {
		if (n->first.variable && !live.count(n->first.variable)) {
			n = numbers.erase(n);
			continue;
		}
		held.insert(n->second);
		++n;
	}
	for (auto k = known.begin(); k != known.end();)
		k = held.count(k->first) ? std::next(k) : known.erase(k);
}

void doubts::widen(const doubts &o)
{
	fetched.insert(o.fetched.begin(), o.fetched.end());
	for (const auto &other : o.numbers) {
		int mine = at(other.first);

		/* of two, the one that is worse */
		if (mine < 0 || !known[mine].bad())
			numbers[other.first] = other.second;
	}
	for (const auto &other : o.known) {
		auto mine = known.find(other.first);

		if (mine == known.end())
			known.insert(other);
		else
			mine->second.unite(other.second);
	}
}

void doubts::tested(unsigned int variable, bool is_unsigned, tree_code code,
		    HOST_WIDE_INT bound, bool constant)
{
	for (auto n = numbers.lower_bound({ variable, INT_MIN, 0 });
	     variable && n != numbers.end() && n->first.variable == variable; ++n)
		known[n->second].tested(is_unsigned, code, bound, constant);
}

void doubt::tested(bool is_unsigned, tree_code code, HOST_WIDE_INT bound, bool constant)
{
	switch (code) {
	case LT_EXPR:
		bound--;
		/* fall through */
	case LE_EXPR:
	case EQ_EXPR:
		if (!high && most < 0)
			break;
		if (constant && bound >= UINT_MAX)	/* that leaves nothing out */
			break;
		if (!constant && code == EQ_EXPR && !high)	/* such as how far a loop counted */
			break;
		if (!constant)
			most = -1;
		else
			most = most < 0 ? bound : std::min(most, bound);
		high = false;
		break;
	default:
		break;
	}
	if (code == EQ_EXPR || (is_unsigned && !high) ||
	    ((code == GE_EXPR || code == GT_EXPR) &&
	     (!constant || bound >= (code == GT_EXPR ? -1 : 0))))
		low = false;
}

doubt doubt_of(tree type)
{
	doubt d;

	d.high = true;
	d.low = !TYPE_UNSIGNED(type);
	return d;
}

bool fits(const doubt &d, tree type, HOST_WIDE_INT elements)
{
	if (d.bad())
		return TYPE_UNSIGNED(type) && TYPE_PRECISION(type) <= 16 &&
		       HOST_WIDE_INT_1 << TYPE_PRECISION(type) <= elements;
	return d.most < elements;
}
