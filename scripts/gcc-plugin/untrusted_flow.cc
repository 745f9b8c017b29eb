// SPDX-License-Identifier: GPL-2.0
/*
 * Follows numbers from user memory along the paths: what is fetched, what a test
 * says of it, and where it must not go untested.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"

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

	h = { r.what == region::LOCAL ? variable(r.decl) : 0, m.where,
	      m.offset + m.within };
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
int function_flow::number_of(const void *maker, HOST_WIDE_INT offset)
{
	auto found = numbers_.find({ maker, offset });

	if (found != numbers_.end())
		return found->second;
	return numbers_[{ maker, offset }] = numbers_.size();
}

void function_flow::doubt_number(state &s, tree to, gimple *stmt, const doubt &d)
{
	holder h;
	int number = number_of(stmt, 0);

	if (!holder_of(s, to, h))
		return;
	s.untrusted.put(h, number);
	s.untrusted.known[number] = d;
	if (TYPE_UNSIGNED(TREE_TYPE(to)))
		unsigned_variables.insert(h.variable);
}

/* Of an array so many are told apart. */
#define ELEMENTS 32

/* The numbers of a type, by their place. What is nominal has functions that check it. */
static void each_number(tree type, HOST_WIDE_INT at,
			std::vector<std::pair<HOST_WIDE_INT, tree>> &out)
{
	if (INTEGRAL_TYPE_P(type) && TREE_CODE(type) != BOOLEAN_TYPE) {
		out.push_back({ at, type });
		return;
	}
	if (TREE_CODE(type) == ARRAY_TYPE && TYPE_MAIN_VARIANT(TREE_TYPE(type)) != char_type_node) {
		HOST_WIDE_INT size = int_size_in_bytes(TREE_TYPE(type));
		HOST_WIDE_INT all = int_size_in_bytes(type);

		/* what has an index that is not known counts as the first */
		for (int i = 0; i < ELEMENTS && (!i || (size > 0 && (i + 1) * size <= all)); i++)
			each_number(TREE_TYPE(type), at + i * size, out);
		return;
	}
	if (!RECORD_OR_UNION_TYPE_P(type))
		return;
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && !DECL_BIT_FIELD(f) && has_constant_place(f) &&
		    !trusted_location(DECL_SOURCE_LOCATION(f)))
			each_number(TREE_TYPE(f), at + int_byte_position(f), out);
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
	std::vector<std::pair<HOST_WIDE_INT, tree>> all;
	pointer p = points_to(s, arg);
	region_id in = p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;
	tree type = pointee(arg);

	if (in < 0 || !type)
		return;

	const region &r = places_.region_at(in);
	unsigned int root = r.what == region::LOCAL ? variable(r.decl) : 0;

	each_number(type, p.where >= 0 ? p.offset : 0, all);
	for (const auto &one : all) {
		int number = number_of(stmt, one.first);

		s.untrusted.put({ root, in, one.first }, number);
		s.untrusted.known[number] = doubt_of(one.second);
		if (root && TYPE_UNSIGNED(one.second))
			unsigned_variables.insert(root);
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
		s.untrusted.known[number].tested(true, code, bound, known);
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
	doubt &d = s.untrusted.known[number];

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
	d = doubt();
}

/* An index must be less than how many there are, if that is known. */
void function_flow::check_index(state &s, tree ref, location_t where)
{
	tree index = TREE_OPERAND(ref, 1), domain = TYPE_DOMAIN(TREE_TYPE(TREE_OPERAND(ref, 0)));
	int number = number_at(s, index);
	HOST_WIDE_INT elements = HOST_WIDE_INT_MAX;

	if (number < 0)
		return;
	if (domain && TYPE_MAX_VALUE(domain) && tree_fits_shwi_p(TYPE_MAX_VALUE(domain)) &&
	    tree_to_shwi(TYPE_MAX_VALUE(domain)) > 0)
		elements = tree_to_shwi(TYPE_MAX_VALUE(domain)) + 1;

	/* the type of what it was before it became as wide as an index */
	tree narrow = index;

	while (TREE_CODE(narrow) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(narrow)) &&
	       CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(SSA_NAME_DEF_STMT(narrow))))
		narrow = gimple_assign_rhs1(SSA_NAME_DEF_STMT(narrow));
	if (!fits(s.untrusted.of(number), TREE_TYPE(narrow), elements))
		doubtful(s, index, where, "an index");
}

