// SPDX-License-Identifier: GPL-2.0
/*
 * Follows numbers from user memory along the paths: what is fetched, what a test
 * says of it, and where it must not go untested.
 */
#include "function_flow.h"

#include "looks.h"
#include "origin.h"
#include "rules.h"

/* Bit-fields of one byte are told apart. */
static int bit_of(tree field)
{
	return DECL_BIT_FIELD(field) ? int_bit_position(field) % BITS_PER_UNIT + 1 : 0;
}

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
	int next = numbers_.size();

	return numbers_.insert({ { maker, offset, bit }, next }).first->second;
}

/* A place holds a number of that type. */
void function_flow::put_number(state &s, holder h, tree type, int number)
{
	const region *r = h.where < 0 ? NULL : &places_.region_at(h.where);

	if (r && r->what == region::LOCAL)
		h.variable = variable(r->decl);
	s.untrusted.put(h, number);
	if (h.variable && TYPE_UNSIGNED(type))
		unsigned_variables.insert(h.variable);
}

void function_flow::doubt_number(state &s, tree to, gimple *stmt, const doubt &d, bool not_zero)
{
	holder h;
	int number = number_of(stmt, 0);

	if (!holder_of(s, to, h))
		return;
	s.untrusted.forget(h);
	s.untrusted.rename(number, number_of(stmt, 0, -1));
	put_number(s, h, TREE_TYPE(to), number);
	s.untrusted.make(number, d, not_zero);
}

/* Of an array so many are told apart. */
#define ELEMENTS 32

struct number_place {
	HOST_WIDE_INT offset;
	int bit;
	tree type;
};

/* Whether it is a struct deed_untrusted_u32, or the like. */
static bool is_nominal(tree type)
{
	return RECORD_OR_UNION_TYPE_P(type) && startswith(kind_name(type), "deed_untrusted_");
}

/* The numbers of a type, by their place; also what is nominal, for who opens that. */
static void each_number(tree type, HOST_WIDE_INT at, int bit, std::vector<number_place> &out)
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
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && has_constant_place(f) &&
		    (is_nominal(type) || !trusted_location(DECL_SOURCE_LOCATION(f))))
			each_number(TREE_TYPE(f), at + int_byte_position(f), bit_of(f), out);
	}
}

/* What an argument points to, as its own type says. */
static tree pointee(tree arg)
{
	if (TREE_CODE(arg) == ADDR_EXPR)
		return TREE_TYPE(TREE_OPERAND(arg, 0));
	return POINTER_TYPE_P(TREE_TYPE(arg)) ? TREE_TYPE(TREE_TYPE(arg)) : NULL_TREE;
}

/* What is behind a pointer comes from user memory, from here on. */
void function_flow::fetched(state &s, gimple *stmt, tree arg)
{
	std::vector<number_place> all;
	pointer p = points_to(s, arg);
	region_id in = p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;
	tree type = pointee(arg);

	if (in < 0 || !type)
		return;
	each_number(type, p.where >= 0 ? p.offset : 0, 0, all);
	for (const auto &one : all) {
		int number = number_of(stmt, one.offset, one.bit);

		put_number(s, { 0, in, one.offset, one.bit }, one.type, number);
		s.untrusted.make(number, doubt_of(one.type), false);
	}
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

	if (code == LE_EXPR && least && TREE_CODE(least) == INTEGER_CST && !integer_zerop(least))
		s.untrusted.tested(number, true, NE_EXPR, 0, true);
}

/* The user's own text: what a macro of theirs does is for them to answer. */
static bool is_users(location_t where)
{
	return in_module(where) && !trusted_location(where) && !in_unsafe_file(where);
}

/* What the user calls it: the variable, or what the temporary was loaded from. */
static std::string called(tree value)
{
	while (TREE_CODE(value) == SSA_NAME) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (!def || !is_gimple_assign(def) || gimple_assign_rhs2(def))
			return "this number";
		value = gimple_assign_rhs1(def);
	}

	char *s = print_generic_expr_to_str(value);
	std::string name = "'" + std::string(s) + "'";

	free(s);
	return name.find("_") == 1 || name.find("D.") == 1 ? "this number" : name;
}

