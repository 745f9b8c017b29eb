// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of numbers that came from user memory, without the paths.
 */
#include "untrusted.h"

#include "contract.h"
#include "origin.h"

std::map<tree, std::set<untrusted_input>> untrusted_inputs;
std::map<std::tuple<tree, unsigned int, HOST_WIDE_INT>, std::set<tree>> fields_passed;
std::map<tree, untrusted_outputs> untrusted_left;
std::set<tree> follow_again;

int doubts::at(const holder &h) const
{
	auto found = numbers.find(h);

	return found == numbers.end() ? -1 : found->second;
}

std::vector<std::pair<holder, int>> doubts::in_region(int where, HOST_WIDE_INT from,
						      HOST_WIDE_INT size) const
{
	std::vector<std::pair<holder, int>> found;

	for (const auto &n : numbers) {
		HOST_WIDE_INT at = n.first.offset - from;

		if (n.first.where == where && where >= 0 && at >= 0 && at < size)
			found.push_back({ { 0, where, at, n.first.bit }, n.second });
	}
	return found;
}

doubt doubts::of(int number) const
{
	auto found = known.find(number);

	return found == known.end() ? doubt() : found->second;
}

void doubts::put(const holder &h, int number)
{
	numbers.erase(h);	/* with what it says of the type */
	numbers.insert({ h, number });
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
	/* the same sum may be computed again */
	for (const auto &sum : sums) {
		if (is_held(sum.second.first) && is_held(sum.second.second))
			held.insert(sum.first);
	}
	for (const auto &field : fields) {
		if (is_held(field.second.word))
			held.insert(field.first);
	}
	for (auto k = known.begin(); k != known.end();)
		k = is_held(k->first) ? std::next(k) : known.erase(k);
	for (auto k = least.begin(); k != least.end();)
		k = is_held(k->first) ? std::next(k) : least.erase(k);
	for (auto k = sums.begin(); k != sums.end();)
		k = is_held(k->first) ? std::next(k) : sums.erase(k);
	for (auto k = fields.begin(); k != fields.end();)
		k = is_held(k->first) && is_held(k->second.word) ? std::next(k) : fields.erase(k);
	for (auto k = said.begin(); k != said.end();) {
		for (auto n = k->second.about.begin(); n != k->second.about.end();)
			n = is_held(n->first) ? std::next(n) : k->second.about.erase(n);
		k = is_held(k->first) && !k->second.about.empty() ? std::next(k) : said.erase(k);
	}
	for (auto k = less.begin(); k != less.end();)
		k = is_held(k->first) && is_held(k->second.first) ? std::next(k) : less.erase(k);
	for (auto k = below.begin(); k != below.end();) {
		for (auto n = k->second.begin(); n != k->second.end();)
			n = is_held(*n) ? std::next(n) : k->second.erase(n);
		k = is_held(k->first) && !k->second.empty() ? std::next(k) : below.erase(k);
	}
}

int doubts::field_of(const field_of_word &field) const
{
	for (const auto &one : fields) {
		if (one.second == field)
			return one.first;
	}
	return -1;
}

std::map<tree, int> doubts::fields_of(int word) const
{
	std::map<tree, int> all;

	for (const auto &one : fields) {
		if (one.second.word == word)
			all[one.second.getter] = one.first;
	}
	return all;
}

void doubts::forget_fields(int word)
{
	for (auto k = fields.begin(); k != fields.end();)
		k = k->second.word == word ? fields.erase(k) : std::next(k);
}

/* What others are beside it says nothing of a number that is new. */
void doubts::forget_facts(int number)
{
	least.erase(number);
	below.erase(number);
	for (auto &b : below)
		b.second.erase(number);
	for (auto k = sums.begin(); k != sums.end();) {
		bool of_it = k->first == number || k->second.has(number);

		k = of_it ? sums.erase(k) : std::next(k);
	}
	for (auto k = less.begin(); k != less.end();) {
		bool of_it = k->first == number || k->second.first == number;

		k = of_it ? less.erase(k) : std::next(k);
	}
}

void doubts::make(int number, const doubt &d, bool not_zero)
{
	known[number] = d;
	forget_facts(number);
	said.erase(number);
	for (auto &s : said)
		s.second.about.erase(number);
	fields.erase(number);
	forget_fields(number);
	if (not_zero)
		least[number] = 1;
}

void doubts::trust(int number)
{
	known[number] = doubt();
	forget_facts(number);
	least[number] = HOST_WIDE_INT_MAX;	/* whatever is taken from it */
}

