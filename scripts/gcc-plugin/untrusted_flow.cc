// SPDX-License-Identifier: GPL-2.0
/*
 * Follows numbers from user memory along the paths: what is fetched, computed and copied.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"
#include "shape.h"

/* Where a reference stands, as a holder of a number; false if nowhere that is known. */
bool function_flow::holder_of(state &s, tree ref, holder &h)
{
	if (TREE_CODE(ref) == SSA_NAME) {
		h = { variable(ref), -1, 0 };
		return true;
	}
	if (!DECL_P(ref) && !handled_component_p(ref) && TREE_CODE(ref) != MEM_REF)
		return false;

	memory m = resolve(s, ref);

	if (m.where < 0)
		return false;

	const region &r = places_.region_at(m.where);

	h = { r.what == region::LOCAL ? variable(r.decl) : 0, m.where, m.offset + m.within,
	      TREE_CODE(ref) == COMPONENT_REF ? bit_of(TREE_OPERAND(ref, 1)) : 0 };
	return true;
}

/* The number that a reference names, if it came from outside; or -1. */
int function_flow::number_at(state &s, tree ref)
{
	holder h;

	if (s.untrusted.empty() || !holder_of(s, ref, h))
		return -1;
	return s.untrusted.at(h);
}

/* A number by the statement that makes it, and the place in what it fills. */
int function_flow::number_of(const void *maker, HOST_WIDE_INT offset, int bit)
{
	int next = numbers_.size() + old_numbers_.size();

	return numbers_.insert({ { maker, offset, bit }, next }).first->second;
}

/*
 * A number is made once more, in the next round of a loop: who still holds the one of before
 * has another, by the name of the first who does.
 */
void function_flow::set_apart(state &s, int number)
{
	const holder *first = s.untrusted.holder_of(number);
	int next = numbers_.size() + old_numbers_.size();

	if (!first)
		return;

	int old = old_numbers_.insert({ *first, next }).first->second;

	/* who has that name has it from an older round, and does not hold this number */
	if (old != number)
		set_apart(s, old);
	s.untrusted.rename(number, old);
}

/* The same of a number that is new. */
int function_flow::new_number(state &s, const void *maker, HOST_WIDE_INT offset, int bit)
{
	int number = number_of(maker, offset, bit);

	set_apart(s, number);
	return number;
}

/* A place holds a number of that type. */
void function_flow::put_number(state &s, holder h, tree type, int number)
{
	const region *r = h.where < 0 ? NULL : &places_.region_at(h.where);

	if (r && r->what == region::LOCAL)
		h.variable = variable(r->decl);
	h.is_unsigned = TYPE_UNSIGNED(type);
	s.untrusted.put(h, number);
}

void function_flow::doubt_number(state &s, tree to, gimple *stmt, const doubt &d, bool not_zero)
{
	holder h;

	if (!holder_of(s, to, h))
		return;
	s.untrusted.forget(h);

	int number = new_number(s, stmt, 0);

	put_number(s, h, TREE_TYPE(to), number);
	s.untrusted.make(number, d, not_zero);
}

/* What an argument points to, as its own type says. */
static tree pointee(tree arg)
{
	if (TREE_CODE(arg) == ADDR_EXPR)
		return TREE_TYPE(TREE_OPERAND(arg, 0));
	return POINTER_TYPE_P(TREE_TYPE(arg)) ? TREE_TYPE(TREE_TYPE(arg)) : NULL_TREE;
}

/* What is there, from an offset on, comes from user memory. */
void function_flow::fill_with_numbers(state &s, const void *maker, tree type, region_id in,
				      HOST_WIDE_INT from)
{
	std::vector<number_place> all;
	std::set<int> made;

	if (in < 0 || !type)
		return;
	each_number(type, from, 0, all);
	for (const auto &one : all) {
		int number = number_of(maker, one.offset, one.bit);
		bool first = made.insert(number).second;

		if (first)
			set_apart(s, number);
		put_number(s, { 0, in, one.offset, one.bit }, one.type, number);
		if (first)
			s.untrusted.make(number, doubt_of(one.type), false);
		else	/* of a union, the worst that it may be */
			s.untrusted.known[number].unite(doubt_of(one.type));
	}
}