void function_flow::doubtful(state &s, tree value, location_t where, const char *as)
{
	int number = number_at(s, value);
	doubt d = s.untrusted.known[number];

	if (reported_at(where) || !is_users(where) || !rule_on(RULE_UNTRUSTED))
		return;

	std::string what = called(value);

	if (d.bad())
		report(UNTRUSTED, where,
		       d.high ? text("%s came from user space, and is used as %s without a check",
				     what.c_str(), as) :
		       text("%s came from user space, and may be negative where it is used as %s",
			    what.c_str(), as))
			.hint("compare it with a bound first, or let user.h do that:"
			      " struct deed_untrusted_u32, deed_check_index()");
	else
		report(UNTRUSTED, where,
		       text("%s came from user space, and may be as much as %lld where it is"
			    " used as %s", what.c_str(), (long long)d.most, as))
			.hint("compare it with the size of what it is used for");
	s.untrusted.trust(number);
}

void function_flow::check_divisor(state &s, tree by, location_t where)
{
	if (!may_be_zero(s, by) || reported_at(where) || !is_users(where) ||
	    !rule_on(RULE_UNTRUSTED))
		return;
	report(UNTRUSTED, where,
	       text("%s came from user space, and may be 0 where it is the divisor",
		    called(by).c_str()))
		.hint("test it first: a division by 0 ends in an oops");
	s.untrusted.nonzero.insert(number_at(s, by));
}

/* The type of what a number was before it became as wide as it is. */
static tree narrow_type(tree number)
{
	while (TREE_CODE(number) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(number)) &&
	       CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(SSA_NAME_DEF_STMT(number))))
		number = gimple_assign_rhs1(SSA_NAME_DEF_STMT(number));
	return TREE_TYPE(number);
}

/*
 * An index must be less than how many there are, if that is known. The address of a
 * byte may be that of the first one behind them: of a range of none.
 */
void function_flow::check_index(state &s, tree ref, bool address, location_t where)
{
	tree index = TREE_OPERAND(ref, 1), domain = TYPE_DOMAIN(TREE_TYPE(TREE_OPERAND(ref, 0)));
	int number = number_at(s, index);
	HOST_WIDE_INT elements = HOST_WIDE_INT_MAX;

	if (number < 0)
		return;
	if (domain && TYPE_MAX_VALUE(domain) && tree_fits_shwi_p(TYPE_MAX_VALUE(domain)) &&
	    tree_to_shwi(TYPE_MAX_VALUE(domain)) > 0)
		elements = tree_to_shwi(TYPE_MAX_VALUE(domain)) + 1;
	if (address && integer_onep(TYPE_SIZE_UNIT(TREE_TYPE(ref))))
		elements++;
	if (!fits(s.untrusted.of(number), narrow_type(index), elements))
		doubtful(s, index, where, "an index");
}

void function_flow::check_indices(state &s, gimple *stmt)
{
	for (unsigned int i = 0; i < gimple_num_ops(stmt); i++) {
		tree op = gimple_op(stmt, i);
		bool address = op && TREE_CODE(op) == ADDR_EXPR;

		if (address)
			op = TREE_OPERAND(op, 0);
		for (; op && handled_component_p(op); op = TREE_OPERAND(op, 0)) {
			if (TREE_CODE(op) == ARRAY_REF)
				check_index(s, op, address, gimple_location(stmt));
		}
	}
}

/* A shift is by less than the width. */
void function_flow::check_shift(state &s, tree width_of, tree by, location_t where)
{
	int number = number_at(s, by);

	if (number >= 0 && !fits(s.untrusted.of(number), ptrdiff_type_node,
				 TYPE_PRECISION(TREE_TYPE(width_of))))
		doubtful(s, by, where, "the distance of a shift");
}