HOST_WIDE_INT doubts::least_of(int number) const
{
	auto found = least.find(number);

	return found == least.end() ? 0 : found->second;
}

void doubts::at_least(int number, HOST_WIDE_INT bound)
{
	if (bound <= least_of(number))
		return;
	least[number] = bound;
	settle(number);
	for (const auto &b : below) {
		if (b.second.count(number))
			at_least(b.first, bound);
	}
}

/* What was taken from a number is known, if the number is and was large enough. */
void doubts::settle(int number)
{
	for (const auto &l : less) {
		if (l.second.first != number || least_of(number) < l.second.second)
			continue;

		doubt &d = known[l.first];
		const doubt &from = known[number];

		d.low = false;
		if (!from.high && d.high) {
			d.most = from.most < 0 ? -1 : from.most - l.second.second;
			d.room = from.room;
		}
		d.high &= from.high;
	}
}

/* A bound of one is one of those that are not more. */
void doubts::pass_on(int number)
{
	const doubt d = known[number];
	auto found = below.find(number);

	settle(number);
	if (d.high || found == below.end())
		return;
	for (int n : std::set<int>(found->second)) {
		const doubt before = known[n];

		known[n].tested(true, LE_EXPR, d.most, d.most >= 0);
		known[n].room = d.room && before.unchecked() && !known[n].bad();
		if (!(known[n] == before))
			pass_on(n);
	}
}

int doubts::sum_of(const sum &two) const
{
	for (const auto &one : sums) {
		if (one.second == two)
			return one.first;
	}
	return -1;
}

void doubts::not_more(int number, int than)
{
	auto two = sums.find(than);

	if (number < 0 || than < 0 || number == than)
		return;
	below[than].insert(number);
	/* neither of two without a sign is more than what they come to */
	if (two != sums.end() && two->second.has(number)) {
		below[than].insert(two->second.first);
		below[than].insert(two->second.second);
	}
	at_least(than, least_of(number));
	pass_on(than);
}

const holder *doubts::holder_of(int number) const
{
	for (const auto &n : numbers) {
		if (n.second == number)
			return &n.first;
	}
	return NULL;
}

void doubts::rename(int number, int before)
{
	bool held = false;

	for (auto &n : numbers) {
		held |= n.second == number;
		n.second = n.second == number ? before : n.second;
	}
	if (!held)
		return;
	make(before, known[number], not_zero(number));

	/* what one of the round before said, and what was said of it */
	auto mine = said.find(number);

	if (mine != said.end()) {
		said[before] = mine->second;
		said.erase(number);
	}
	for (auto &s : said) {
		auto of_it = s.second.about.find(number);

		if (of_it == s.second.about.end())
			continue;
		s.second.about[before] = of_it->second;
		s.second.about.erase(of_it);
	}
}