/* An address from outside is good for nothing: nobody can check it. */
static void refuse_pointers(location_t where, tree type)
{
	if (!type || !(has_pointers(type) || is_fixed(type) || has_made_values(type)) ||
	    reported_at(where) || in_unsafe_file(where) || !rule_on(RULE_UNTRUSTED))
		return;
	report(UNTRUSTED, where,
	       text("a pointer or a handle would come from outside, in '%s'", kind_name(type)))
		.hint("fetch a number, and look it up: deed_check_index()");
}

/* What is behind a pointer comes from user memory, from here on. */
void function_flow::fetched(state &s, gimple *stmt, tree arg)
{
	refuse_pointers(gimple_location(stmt), pointee(arg));

	pointer p = points_to(s, arg);
	region_id in = p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;

	fill_with_numbers(s, stmt, pointee(arg), in, p.where >= 0 ? p.offset : 0);
}

/* deed_check_range() and the like: what comes out was compared with a constant. */
void function_flow::checked(state &s, gcall *stmt, unsigned int i)
{
	tree most = gimple_call_arg(stmt, i - 1);
	tree arg = gimple_call_arg(stmt, i);

	fetched(s, stmt, arg);

	holder h;

	if (TREE_CODE(arg) != ADDR_EXPR || !holder_of(s, TREE_OPERAND(arg, 0), h))
		return;

	int number = s.untrusted.at(h);

	if (number < 0)
		return;

	/* a bound that came from outside is as good as what is known of it */
	tree_code code = promise_of(gimple_call_fndecl(stmt), i).below ? LT_EXPR : LE_EXPR;
	doubt of_bound = s.untrusted.of(number_at(s, most));
	HOST_WIDE_INT bound = of_bound.most;
	bool known = is_constant(s, most, bound) || bound >= 0;

	if (!of_bound.bad())
		s.untrusted.tested(number, true, code, bound, known);

	tree least = i > 1 ? gimple_call_arg(stmt, i - 2) : NULL_TREE;

	s.untrusted.known[number].room = of_bound.room;
	if (code == LE_EXPR && least && TREE_CODE(least) == INTEGER_CST && !integer_zerop(least))
		s.untrusted.tested(number, true, NE_EXPR, 0, true);
}

/* Whether it is from there, and nobody found that it is not 0. */
bool function_flow::may_be_zero(state &s, tree value)
{
	int number = number_at(s, value);

	return number >= 0 && !s.untrusted.of(number).vague && s.untrusted.known.count(number) &&
	       !s.untrusted.not_zero(number);
}

/* Whether what is computed may be too much for its type. */
static bool may_wrap(gimple *stmt, const doubt &d)
{
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	unsigned int width = TYPE_PRECISION(TREE_TYPE(gimple_assign_lhs(stmt)));
	bool constant = CONSTANT_CLASS_P(a) || CONSTANT_CLASS_P(b);
	unsigned int first = TYPE_PRECISION(narrow_type(a));
	unsigned int second = TYPE_PRECISION(narrow_type(b));

	if (constant)
		return d.high && (CONSTANT_CLASS_P(a) ? second : first) >= width;
	return d.high && std::max(first, second) >= width;
}

/* Whether what is computed may be 0 because the user wants it. */
bool function_flow::may_become_zero(state &s, gimple *stmt, const doubt &d)
{
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	bool from_there = number_at(s, a) >= 0 || (b && number_at(s, b) >= 0);
	bool first = may_be_zero(s, a) || integer_zerop(a);
	bool second = b && (may_be_zero(s, b) || integer_zerop(b));

	switch (gimple_assign_rhs_code(stmt)) {
	case PLUS_EXPR:		/* or it is too much for its type */
		return from_there && (may_wrap(stmt, d) || d.low || (first && second) ||
				      (TREE_CODE(b) == INTEGER_CST &&
				       wi::neg_p(wi::to_wide(b), SIGNED)));
	case MULT_EXPR:
		return from_there && (may_wrap(stmt, d) || first || second);
	case LSHIFT_EXPR:
		return from_there && (d.high || first);
	case BIT_IOR_EXPR:
	case MAX_EXPR:
		return from_there && first && second;
	case MIN_EXPR:
		return may_be_zero(s, a) || may_be_zero(s, b);
	case NEGATE_EXPR:
	case ABS_EXPR:
		return may_be_zero(s, a);
	case MINUS_EXPR:
	case RSHIFT_EXPR:
	case BIT_AND_EXPR:
	case BIT_XOR_EXPR:
	case BIT_NOT_EXPR:
	case TRUNC_DIV_EXPR:
	case TRUNC_MOD_EXPR:
		return from_there;
	default:
		return false;
	}
}