/* Whether it is from there, and nobody found that it is not 0. */
bool function_flow::may_be_zero(state &s, tree value)
{
	int number = number_at(s, value);

	return number >= 0 && !s.untrusted.of(number).vague && s.untrusted.known.count(number) &&
	       !s.untrusted.nonzero.count(number);
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

/* A loop adds up: what comes out of its last round has no bound that can be told. */
#define STEPS 4

/* The most that comes out of two numbers that have bounds; or -1. */
HOST_WIDE_INT function_flow::at_most(state &s, gimple *stmt)
{
	tree type = TREE_TYPE(gimple_assign_lhs(stmt)), b = gimple_assign_rhs2(stmt);
	HOST_WIDE_INT first = most_of(s, gimple_assign_rhs1(stmt));
	HOST_WIDE_INT second = b ? most_of(s, b) : -1, most = -1;
	int one = number_at(s, gimple_assign_rhs1(stmt)), other = b ? number_at(s, b) : -1;
	int self = number_of(stmt, 0);

	if ((one < 0 && other < 0) || one == self || other == self ||
	    std::max(s.untrusted.of(one).steps, s.untrusted.of(other).steps) >= STEPS)
		return -1;
	if (first < 0 || second < 0 || first > INT_MAX || second > INT_MAX)
		return -1;
	switch (gimple_assign_rhs_code(stmt)) {
	case PLUS_EXPR:
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

/* The most that is left of a number when it is cut down to a constant. */
static HOST_WIDE_INT cut_down(const doubt &d, int number, HOST_WIDE_INT most)
{
	if (number < 0)
		return -1;
	return d.bad() || d.most < 0 ? most : std::min(d.most, most);
}

/* What is computed with numbers that came from outside. */
doubt function_flow::computed(state &s, gimple *stmt)
{
	tree_code code = gimple_assign_rhs_code(stmt);
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	tree type = TREE_TYPE(gimple_assign_lhs(stmt));
	doubt da = s.untrusted.of(number_at(s, a));
	doubt db = s.untrusted.of(b ? number_at(s, b) : -1), d;
	bool constant = b && TREE_CODE(b) == INTEGER_CST && tree_fits_shwi_p(b);
	HOST_WIDE_INT bound = 0;

	d.high = da.high || db.high;
	d.low = !TYPE_UNSIGNED(type) && (da.low || db.low);
	d.vague = da.vague || db.vague;
	if (!d.bad())
		d.most = at_most(s, stmt);
	if (d.most >= 0)
		d.steps = std::max(da.steps, db.steps) + 1;
	switch (code) {
	case BIT_AND_EXPR:
		if (constant && tree_to_shwi(b) >= 0)
			d = doubt(), d.most = cut_down(da, number_at(s, a), tree_to_shwi(b));
		else if (!da.bad() || !db.bad())
			d = doubt();
		break;
	case TRUNC_MOD_EXPR:
		d.high = db.high;
		if (constant)
			d.most = cut_down(da, number_at(s, a), tree_to_shwi(b) - 1);
		break;
	case MIN_EXPR:
		d.high = da.high && db.high;
		if (is_constant(s, a, bound))
			d = db, d.tested(TYPE_UNSIGNED(type), LE_EXPR, bound, true);
		else if (b && is_constant(s, b, bound))
			d = da, d.tested(TYPE_UNSIGNED(type), LE_EXPR, bound, true);
		break;
	case RSHIFT_EXPR:
		if (constant && TYPE_UNSIGNED(type) && da.bad() &&
		    TYPE_PRECISION(type) - tree_to_shwi(b) <= 16)
			d = doubt(), d.most = (1LL << (TYPE_PRECISION(type) - tree_to_shwi(b))) - 1;
		break;
	case MINUS_EXPR:
	case NEGATE_EXPR:
	case BIT_NOT_EXPR:
		d.low = !TYPE_UNSIGNED(type) && d.high;
		break;
	case PLUS_EXPR:
	case MULT_EXPR:
	case LSHIFT_EXPR:
	case BIT_IOR_EXPR:
	case BIT_XOR_EXPR:
	case TRUNC_DIV_EXPR:
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

/* The same number in another type, or what is left of it. */
void function_flow::converted(state &s, gimple *stmt)
{
	tree to = gimple_assign_lhs(stmt), from = gimple_assign_rhs1(stmt);
	tree into = TREE_TYPE(to), type = TREE_TYPE(from);
	int number = number_at(s, from);
	holder h;

	if (TYPE_PRECISION(into) < TYPE_PRECISION(type)) {
		doubt d = s.untrusted.of(number);

		/* cut off at a constant, it is another number */
		if (d.bad())
			return doubt_number(s, to, stmt, doubt_of(into));
		tree largest = TYPE_MAX_VALUE(into);

		if (tree_fits_shwi_p(largest) && d.most > tree_to_shwi(largest)) {
			d.most = tree_to_shwi(largest);
			return doubt_number(s, to, stmt, d);
		}
	}
	if (!holder_of(s, to, h))
		return;
	put_number(s, h, into, number);
	if (TYPE_UNSIGNED(into))
		return;
	if (TYPE_UNSIGNED(type) && TYPE_PRECISION(into) == TYPE_PRECISION(type))
		s.untrusted.known[number].low |= s.untrusted.known[number].high;
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
	if (code == POINTER_PLUS_EXPR && s.untrusted.of(number_at(s, by)).bad())
		doubtful(s, by, where, "an index");
	if (code == TRUNC_DIV_EXPR || code == TRUNC_MOD_EXPR)
		check_divisor(s, by, where);
	if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(to)))
		return copy_numbers(s, resolve(s, to), resolve(s, from),
				    int_size_in_bytes(TREE_TYPE(to)));
	if (!INTEGRAL_TYPE_P(TREE_TYPE(to)) || code == IMAGPART_EXPR)
		return;

	if (code == REALPART_EXPR)	/* of what untrusted_arithmetic() says */
		from = TREE_OPERAND(from, 0);

	int number = number_at(s, from);
	doubt d = code == REALPART_EXPR ? doubt() : computed(s, stmt);
	bool zero = may_become_zero(s, stmt, d);

	if (holder_of(s, to, h))
		s.untrusted.forget(h);
	if (code == REALPART_EXPR && number >= 0)
		put_number(s, h, TREE_TYPE(to), number);
	else if (!by && number >= 0 &&
		 (gimple_assign_single_p(stmt) || CONVERT_EXPR_CODE_P(code)))
		converted(s, stmt);
	else if (d.bad() || d.most >= 0 || d.vague || zero)
		doubt_number(s, to, stmt, d, !zero);
	/* (u64)a + b has room for both */
	if (code == PLUS_EXPR && was_narrower(from) && was_narrower(by))
		note_sum(s, to, from, by);
}

static const char divisor[] = "the divisor";

/* Where functions of the kernel take what must not be too large, from 0. */
static const struct sink {
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

/* Parameters of that type are lengths, whatever the function. */
static bool is_size(tree type)
{
	tree name = TYPE_NAME(type);

	return name && TREE_CODE(name) == TYPE_DECL && DECL_NAME(name) &&
	       strstr(IDENTIFIER_POINTER(DECL_NAME(name)), "size_t");
}

/* What a function of the kernel takes parameter @i, of @type, for; or NULL. */
static const char *sink_of(tree callee, unsigned int i, tree type)
{
	const char *name = DECL_NAME(callee) ? IDENTIFIER_POINTER(DECL_NAME(callee)) : "";

	name += strspn(name, "_");
	for (const char *before : { "builtin___", "builtin_", "underlying_" }) {
		if (!strncmp(name, before, strlen(before)))
			name += strlen(before);
	}
	for (const sink &one : sinks) {
		if (!strcmp(name, one.name) && i == one.parameter)
			return one.as;
	}
	return is_size(type) ? "a length" : NULL;
}

/* How many bytes are there, if an address is that of a member or a variable; or -1. */
static HOST_WIDE_INT bytes_at(tree address)
{
	while (TREE_CODE(address) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(address)) &&
	       !gimple_assign_rhs2(SSA_NAME_DEF_STMT(address)))
		address = gimple_assign_rhs1(SSA_NAME_DEF_STMT(address));
	if (TREE_CODE(address) != ADDR_EXPR)
		return -1;

	tree what = TREE_OPERAND(address, 0);
	HOST_WIDE_INT size = int_size_in_bytes(TREE_TYPE(what));
	bool last = TREE_CODE(what) == COMPONENT_REF && !DECL_CHAIN(TREE_OPERAND(what, 1));

	/* an array of one at the end is longer than it says */
	if (TREE_CODE(TREE_TYPE(what)) != ARRAY_TYPE || size <= 0 ||
	    (last && size == int_size_in_bytes(TREE_TYPE(TREE_TYPE(what)))))
		return -1;
	return size;
}

/* A length that has a bound must fit what it is the length of, if that is known. */
void function_flow::check_length(state &s, gcall *stmt, unsigned int i, const char *as)
{
	tree arg = gimple_call_arg(stmt, i);
	HOST_WIDE_INT most = s.untrusted.of(number_at(s, arg)).most;
	bool reads = gimple_call_builtin_p(stmt, BUILT_IN_MEMCPY) ||
		     gimple_call_builtin_p(stmt, BUILT_IN_MEMMOVE) ||
		     gimple_call_builtin_p(stmt, BUILT_IN_MEMCMP);

	if (i != 2 || (!reads && !gimple_call_builtin_p(stmt, BUILT_IN_MEMSET)))
		return;
	for (unsigned int n = 0; n < (reads ? 2 : 1); n++) {
		HOST_WIDE_INT bytes = bytes_at(gimple_call_arg(stmt, n));

		if (bytes >= 0 && most > bytes)
			return doubtful(s, arg, gimple_location(stmt), as);
	}
}

/* What goes into functions of the kernel unchecked. */
void function_flow::check_sinks(state &s, gcall *stmt, tree callee)
{
	tree types = TYPE_ARG_TYPES(TREE_TYPE(callee));

	for (unsigned int i = 0; i < gimple_call_num_args(stmt) && types; i++) {
		tree arg = gimple_call_arg(stmt, i);
		const char *as = INTEGRAL_TYPE_P(TREE_TYPE(arg)) ?
			sink_of(callee, i, TREE_VALUE(types)) : NULL;

		if (as == divisor)
			check_divisor(s, arg, gimple_location(stmt));
		else if (as && s.untrusted.of(number_at(s, arg)).bad())
			doubtful(s, arg, gimple_location(stmt), as);
		else if (as)
			check_length(s, stmt, i, as);
		types = TREE_CHAIN(types);
	}
}

/* Whether the pass follows a function, and knows what it does. */
static bool is_followed(tree fndecl)
{
	return !trusted_function(fndecl) && DECL_STRUCT_FUNCTION(fndecl) &&
	       DECL_STRUCT_FUNCTION(fndecl)->cfg && in_module(DECL_SOURCE_LOCATION(fndecl));
}

/* check_add_overflow(), size_add() and the like: that it fits a type bounds nothing. */
static bool is_arithmetic(gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);

	if (gimple_call_internal_p(stmt))
		return gimple_call_internal_fn(stmt) == IFN_ADD_OVERFLOW ||
		       gimple_call_internal_fn(stmt) == IFN_SUB_OVERFLOW ||
		       gimple_call_internal_fn(stmt) == IFN_MUL_OVERFLOW;
	for (const char *name : { "size_add", "size_sub", "size_mul" }) {
		if (callee && DECL_NAME(callee) &&
		    !strcmp(IDENTIFIER_POINTER(DECL_NAME(callee)), name))
			return true;
	}
	return false;
}

void function_flow::untrusted_arithmetic(state &s, gcall *stmt)
{
	tree lhs = gimple_call_lhs(stmt);
	doubt d;
	holder h;

	for (unsigned int i = 0; lhs && i < gimple_call_num_args(stmt); i++)
		d.unite(s.untrusted.of(number_at(s, gimple_call_arg(stmt, i))));
	if (lhs && holder_of(s, lhs, h))
		s.untrusted.forget(h);
	if (!d.bad())
		return;
	doubt_number(s, lhs, stmt, d);

	tree callee = gimple_call_fndecl(stmt);

	/* as much as there can be, if it does not fit */
	if (callee && id_equal(DECL_NAME(callee), "size_add"))
		note_sum(s, lhs, gimple_call_arg(stmt, 0), gimple_call_arg(stmt, 1));
}

/* The numbers of a region, from an offset on, and how far from there they are. */
static std::vector<std::pair<holder, int>> numbers_in(const doubts &all, region_id in,
						      HOST_WIDE_INT from, HOST_WIDE_INT size)
{
	std::vector<std::pair<holder, int>> found;

	for (const auto &n : all.numbers) {
		HOST_WIDE_INT at = n.first.offset - from;

		if (n.first.where == in && in >= 0 && at >= 0 && at < size)
			found.push_back({ { 0, in, at, n.first.bit }, n.second });
	}
	return found;
}

/* The numbers that an argument is, has or leads to; itself at -1. */
std::vector<std::pair<holder, int>> function_flow::numbers_of(state &s, tree arg)
{
	if (INTEGRAL_TYPE_P(TREE_TYPE(arg))) {
		int number = number_at(s, arg);

		if (number < 0)
			return {};
		return { { { 0, -1, -1 }, number } };
	}
	if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(arg))) {
		memory m = resolve(s, arg);

		return numbers_in(s.untrusted, m.where, m.offset + m.within,
				  int_size_in_bytes(TREE_TYPE(arg)));
	}
	if (!POINTER_TYPE_P(TREE_TYPE(arg)))
		return {};

	pointer p = points_to(s, arg);

	return numbers_in(s.untrusted, p.where, p.offset, HOST_WIDE_INT_MAX);
}

