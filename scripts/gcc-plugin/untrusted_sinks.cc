// SPDX-License-Identifier: GPL-2.0
/*
 * Where numbers from user memory must not go untested: indices, shifts, divisors, and what
 * functions of the kernel take for a length.
 */
#include "function_flow.h"

#include "kernel.h"
#include "origin.h"
#include "rules.h"

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
	s.untrusted.at_least(number_at(s, by), 1);
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
	if (!fits(s.untrusted.of(number), elements) ||
	    (elements == HOST_WIDE_INT_MAX && s.untrusted.of(number).room))
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

	if (number >= 0 && !fits(s.untrusted.of(number), TYPE_PRECISION(TREE_TYPE(width_of))))
		doubtful(s, by, where, "the distance of a shift");
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
	const doubt d = s.untrusted.of(number_at(s, arg));
	bool told = false, reads = gimple_call_builtin_p(stmt, BUILT_IN_MEMCPY) ||
		     gimple_call_builtin_p(stmt, BUILT_IN_MEMMOVE) ||
		     gimple_call_builtin_p(stmt, BUILT_IN_MEMCMP);

	if (i == 2 && (reads || gimple_call_builtin_p(stmt, BUILT_IN_MEMSET))) {
		told = true;
		for (unsigned int n = 0; n < (reads ? 2 : 1); n++) {
			HOST_WIDE_INT bytes = bytes_at(gimple_call_arg(stmt, n));

			told &= bytes >= 0;
			if (bytes >= 0 && d.most > bytes)
				return doubtful(s, arg, gimple_location(stmt), as);
		}
	}
	/* no bitmap is less than a word */
	told |= !strcmp(as, "the number of a bit") && d.most < BITS_PER_WORD;
	if (d.room && !told)
		doubtful(s, arg, gimple_location(stmt), as);
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