/* The most that a value can be, if that is a constant; or -1. */
HOST_WIDE_INT function_flow::most_of(state &s, tree value)
{
	HOST_WIDE_INT number;
	doubt d = s.untrusted.of(number_at(s, value));

	if (is_constant(s, value, number))
		return number;
	return d.bad() ? -1 : d.most;
}

/* The most that comes out of two numbers that have bounds; or -1. */
HOST_WIDE_INT function_flow::at_most(state &s, gimple *stmt)
{
	tree type = TREE_TYPE(gimple_assign_lhs(stmt)), b = gimple_assign_rhs2(stmt);
	HOST_WIDE_INT first = most_of(s, gimple_assign_rhs1(stmt));
	HOST_WIDE_INT second = b ? most_of(s, b) : -1, most = -1;
	int one = number_at(s, gimple_assign_rhs1(stmt)), other = b ? number_at(s, b) : -1;
	int self = number_of(stmt, 0);

	if ((one < 0 && other < 0) || one == self || other == self ||
	    std::max(s.untrusted.of(one).steps, s.untrusted.of(other).steps) >= SUMS)
		return -1;
	if (first < 0 || second < 0 || first > INT_MAX || second > INT_MAX)
		return -1;
	switch (gimple_assign_rhs_code(stmt)) {
	case PLUS_EXPR:
	case BIT_IOR_EXPR:
	case BIT_XOR_EXPR:
		most = first + second;
		break;
	case MULT_EXPR:
		most = first * second;
		break;
	case LSHIFT_EXPR:
		most = second < 31 ? first << second : -1;
		break;
	case TRUNC_DIV_EXPR:
		most = TREE_CODE(b) == INTEGER_CST && second ? first / second : first;
		break;
	case RSHIFT_EXPR:
		most = TREE_CODE(b) == INTEGER_CST && second < 31 ? first >> second : first;
		break;
	default:
		return -1;
	}
	return wi::fits_to_tree_p(wi::shwi(most, HOST_BITS_PER_WIDE_INT), type) ? most : -1;
}

/* Whether something is taken from @a: the constant @less, or @b. */
static bool takes_away(gimple *stmt, tree &a, tree &b, HOST_WIDE_INT &less)
{
	tree_code code = gimple_assign_rhs_code(stmt);

	a = gimple_assign_rhs1(stmt);
	b = gimple_assign_rhs2(stmt);
	if (code == MINUS_EXPR && TREE_CODE(b) == INTEGER_CST && tree_fits_shwi_p(b))
		less = tree_to_shwi(b);
	else if (code == PLUS_EXPR && TREE_CODE(b) == INTEGER_CST)
		less = -wi::to_wide(b).to_shwi();	/* without a sign, a large number */
	else
		return code == MINUS_EXPR;
	b = NULL_TREE;
	return less > 0;
}

/* Whether more may be taken from a number than it is. */
bool function_flow::may_be_less(state &s, tree a, tree b, HOST_WIDE_INT less)
{
	int from = number_at(s, a), taken = b ? number_at(s, b) : -1;
	doubt d = s.untrusted.of(from);
	HOST_WIDE_INT most = b ? most_of(s, b) : less;
	HOST_WIDE_INT least = s.untrusted.least_of(from);
	auto below = s.untrusted.below.find(from);

	if ((from < 0 && taken < 0) || (d.vague && !d.bad()))
		return false;
	if (from < 0)	/* from something else, whose bound is not known */
		return is_constant(s, a, least) && most > least;
	if (b && taken < 0 && most < 0)
		return false;
	/* a counter, which is no more than what it counts to: n - 1 - i */
	if (s.untrusted.of(taken).vague && s.untrusted.of(taken).most >= 0)
		return false;
	if (taken == from || (below != s.untrusted.below.end() && below->second.count(taken)))
		return false;
	return most < 0 ? least < HOST_WIDE_INT_MAX : least < most;
}