/* What a function of the user's gets that is not trusted; it is followed again. */
void function_flow::pass_untrusted(state &s, gcall *stmt, unsigned int i, tree callee)
{
	std::set<untrusted_input> &all = untrusted_inputs[callee];
	size_t before = all.size();

	for (const auto &n : numbers_of(s, gimple_call_arg(stmt, i)))
		all.insert({ i, n.first.offset, n.first.bit, s.untrusted.of(n.second),
			     s.untrusted.nonzero.count(n.second) != 0 });
	if (all.size() > before)
		follow_again.insert(callee);
}

/* Through a pointer it may be any function of the file that has its type. */
void function_flow::pass_by_pointer(state &s, gcall *stmt)
{
	cgraph_node *node;

	FOR_EACH_DEFINED_FUNCTION(node) {
		if (!node->address_taken || !is_followed(node->decl) ||
		    !comptypes(TREE_TYPE(node->decl), gimple_call_fntype(stmt)))
			continue;
		for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++)
			pass_untrusted(s, stmt, i, node->decl);
	}
}

/*
 * Whether a function that gets an address may have put something else there; one of
 * another file may have checked it, too.
 */
static bool may_change(gcall *stmt, unsigned int i, tree callee)
{
	tree types = TYPE_ARG_TYPES(gimple_call_fntype(stmt));

	if (!POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, i))))
		return false;
	for (unsigned int n = 0; types && n < i; n++)
		types = TREE_CHAIN(types);
	return !types || !POINTER_TYPE_P(TREE_VALUE(types)) ||
	       !TYPE_READONLY(TREE_TYPE(TREE_VALUE(types))) ||
	       (in_module(DECL_SOURCE_LOCATION(callee)) && !trusted_function(callee) &&
		!VOID_TYPE_P(gimple_call_return_type(stmt)));
}