void doubts::widen(const doubts &o)
{
	join(o);
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

/* Keeps what the other says, too, or what is of a number that it does not have. */
template <class map>
static void intersect(map &mine, const map &others, const std::map<int, doubt> &known)
{
	for (auto k = mine.begin(); k != mine.end();) {
		auto other = others.find(k->first);
		bool holds = other == others.end() ? !known.count(k->first) :
						     other->second == k->second;

		k = holds ? std::next(k) : mine.erase(k);
	}
}

bool doubts::join(const doubts &o)
{
	const doubts before = *this;

	intersect(sums, o.sums, o.known);
	/* on a way where nobody got the field, nobody looked at it */
	for (auto k = fields.begin(); k != fields.end();) {
		bool holds = !o.known.count(k->second.word) ||
			     o.field_of(k->second) == k->first;

		k = holds ? std::next(k) : fields.erase(k);
	}
	intersect(less, o.less, o.known);
	join_answers(o);
	for (auto k = least.begin(); k != least.end();) {
		if (o.known.count(k->first))
			k->second = std::min(k->second, o.least_of(k->first));
		k = k->second ? std::next(k) : least.erase(k);
	}
	for (auto &b : below) {
		auto other = o.below.find(b.first);

		if (!o.known.count(b.first))
			continue;
		for (auto n = b.second.begin(); n != b.second.end();) {
			bool holds = !o.known.count(*n) ||
				     (other != o.below.end() && other->second.count(*n));

			n = holds ? std::next(n) : b.second.erase(n);
		}
	}
	return !same_facts(before);
}

bool doubts::same_facts(const doubts &o) const
{
	return std::tie(least, below, sums, less, fields, said) ==
	       std::tie(o.least, o.below, o.sums, o.less, o.fields, o.said);
}

/* What (number code bound) says that it is at least, without a sign. */
static HOST_WIDE_INT least_by(bool is_unsigned, tree_code code, HOST_WIDE_INT bound, bool constant)
{
	switch (code) {
	case NE_EXPR:
		return constant && !bound;
	case EQ_EXPR:
	case GE_EXPR:
		if (!constant)
			return 1;
		return std::max<HOST_WIDE_INT>(bound, is_unsigned && bound < 0);
	case GT_EXPR:
		if (!constant || bound == HOST_WIDE_INT_MAX)
			return 1;
		return std::max<HOST_WIDE_INT>(bound + 1, is_unsigned);
	case LT_EXPR:
		return constant && !is_unsigned && bound <= 0;
	case LE_EXPR:
		return constant && !is_unsigned && bound < 0;
	default:
		return 0;
	}
}

void doubts::tested(int number, bool is_unsigned, tree_code code, HOST_WIDE_INT bound,
		    bool constant)
{
	known[number].tested(is_unsigned, code, bound, constant);
	if (constant)
		asked(number, is_unsigned, code, bound);
	at_least(number, least_by(is_unsigned, code, bound, constant));
	pass_on(number);
}

void doubts::variable_tested(unsigned int variable, tree_code code, HOST_WIDE_INT bound)
{
	for (auto n = numbers.lower_bound({ variable, INT_MIN, 0 });
	     variable && n != numbers.end() && n->first.variable == variable; ++n)
		tested(n->second, n->first.is_unsigned, code, bound, true);
}

void doubt::tested(bool is_unsigned, tree_code code, HOST_WIDE_INT bound, bool constant)
{
	switch (code) {
	case LT_EXPR:
		bound--;
		/* fall through */
	case LE_EXPR:
	case EQ_EXPR:
		if (constant && is_unsigned && bound >= 0)
			width = std::min(width, floor_log2(bound) + 1);
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
		room = false;
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
	d.width = d.low ? 64 : TYPE_PRECISION(type);
	return d;
}

bool fits(const doubt &d, HOST_WIDE_INT elements)
{
	if (d.bad())
		return !d.low && d.width <= 16 && HOST_WIDE_INT_1 << d.width <= elements;
	return d.most < elements;
}

tree narrow_type(tree number)
{
	while (TREE_CODE(number) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(number)) &&
	       CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(SSA_NAME_DEF_STMT(number))))
		number = gimple_assign_rhs1(SSA_NAME_DEF_STMT(number));
	return TREE_TYPE(number);
}

bool add_output(std::vector<untrusted_output> &all, const untrusted_output &out)
{
	for (auto &one : all) {
		if (one.is_of(out))
			return one.left.unite(out.left);
	}
	all.push_back(out);
	return true;
}

const untrusted_output *untrusted_outputs::find(int parameter, HOST_WIDE_INT offset,
						int bit) const
{
	for (const auto &one : any) {
		if (one.parameter == parameter && one.offset == offset && one.bit == bit)
			return &one;
	}
	return NULL;
}

int bit_of(tree field)
{
	return DECL_BIT_FIELD(field) ? int_bit_position(field) % BITS_PER_UNIT + 1 : 0;
}

/* Of an array so many are told apart. */
#define ELEMENTS 32

bool is_nominal(tree type)
{
	return RECORD_OR_UNION_TYPE_P(type) && startswith(kind_name(type), "deed_untrusted_");
}

void each_number(tree type, HOST_WIDE_INT at, int bit, std::vector<number_place> &out)
{
	if (INTEGRAL_TYPE_P(type) && TREE_CODE(type) != BOOLEAN_TYPE) {
		out.push_back({ at, bit, type });
		return;
	}
	if (TREE_CODE(type) == ARRAY_TYPE && TYPE_MAIN_VARIANT(TREE_TYPE(type)) != char_type_node) {
		HOST_WIDE_INT size = int_size_in_bytes(TREE_TYPE(type));
		HOST_WIDE_INT all = int_size_in_bytes(type);

		/* what has an index that is not known counts as the first */
		for (int i = 0; i < ELEMENTS && (!i || (size > 0 && (i + 1) * size <= all)); i++)
			each_number(TREE_TYPE(type), at + i * size, 0, out);
		return;
	}
	if (!RECORD_OR_UNION_TYPE_P(type))
		return;
	if (bits_of(type))
		return out.push_back({ at, bit, bits_of(type) });
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && has_constant_place(f) &&
		    (is_nominal(type) || !trusted_location(DECL_SOURCE_LOCATION(f))))
			each_number(TREE_TYPE(f), at + int_byte_position(f), bit_of(f), out);
	}
}