/* What is left of a number from which something was taken. */
doubt function_flow::taken_away(state &s, gimple *stmt, const doubt &both)
{
	tree type = TREE_TYPE(gimple_assign_lhs(stmt)), a, b;
	HOST_WIDE_INT less = 0;
	doubt d = both;

	takes_away(stmt, a, b, less);
	if (number_at(s, a) < 0 && (!b || number_at(s, b) < 0))
		return d;

	bool wraps = may_be_less(s, a, b, less);
	HOST_WIDE_INT first = most_of(s, a);
	HOST_WIDE_INT least = b ? s.untrusted.least_of(number_at(s, b)) : less;

	d.high |= wraps && TYPE_UNSIGNED(type);
	d.low = !TYPE_UNSIGNED(type) && (d.high || wraps);
	d.most = d.bad() || first < least ? -1 : first - least;
	return d;
}

/* The most that is left of a number when it is cut down to a constant. */
static HOST_WIDE_INT cut_down(const doubt &d, int number, HOST_WIDE_INT most)
{
	if (number < 0)
		return -1;
	return d.bad() || d.most < 0 ? most : std::min(d.most, most);
}

/* The statement that made a temporary by @code, or NULL. */
static gimple *made_by(tree value, tree_code code)
{
	gimple *def = TREE_CODE(value) == SSA_NAME ? SSA_NAME_DEF_STMT(value) : NULL;

	return def && is_gimple_assign(def) && gimple_assign_rhs_code(def) == code ? def : NULL;
}

/* round_up(x, y) is ((x - 1) | (y - 1)) + 1: of 0 it is 0. Returns x, and y - 1. */
static tree rounded_up(gimple *stmt, tree &mask)
{
	gimple *masked = gimple_assign_rhs_code(stmt) == PLUS_EXPR &&
			 integer_onep(gimple_assign_rhs2(stmt)) ?
		made_by(gimple_assign_rhs1(stmt), BIT_IOR_EXPR) : NULL;
	gimple *less = masked ? made_by(gimple_assign_rhs1(masked), PLUS_EXPR) : NULL;

	if (!less || !integer_minus_onep(gimple_assign_rhs2(less)))
		return NULL_TREE;
	mask = gimple_assign_rhs2(masked);
	return gimple_assign_rhs1(less);
}

/* The smaller of two, or the bits that both have, where neither was compared. */
static doubt of_both(const doubt &a, const doubt &b, doubt d)
{
	d.high = a.high && b.high;
	d.room = !d.bad();
	if (d.room)
		d.most = a.bad() ? b.most : b.bad() ? a.most : std::min(a.most, b.most);
	return d;
}

/* What is computed with numbers that came from outside. */
doubt function_flow::computed(state &s, gimple *stmt)
{
	doubt d = computed_of(s, stmt);

	/* what there is room for says nothing any more */
	if (d.room && d.most < 0 && !d.bad()) {
		d.high = true;
		d.room = false;
	}
	return d;
}