/* What a function of this file compares, it has checked, if it says so or its caller asks. */
void function_flow::looked_at(state &s, gcall *stmt, unsigned int i, tree callee)
{
	tree arg = gimple_call_arg(stmt, i);
	bool asked = gimple_call_lhs(stmt);
	const looks &theirs = looks_of(callee, i);

	for (const auto &n : numbers_of(s, arg)) {
		if (!theirs.at(n.first.offset))
			continue;
		if (!POINTER_TYPE_P(TREE_TYPE(arg))) {
			if (asked)
				s.untrusted.trust(n.second);
			continue;
		}

		pointer p = points_to(s, arg);
		holder h = { 0, p.where, n.first.offset + p.offset, n.first.bit };
		const region &r = places_.region_at(p.where);

		h.variable = r.what == region::LOCAL ? variable(r.decl) : 0;
		s.untrusted.forget(h);
	}
}

/* What the call returns: the user's number, or one that was made of his. */
void function_flow::untrusted_result(state &s, gcall *stmt, tree callee, bool ours)
{
	tree lhs = gimple_call_lhs(stmt);
	std::vector<number_place> all;
	doubt d;

	if (!lhs)
		return;
	if (returns_untrusted(callee))
		return doubt_number(s, lhs, stmt, doubt_of(TREE_TYPE(lhs)));
	if (is_nominal(TREE_TYPE(lhs))) {
		memory m = resolve(s, lhs);

		each_number(TREE_TYPE(lhs), m.offset + m.within, 0, all);
		for (const auto &one : all) {
			int number = number_of(stmt, one.offset, one.bit);

			put_number(s, { 0, m.where, one.offset, one.bit }, one.type, number);
			s.untrusted.make(number, doubt_of(one.type), false);
		}
	}
	for (unsigned int i = 0; ours && i < gimple_call_num_args(stmt); i++) {
		for (const auto &n : numbers_of(s, gimple_call_arg(stmt, i)))
			d.vague |= s.untrusted.of(n.second).bad() &&
				   !looks_of(callee, i).at(n.first.offset) &&
				   INTEGRAL_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, i)));
	}
	if (d.vague && INTEGRAL_TYPE_P(TREE_TYPE(lhs)))
		doubt_number(s, lhs, stmt, d);
}

