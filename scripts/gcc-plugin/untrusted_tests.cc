// SPDX-License-Identifier: GPL-2.0
/*
 * What conditions say of numbers from user memory, and the loops that they end.
 */
#include "function_flow.h"

/* The comparison that a condition comes down to, through temporaries. */
static bool comparison(gcond *cond, tree &a, tree_code &code, tree &b)
{
	bool inverts = false;

	a = gimple_cond_lhs(cond);
	b = gimple_cond_rhs(cond);
	code = gimple_cond_code(cond);
	while ((code == NE_EXPR || code == EQ_EXPR) && integer_zerop(b) &&
	       TREE_CODE(a) == SSA_NAME) {
		gimple *def = SSA_NAME_DEF_STMT(a);

		if (def && gimple_call_builtin_p(def, BUILT_IN_EXPECT)) {
			a = gimple_call_arg(def, 0);
			continue;
		}
		if (!def || !is_gimple_assign(def))
			break;
		if (CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(def)) &&
		    TREE_CODE(gimple_assign_rhs1(def)) == SSA_NAME) {
			a = gimple_assign_rhs1(def);
			continue;
		}
		if (TREE_CODE_CLASS(gimple_assign_rhs_code(def)) != tcc_comparison)
			break;
		inverts ^= code == EQ_EXPR;
		a = gimple_assign_rhs1(def);
		b = gimple_assign_rhs2(def);
		code = gimple_assign_rhs_code(def);
	}
	if (inverts)
		code = invert_tree_comparison(code, false);
	return INTEGRAL_TYPE_P(TREE_TYPE(a));
}

/* Whether that is one number on this path: min() keeps a constant in a variable. */
bool function_flow::is_constant(const state &s, tree value, HOST_WIDE_INT &number) const
{
	if (TREE_CODE(value) == INTEGER_CST && tree_fits_shwi_p(value)) {
		number = tree_to_shwi(value);
		return true;
	}

	auto known = s.facts.find(number_variable(value));

	if (known == s.facts.end() || !known->second.exact())
		return false;
	number = known->second.low;
	return true;
}

void function_flow::compare(state &s, tree a, tree_code code, tree b)
{
	int number = number_at(s, a);
	HOST_WIDE_INT bound = 0;

	if (number < 0 || s.untrusted.of(number_at(s, b)).bad())
		return;
	if (TREE_CODE(b) == INTEGER_CST && !tree_fits_shwi_p(b))
		return;

	bool constant = is_constant(s, b, bound);

	s.untrusted.known[number].tested(TYPE_UNSIGNED(TREE_TYPE(a)), code, bound, constant);
}

/* Whether the same loop counts to, or down from, something that can be trusted. */
bool function_flow::ends_otherwise(state &s, const std::set<basic_block> &loop,
				   basic_block but)
{
	for (basic_block bb : loop) {
		gimple *last = last_stmt(bb);
		tree a, b;
		tree_code code;

		if (bb == but || !last || gimple_code(last) != GIMPLE_COND ||
		    loops_.left_at(bb) != &loop || !comparison(as_a<gcond *>(last), a, code, b))
			continue;
		if (s.untrusted.of(number_at(s, a)).high || s.untrusted.of(number_at(s, b)).high)
			continue;
		if (loops_.counts(loop, origin_of(a)) || loops_.counts(loop, origin_of(b)))
			return true;
	}
	return false;
}

/*
 * A loop that the user can make as long as he wants: it goes on while something
 * that it changes is below a number of his, or while it counts that down.
 */
void function_flow::check_bound(state &s, basic_block bb, gcond *cond)
{
	tree a, b;
	tree_code code;

	if (s.untrusted.empty() || !comparison(cond, a, code, b))
		return;
	if (!s.untrusted.of(number_at(s, a)).high)
		std::swap(a, b);
	if (!s.untrusted.of(number_at(s, a)).high)
		return;
	const std::set<basic_block> *loop = loops_.left_at(bb);

	if (!loop)
		return;

	bool down = TREE_CODE(b) == INTEGER_CST && loops_.counts(*loop, origin_of(a));
	bool up = loops_.counts(*loop, origin_of(b));

	if ((down || up) && !ends_otherwise(s, *loop, bb))
		doubtful(s, a, gimple_location(cond), "the bound of a loop");
}

/* What a condition says on the way that is taken. */
void function_flow::untrusted_branch(state &s, gcond *cond, bool holds)
{
	tree a, b;
	tree_code code;

	if (s.untrusted.empty() || !comparison(cond, a, code, b))
		return;
	if (!holds)
		code = invert_tree_comparison(code, false);

	const std::set<basic_block> *loop = loops_.left_at(gimple_bb(cond));
	bool order = code != EQ_EXPR && code != NE_EXPR;

	/* how far a loop counted is no bound: the number was the loop's */
	if (!loop || !order || !loops_.counts(*loop, origin_of(b)))
		compare(s, a, code, b);
	if (!loop || !order || !loops_.counts(*loop, origin_of(a)))
		compare(s, b, swap_tree_comparison(code), a);
}

/* The case that is taken says how large the number is. */
void function_flow::untrusted_case(state &s, gswitch *sw, edge taken)
{
	int number = number_at(s, gimple_switch_index(sw));
	HOST_WIDE_INT most = -1;

	if (number < 0)
		return;
	for (unsigned int i = 0; i < gimple_switch_num_labels(sw); i++) {
		tree label = gimple_switch_label(sw, i);
		tree last = CASE_HIGH(label) ? CASE_HIGH(label) : CASE_LOW(label);

		if (label_to_block(fun_, CASE_LABEL(label)) != taken->dest)
			continue;
		if (!last || !tree_fits_shwi_p(last))
			return;
		most = std::max(most, tree_to_shwi(last));
	}
	s.untrusted.known[number].tested(true, LE_EXPR, most, true);
}