doubt function_flow::computed_of(state &s, gimple *stmt)
{
	tree_code code = gimple_assign_rhs_code(stmt);
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	tree type = TREE_TYPE(gimple_assign_lhs(stmt));
	doubt da = s.untrusted.of(number_at(s, a));
	doubt db = s.untrusted.of(b ? number_at(s, b) : -1), d;
	bool constant = b && TREE_CODE(b) == INTEGER_CST && tree_fits_shwi_p(b);
	HOST_WIDE_INT bound = 0;

	d.high = da.high || db.high || (TYPE_UNSIGNED(type) && (da.low || db.low));
	d.low = !TYPE_UNSIGNED(type) && (da.low || db.low);
	d.vague = da.vague || db.vague;
	d.room = da.room || db.room;
	d.width = TYPE_UNSIGNED(type) ? TYPE_PRECISION(type) : 64;
	if (takes_away(stmt, a, b, bound))
		return taken_away(s, stmt, d);
	if (tree up = rounded_up(stmt, b)) {
		HOST_WIDE_INT most = most_of(s, up);

		d = s.untrusted.of(number_at(s, up));
		d.most = most < 0 || !is_constant(s, b, bound) ? -1 : most + bound;
		return d;
	}
	b = gimple_assign_rhs2(stmt);
	if (!d.bad())
		d.most = at_most(s, stmt);
	if (d.most >= 0)
		d.steps = std::max(da.steps, db.steps) + 1;
	switch (code) {
	case BIT_AND_EXPR:
		if (constant && tree_to_shwi(b) >= 0)
			d = doubt(), d.most = cut_down(da, number_at(s, a), tree_to_shwi(b));
		else if (da.unchecked() && db.unchecked())
			d = of_both(da, db, d);
		else
			d = doubt();
		break;
	case TRUNC_MOD_EXPR:
		d.high = db.high;
		d.room = db.room;
		if (constant)
			d.most = cut_down(da, number_at(s, a), tree_to_shwi(b) - 1);
		break;
	case MIN_EXPR:
		d.high = da.high && db.high;
		d.room = false;
		if (da.unchecked() && db.unchecked())
			d = of_both(da, db, d);
		if (is_constant(s, a, bound))
			d = db, d.tested(TYPE_UNSIGNED(type), LE_EXPR, bound, true);
		else if (b && is_constant(s, b, bound))
			d = da, d.tested(TYPE_UNSIGNED(type), LE_EXPR, bound, true);
		break;
	case RSHIFT_EXPR:
		if (constant && TYPE_UNSIGNED(type) && da.bad() &&
		    TYPE_PRECISION(type) - tree_to_shwi(b) <= 16)
			d = doubt(), d.most = (1LL << (TYPE_PRECISION(type) - tree_to_shwi(b))) - 1;
		else if (constant)
			d.width = std::max<HOST_WIDE_INT>(da.width - tree_to_shwi(b), 0);
		break;
	case TRUNC_DIV_EXPR:
		if (constant && tree_to_shwi(b) > 0)
			d.width = da.width - floor_log2(tree_to_shwi(b));
		break;
	case NEGATE_EXPR:
	case BIT_NOT_EXPR:
		d.high |= TYPE_UNSIGNED(type) ? number_at(s, a) >= 0 && !d.vague : da.low;
		d.low = !TYPE_UNSIGNED(type) && number_at(s, a) >= 0 && !d.vague;
		break;
	case PLUS_EXPR:
	case MULT_EXPR:
	case LSHIFT_EXPR:
	case BIT_IOR_EXPR:
	case BIT_XOR_EXPR:
	case ABS_EXPR:
		break;
	case MAX_EXPR:	/* half of clamp() */
		if (is_constant(s, a, bound))
			da = db;
		else if (!b || !is_constant(s, b, bound))
			break;
		d.low &= bound < 0;
		if (!d.high && da.most >= 0)
			d.most = std::max(da.most, bound);
		break;
	default:
		d = doubt();
	}
	return d;
}

/* Whether a number of which @d is known is the same in a narrower type. */
static bool fits_into(const doubt &d, tree type)
{
	tree largest = TYPE_MAX_VALUE(type);

	if (!d.low && d.width <= (int)TYPE_PRECISION(type) - !TYPE_UNSIGNED(type))
		return true;
	return !d.bad() && (!tree_fits_shwi_p(largest) || d.most <= tree_to_shwi(largest));
}

