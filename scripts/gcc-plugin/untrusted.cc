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
	auto is_held = [&held](int number) { return held.count(number) != 0; };

	for (auto n = numbers.begin(); n != numbers.end();) {
		if (n->first.variable && !live.count(n->first.variable)) {
			n = numbers.erase(n);
			continue;
		}
		held.insert(n->second);
		++n;
	}
	for (auto k = known.begin(); k != known.end();)
		k = is_held(k->first) ? std::next(k) : known.erase(k);
	for (auto k = nonzero.begin(); k != nonzero.end();)
		k = is_held(*k) ? std::next(k) : nonzero.erase(k);
	for (auto k = sums.begin(); k != sums.end();)
		k = is_held(k->first) ? std::next(k) : sums.erase(k);
}

void doubts::make(int number, const doubt &d, bool not_zero)
{
	known[number] = d;
	for (auto sum = sums.begin(); sum != sums.end();) {
		bool of_it = sum->first == number || sum->second.first == number ||
			     sum->second.second == number;

		sum = of_it ? sums.erase(sum) : std::next(sum);
	}
	if (not_zero)
		nonzero.insert(number);
	else
		nonzero.erase(number);
}

void doubts::rename(int number, int before)
{
	bool held = false;

	for (auto &n : numbers) {
		held |= n.second == number;
		n.second = n.second == number ? before : n.second;
	}
	if (held)
		make(before, known[number], nonzero.count(number));
}

void doubts::widen(const doubts &o)
{
	join(o);
	fetched.insert(o.fetched.begin(), o.fetched.end());
	for (auto sum = sums.begin(); sum != sums.end();) {
		auto other = o.sums.find(sum->first);

		sum = other != o.sums.end() && other->second == sum->second ? std::next(sum) :
									       sums.erase(sum);
	}
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

bool doubts::join(const doubts &o)
{
	size_t before = nonzero.size();

	for (auto n = nonzero.begin(); n != nonzero.end();)
		n = o.nonzero.count(*n) || !o.known.count(*n) ? std::next(n) : nonzero.erase(n);
	return nonzero.size() != before;
}

/* Whether (number code bound) means that it is not 0. */
static bool excludes_zero(bool is_unsigned, tree_code code, HOST_WIDE_INT bound, bool constant)
{
	switch (code) {
	case NE_EXPR:
		return constant && !bound;
	case EQ_EXPR:
		return !constant || bound;
	case GT_EXPR:
		return is_unsigned || !constant || bound >= 0;
	case GE_EXPR:
		return !constant || bound > 0;
	case LT_EXPR:
		return constant && !is_unsigned && bound <= 0;
	case LE_EXPR:
		return constant && !is_unsigned && bound < 0;
	default:
		return false;
	}
}

void doubts::tested(int number, bool is_unsigned, tree_code code, HOST_WIDE_INT bound,
		    bool constant)
{
	auto sum = sums.find(number);

	known[number].tested(is_unsigned, code, bound, constant);
	if (excludes_zero(is_unsigned, code, bound, constant))
		nonzero.insert(number);
	if (sum == sums.end() || known[number].high)
		return;
	/* neither of two without a sign is more than what they come to */
	known[sum->second.first].tested(true, LE_EXPR, known[number].most,
					known[number].most >= 0);
	known[sum->second.second].tested(true, LE_EXPR, known[number].most,
					 known[number].most >= 0);
}

void doubts::variable_tested(unsigned int variable, bool is_unsigned, tree_code code,
			     HOST_WIDE_INT bound)
{
	for (auto n = numbers.lower_bound({ variable, INT_MIN, 0 });
	     variable && n != numbers.end() && n->first.variable == variable; ++n)
		tested(n->second, is_unsigned, code, bound, true);
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