void function_flow::untrusted_call(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), lhs = gimple_call_lhs(stmt);
	holder h;

	if (is_arithmetic(stmt) && !s.untrusted.empty())
		return untrusted_arithmetic(s, stmt);
	if (!callee && !s.untrusted.empty())
		pass_by_pointer(s, stmt);
	if (lhs && holder_of(s, lhs, h))
		s.untrusted.forget(h);
	if (!callee)
		return;

	bool ours = is_followed(callee);

	/* the abstractions check what they get */
	if (!s.untrusted.empty() && !in_module(DECL_SOURCE_LOCATION(callee)) &&
	    !trusted_function(callee))
		check_sinks(s, stmt, callee);
	untrusted_result(s, stmt, callee, ours && !s.untrusted.empty());
	if (lhs && gimple_call_num_args(stmt) &&
	    (gimple_call_builtin_p(stmt, BUILT_IN_EXPECT) ||
	     gimple_call_builtin_p(stmt, BUILT_IN_BSWAP16) ||
	     gimple_call_builtin_p(stmt, BUILT_IN_BSWAP32) ||
	     gimple_call_builtin_p(stmt, BUILT_IN_BSWAP64))) {
		doubt d = s.untrusted.of(number_at(s, gimple_call_arg(stmt, 0)));

		if (d.bad())
			doubt_number(s, lhs, stmt, d);
	}
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		promise p = promise_of(callee, i);
		tree arg = gimple_call_arg(stmt, i);

		if (ours && !s.untrusted.empty()) {
			pass_untrusted(s, stmt, i, callee);
			looked_at(s, stmt, i, callee);
		}
		if (p.fetches)
			fetched(s, stmt, arg);
		else if (p.checks)
			checked(s, stmt, i);
		else if (!s.untrusted.empty() && !ours && may_change(stmt, i, callee) &&
			 points_to(s, arg).where >= 0)
			s.untrusted.forget_region(points_to(s, arg).where);
	}
	if (!s.untrusted.empty())
		copied_bytes(s, stmt);
}