void function_flow::check_indices(state &s, gimple *stmt)
{
	for (unsigned int i = 0; i < gimple_num_ops(stmt); i++) {
		tree op = gimple_op(stmt, i);

		if (op && TREE_CODE(op) == ADDR_EXPR)
			op = TREE_OPERAND(op, 0);
		for (; op && handled_component_p(op); op = TREE_OPERAND(op, 0)) {
			if (TREE_CODE(op) == ARRAY_REF)
				check_index(s, op, gimple_location(stmt));
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

/* What is computed with numbers that came from outside. */
doubt function_flow::computed(state &s, gimple *stmt)
{
	tree_code code = gimple_assign_rhs_code(stmt);
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	tree type = TREE_TYPE(gimple_assign_lhs(stmt));
	doubt da = s.untrusted.of(number_at(s, a)), db = s.untrusted.of(b ? number_at(s, b) : -1), d;
	bool constant = b && TREE_CODE(b) == INTEGER_CST && tree_fits_shwi_p(b);
	HOST_WIDE_INT bound = 0;

	d.high = da.high || db.high;
	d.low = !TYPE_UNSIGNED(type) && (da.low || db.low);
	switch (code) {
	case BIT_AND_EXPR:
		if (constant && tree_to_shwi(b) >= 0)
			d = doubt(), d.most = da.bad() ? tree_to_shwi(b) : -1;
		else if (!da.bad() || !db.bad())
			d = doubt();
		break;
	case TRUNC_MOD_EXPR:
		d.high = db.high;
		if (constant && da.bad())
			d.most = tree_to_shwi(b) - 1;
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
		if (s.untrusted.of(number).bad())
			doubt_number(s, to, stmt, doubt_of(into));
		return;
	}
	if (!holder_of(s, to, h))
		return;
	s.untrusted.put(h, number);
	if (TYPE_UNSIGNED(into))
		unsigned_variables.insert(h.variable);
	else if (TYPE_UNSIGNED(type) && TYPE_PRECISION(into) == TYPE_PRECISION(type))
		s.untrusted.known[number].low |= s.untrusted.known[number].high;
}

static bool is_command(tree ref)
{
	return TREE_CODE(ref) == COMPONENT_REF && DECL_NAME(TREE_OPERAND(ref, 1)) &&
	       !strcmp(IDENTIFIER_POINTER(DECL_NAME(TREE_OPERAND(ref, 1))), "cmd") &&
	       !strcmp(kind_name(TREE_TYPE(TREE_OPERAND(ref, 0))), "deed_ioctl");
}

/* A struct is copied: its numbers stay what they are. */
void function_flow::copy_numbers(state &s, tree to, tree from)
{
	memory source = resolve(s, from), target = resolve(s, to);
	HOST_WIDE_INT size = int_size_in_bytes(TREE_TYPE(to));
	std::vector<std::pair<HOST_WIDE_INT, int>> all;

	if (source.where < 0 || target.where < 0)
		return;

	const region &r = places_.region_at(target.where);
	unsigned int root = r.what == region::LOCAL ? variable(r.decl) : 0;

	for (const auto &n : s.untrusted.numbers) {
		HOST_WIDE_INT at = n.first.offset - source.offset;

		if (n.first.where == source.where && at >= 0 && at < size)
			all.push_back({ at, n.second });
	}
	for (const auto &n : all)
		s.untrusted.put({ root, target.where, target.offset + n.first }, n.second);
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
	if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(to)))
		return copy_numbers(s, to, from);
	if (!INTEGRAL_TYPE_P(TREE_TYPE(to)))
		return;

	if (code == REALPART_EXPR)	/* of what untrusted_arithmetic() says */
		from = TREE_OPERAND(from, 0);

	int number = number_at(s, from);
	doubt d = code == REALPART_EXPR ? s.untrusted.of(number) : computed(s, stmt);

	if (holder_of(s, to, h))
		s.untrusted.forget(h);
	if (!by && number >= 0 && code != REALPART_EXPR &&
	    (gimple_assign_single_p(stmt) || CONVERT_EXPR_CODE_P(code)))
		converted(s, stmt);
	else if (d.bad() || d.most >= 0)
		doubt_number(s, to, stmt, d);
}

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

/* What goes into functions of the kernel unchecked. */
void function_flow::check_sinks(state &s, gcall *stmt, tree callee)
{
	tree types = TYPE_ARG_TYPES(TREE_TYPE(callee));

	for (unsigned int i = 0; i < gimple_call_num_args(stmt) && types; i++) {
		tree arg = gimple_call_arg(stmt, i);
		const char *as = INTEGRAL_TYPE_P(TREE_TYPE(arg)) ?
			sink_of(callee, i, TREE_VALUE(types)) : NULL;

		if (as && s.untrusted.of(number_at(s, arg)).bad())
			doubtful(s, arg, gimple_location(stmt), as);
		types = TREE_CHAIN(types);
	}
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

	for (unsigned int i = 0; lhs && i < gimple_call_num_args(stmt); i++)
		d.unite(s.untrusted.of(number_at(s, gimple_call_arg(stmt, i))));
	if (d.bad())
		doubt_number(s, lhs, stmt, d);
}

/* What a function of the user's gets that is not trusted; it is followed again. */
void function_flow::pass_untrusted(state &s, gcall *stmt, unsigned int i, tree callee)
{
	tree arg = gimple_call_arg(stmt, i);
	std::set<untrusted_input> &all = untrusted_inputs[callee];
	size_t before = all.size();

	if (INTEGRAL_TYPE_P(TREE_TYPE(arg))) {
		doubt d = s.untrusted.of(number_at(s, arg));

		if (d.bad())
			all.insert({ i, -1, d });
	} else if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(arg))) {
		memory m = resolve(s, arg);

		for (const auto &n : s.untrusted.numbers) {
			HOST_WIDE_INT at = n.first.offset - m.offset - m.within;
			doubt d = s.untrusted.known[n.second];

			if (n.first.where == m.where && m.where >= 0 && at >= 0 && d.bad() &&
			    at < int_size_in_bytes(TREE_TYPE(arg)))
				all.insert({ i, at, d });
		}
	} else if (POINTER_TYPE_P(TREE_TYPE(arg))) {
		pointer p = points_to(s, arg);
		region_id in = p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;

		for (const auto &n : s.untrusted.numbers) {
			HOST_WIDE_INT at = n.first.offset - p.offset;
			doubt d = s.untrusted.known[n.second];

			if (n.first.where == in && in >= 0 && at >= 0 && d.bad() && p.where >= 0)
				all.insert({ i, at, d });
		}
	}
	if (all.size() > before)
		follow_again.insert(callee);
}