/* The same number in another type, or what is left of it. */
void function_flow::converted(state &s, gimple *stmt)
{
	tree to = gimple_assign_lhs(stmt), from = gimple_assign_rhs1(stmt);
	tree into = TREE_TYPE(to), type = TREE_TYPE(from);
	int number = number_at(s, from);
	const doubt d = s.untrusted.of(number);
	holder h;

	if (TYPE_PRECISION(into) < TYPE_PRECISION(type) && !fits_into(d, into)) {
		doubt cut = doubt_of(into);

		/* cut off at a constant, it is another number, and not more than it was */
		if (!d.bad()) {
			cut = d;
			cut.most = tree_to_shwi(TYPE_MAX_VALUE(into));
			cut.low = !TYPE_UNSIGNED(into);
		}
		doubt_number(s, to, stmt, cut);
		if (TYPE_UNSIGNED(into) && TYPE_UNSIGNED(type))
			s.untrusted.not_more(number_at(s, to), number);
		return;
	}
	if (!holder_of(s, to, h))
		return;
	if (s.untrusted.said.count(number) && !says_the_same(s, number, type, into)) {
		doubt_number(s, to, stmt, d, s.untrusted.not_zero(number));
		return s.untrusted.answer_in(number, number_at(s, to), TYPE_PRECISION(into) <
					     TYPE_PRECISION(type));
	}
	put_number(s, h, into, number);
	if (!TYPE_UNSIGNED(into) && TYPE_UNSIGNED(type) && !fits_into(d, into) &&
	    TYPE_PRECISION(into) == TYPE_PRECISION(type))
		s.untrusted.known[number].low |= d.high;
}

static bool is_command(tree ref)
{
	return TREE_CODE(ref) == COMPONENT_REF && DECL_NAME(TREE_OPERAND(ref, 1)) &&
	       !strcmp(IDENTIFIER_POINTER(DECL_NAME(TREE_OPERAND(ref, 1))), "cmd") &&
	       !strcmp(kind_name(TREE_TYPE(TREE_OPERAND(ref, 0))), "deed_ioctl");
}

/* Bytes are copied: the numbers there stay what they are. */
void function_flow::copy_numbers(state &s, const memory &target, const memory &source,
				 HOST_WIDE_INT size)
{
	std::vector<std::pair<holder, int>> all;

	if (target.where < 0)
		return;
	for (const auto &n : s.untrusted.numbers) {
		HOST_WIDE_INT at = n.first.offset - source.offset;

		if (source.where >= 0 && n.first.where == source.where && at >= 0 && at < size)
			all.push_back({ { 0, target.where, target.offset + at, n.first.bit },
					n.second });
	}
	for (auto n = s.untrusted.numbers.begin(); n != s.untrusted.numbers.end();) {
		HOST_WIDE_INT at = n->first.offset - target.offset;
		bool over = target.exact && n->first.where == target.where && at >= 0 && at < size;

		n = over ? s.untrusted.numbers.erase(n) : std::next(n);
	}
	for (const auto &n : all)
		put_number(s, n.first, unsigned_type_node, n.second);
}

/* memcpy(), which GCC does not always make an assignment of */
bool function_flow::copied_bytes(state &s, gcall *stmt)
{
	if (!gimple_call_builtin_p(stmt, BUILT_IN_MEMCPY) &&
	    !gimple_call_builtin_p(stmt, BUILT_IN_MEMMOVE))
		return false;

	pointer to = points_to(s, gimple_call_arg(stmt, 0));
	pointer from = points_to(s, gimple_call_arg(stmt, 1));
	HOST_WIDE_INT size = most_of(s, gimple_call_arg(stmt, 2));
	memory target, source;

	target.where = to.where;
	target.offset = to.offset;
	target.exact = to.exact && size >= 0;
	source.where = from.where;
	source.offset = from.offset;
	copy_numbers(s, target, source, size < 0 ? HOST_WIDE_INT_MAX : size);
	return true;
}

/* Whether a number without a sign got a wider type than it had. */
static bool was_narrower(tree value)
{
	gimple *def = TREE_CODE(value) == SSA_NAME ? SSA_NAME_DEF_STMT(value) : NULL;

	if (!def || !is_gimple_assign(def) || !CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(def)))
		return false;

	tree before = TREE_TYPE(gimple_assign_rhs1(def));

	return INTEGRAL_TYPE_P(before) && TYPE_UNSIGNED(before) &&
	       TYPE_PRECISION(before) < TYPE_PRECISION(TREE_TYPE(value));
}