/* The call whose argument is fetched, as a region; or -1. */
region_id function_flow::fetches_of(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	tree arg = gimple_call_num_args(stmt) > 1 ? gimple_call_arg(stmt, 0) : NULL_TREE;

	if (!callee || !arg || !promise_of(callee, 1).fetches ||
	    strcmp(kind_name(TREE_TYPE(TREE_TYPE(arg))), "deed_ioctl"))
		return -1;

	pointer p = points_to(s, arg);

	return p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;
}

/* The argument of an ioctl is there once; of one that failed nothing was fetched. */
void function_flow::fetch_once(gcall *stmt, std::vector<state> &out)
{
	unsigned int v = number_variable(gimple_call_lhs(stmt));
	state &s = out.back();
	region_id call = fetches_of(s, stmt);
	location_t where = gimple_location(stmt);

	if (call < 0 || !v)
		return;
	if (s.untrusted.fetched.count(call) && !reported_at(where) && !in_unsafe_file(where) &&
	    rule_on(RULE_FETCHED_ONCE))
		report(UNTRUSTED, where, "the argument of the ioctl is fetched a second time")
			.hint("keep what was fetched: the user may have changed it since");

	state failed = s;

	failed.facts[v].nonzero = true;
	s.facts[v] = fact::number(0);
	s.untrusted.fetched.insert(call);
	out.push_back(failed);
}

/* What is known of the parameters, by those who call it. */
void function_flow::untrusted_entry(state &s)
{
	unsigned_variables.clear(); /* names of temporaries are a function's own */

	auto inputs = untrusted_inputs.find(fun_->decl);
	unsigned int n = 0;

	if (inputs == untrusted_inputs.end())
		return;
	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), n++) {
		std::set<int> made;

		for (const untrusted_input &in : inputs->second) {
			int number = number_of(p, in.offset, in.bit);
			bool value = !POINTER_TYPE_P(TREE_TYPE(p));
			region_id there = value ? places_.local(p) : places_.foreign(p);

			if (in.parameter != n)
				continue;
			put_number(s, { 0, there, std::max<HOST_WIDE_INT>(in.offset, 0), in.bit },
				   TREE_TYPE(p), number);
			if (made.insert(number).second) {
				s.untrusted.make(number, in.what, in.not_zero);
				continue;
			}
			s.untrusted.known[number].unite(in.what);
			if (!in.not_zero)
				s.untrusted.nonzero.erase(number);
		}
	}
}