/*
 * Whether a function that gets an address may have checked what is there, or put
 * something else there: all but those that only look, and say nothing of it.
 */
static bool may_check(gcall *stmt, unsigned int i)
{
	tree types = TYPE_ARG_TYPES(gimple_call_fntype(stmt));

	if (!POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, i))))
		return false;
	for (unsigned int n = 0; types && n < i; n++)
		types = TREE_CHAIN(types);
	return !types || !POINTER_TYPE_P(TREE_VALUE(types)) ||
	       !TYPE_READONLY(TREE_TYPE(TREE_VALUE(types))) ||
	       !VOID_TYPE_P(gimple_call_return_type(stmt));
}

void function_flow::untrusted_call(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), lhs = gimple_call_lhs(stmt);
	holder h;

	if (lhs && holder_of(s, lhs, h))
		s.untrusted.forget(h);
	if (is_arithmetic(stmt) && !s.untrusted.empty())
		return untrusted_arithmetic(s, stmt);
	if (!callee)
		return;

	bool ours = !trusted_function(callee) && DECL_STRUCT_FUNCTION(callee) &&
		in_module(DECL_SOURCE_LOCATION(callee));

	/* the abstractions check what they get */
	if (!s.untrusted.empty() && !in_module(DECL_SOURCE_LOCATION(callee)) &&
	    !trusted_function(callee))
		check_sinks(s, stmt, callee);
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

		if (ours && !s.untrusted.empty())
			pass_untrusted(s, stmt, i, callee);
		if (p.fetches)
			fetched(s, stmt, arg);
		else if (p.checks)
			checked(s, stmt, i);
		else if (!s.untrusted.empty() && may_check(stmt, i))
			s.untrusted.forget_region(points_to(s, arg).where);
	}
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
	auto inputs = untrusted_inputs.find(fun_->decl);
	unsigned int n = 0;

	if (inputs == untrusted_inputs.end())
		return;
	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), n++) {
		for (const untrusted_input &in : inputs->second) {
			int number = number_of(p, in.offset);
			bool value = !POINTER_TYPE_P(TREE_TYPE(p));
			region_id there = value ? places_.local(p) : places_.foreign(p);

			if (in.parameter != n)
				continue;
			s.untrusted.put({ value ? variable(p) : 0, there,
					  std::max<HOST_WIDE_INT>(in.offset, 0) }, number);
			s.untrusted.known[number].unite(in.what);
			if (TYPE_UNSIGNED(TREE_TYPE(p)))
				unsigned_variables.insert(variable(p));
		}
	}
}