/* What a number without a sign is beside those that it was made of. */
void function_flow::relate(state &s, gimple *stmt)
{
	tree to = gimple_assign_lhs(stmt), a = gimple_assign_rhs1(stmt), b;
	int number = number_at(s, to), first = number_at(s, a);
	HOST_WIDE_INT less = 0;

	if (number < 0 || !TYPE_UNSIGNED(TREE_TYPE(to)))
		return;
	switch (gimple_assign_rhs_code(stmt)) {
	case PLUS_EXPR:
	case MINUS_EXPR:
		if (!takes_away(stmt, a, b, less) || b || first < 0)
			break;
		s.untrusted.less[number] = { first, less };
		s.untrusted.at_least(number, s.untrusted.least_of(first) - less);
		break;
	case MIN_EXPR:
	case BIT_AND_EXPR:
		s.untrusted.not_more(number, number_at(s, gimple_assign_rhs2(stmt)));
		/* fall through */
	case TRUNC_MOD_EXPR:
	case TRUNC_DIV_EXPR:
	case RSHIFT_EXPR:
		s.untrusted.not_more(number, first);
		break;
	default:
		break;
	}
}

/* The two numbers without a sign whose sum a statement is; false if it is none. */
bool function_flow::is_sum(state &s, gimple *stmt, sum &two)
{
	tree type = TREE_TYPE(gimple_assign_lhs(stmt)), b = gimple_assign_rhs2(stmt);
	int first = number_at(s, gimple_assign_rhs1(stmt)), second = b ? number_at(s, b) : -1;

	two = { std::min(first, second), std::max(first, second), TYPE_PRECISION(type) };
	return gimple_assign_rhs_code(stmt) == PLUS_EXPR && two.first >= 0 && TYPE_UNSIGNED(type);
}

void function_flow::untrusted_assignment(state &s, gimple *stmt)
{
	tree to = gimple_assign_lhs(stmt), from = gimple_assign_rhs1(stmt);
	tree by = gimple_assign_rhs2(stmt);
	tree_code code = gimple_assign_rhs_code(stmt);
	location_t where = gimple_location(stmt);
	holder h;

	if (is_command(from) && INTEGRAL_TYPE_P(TREE_TYPE(to)))
		return doubt_number(s, to, stmt, doubt_of(TREE_TYPE(to)));
	if (s.untrusted.empty())
		return;
	check_indices(s, stmt);
	if (code == LSHIFT_EXPR || code == RSHIFT_EXPR || code == LROTATE_EXPR)
		check_shift(s, to, by, where);
	if (code == POINTER_PLUS_EXPR && s.untrusted.of(number_at(s, by)).unchecked())
		doubtful(s, by, where, "an index");
	if (code == TRUNC_DIV_EXPR || code == TRUNC_MOD_EXPR)
		check_divisor(s, by, where);
	if (AGGREGATE_TYPE_P(TREE_TYPE(to)))
		return copy_numbers(s, resolve(s, to), resolve(s, from),
				    int_size_in_bytes(TREE_TYPE(to)));
	if (!INTEGRAL_TYPE_P(TREE_TYPE(to)) || code == IMAGPART_EXPR)
		return;

	if (code == REALPART_EXPR)	/* of what untrusted_arithmetic() says */
		from = TREE_OPERAND(from, 0);

	int number = number_at(s, from);
	doubt d = code == REALPART_EXPR ? doubt() : computed(s, stmt);
	bool zero = may_become_zero(s, stmt, d);
	sum two;
	bool adds = is_sum(s, stmt, two);
	int same = adds ? s.untrusted.sum_of(two) : -1;

	if (holder_of(s, to, h))
		s.untrusted.forget(h);
	if (code == REALPART_EXPR && number >= 0)
		put_number(s, h, TREE_TYPE(to), number);
	else if (!by && number >= 0 &&
		 (gimple_assign_single_p(stmt) || CONVERT_EXPR_CODE_P(code)))
		converted(s, stmt);
	else if (same >= 0)
		put_number(s, h, TREE_TYPE(to), same);
	else if (d.bad() || d.most >= 0 || d.vague || zero)
		doubt_number(s, to, stmt, d, !zero);
	if (adds && same < 0 && number_at(s, to) >= 0)
		s.untrusted.sums[number_at(s, to)] = two;
	relate(s, stmt);
	/* (u64)a + b has room for both */
	if (code == PLUS_EXPR && was_narrower(from) && was_narrower(by))
		note_sum(s, to, from, by);
}
