// SPDX-License-Identifier: GPL-2.0
/*
 * What conditions say of numbers from user memory, and the loops that they end.
 */
#include "function_flow.h"

/* Whether only 0 is 0 in another type. */
static bool keeps_zero(tree from, tree into)
{
	return INTEGRAL_TYPE_P(from) && INTEGRAL_TYPE_P(into) &&
	       TYPE_PRECISION(from) <= TYPE_PRECISION(into);
}

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
		if ((CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(def)) ||
		     gimple_assign_rhs_code(def) == SSA_NAME) &&
		    TREE_CODE(gimple_assign_rhs1(def)) == SSA_NAME &&
		    keeps_zero(TREE_TYPE(gimple_assign_rhs1(def)), TREE_TYPE(a))) {
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

/*
 * GCC makes one test of `n && n <= 16`: whether n - 1, without a sign, is at most 15.
 * Then the number that is taken away is the least, and the most is as much higher.
 */
static void range_tested(doubts &all, int number, tree_code code, HOST_WIDE_INT bound)
{
	auto found = all.less.find(number);

	if ((code != LE_EXPR && code != LT_EXPR) || found == all.less.end())
		return;

	auto [of, least] = found->second;

	if (least <= 0 || bound < 0 || bound > HOST_WIDE_INT_MAX - least)
		return;
	all.tested(of, true, code, bound + least, true);
	all.tested(of, true, GE_EXPR, least, true);
}

void function_flow::compare(state &s, tree a, tree_code code, tree b)
{
	int number = number_at(s, a);
	doubt of_bound = s.untrusted.of(number_at(s, b));
	HOST_WIDE_INT bound = 0;

	if (number >= 0 && TYPE_UNSIGNED(TREE_TYPE(a)) && TYPE_UNSIGNED(TREE_TYPE(b)) &&
	    (code == LT_EXPR || code == LE_EXPR || code == EQ_EXPR))
		s.untrusted.not_more(number, number_at(s, b));
	if (number < 0 || of_bound.bad() || of_bound.vague)
		return;
	if (TREE_CODE(b) == INTEGER_CST && !tree_fits_shwi_p(b))
		return;

	bool constant = is_constant(s, b, bound);

	/* another of the user's is a bound as far as its own goes */
	if (!constant && of_bound.most >= 0 && (code == LT_EXPR || code == LE_EXPR)) {
		const doubt before = s.untrusted.of(number);

		s.untrusted.tested(number, TYPE_UNSIGNED(TREE_TYPE(a)), code, of_bound.most, true);
		doubt &after = s.untrusted.known[number];

		after.room = of_bound.room && before.unchecked() && !after.bad();
		return;
	}
	s.untrusted.tested(number, TYPE_UNSIGNED(TREE_TYPE(a)), code, bound, constant);
	if (constant && TYPE_UNSIGNED(TREE_TYPE(a)))
		range_tested(s.untrusted, number, code, bound);
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

/* Whether a loop that goes on while (a code b) counts up to a constant. */
static bool counts_up_to(int way, const doubt &from, tree_code code)
{
	return (way & ~loops::FAST) == loops::UP && !from.low &&
	       (code == LT_EXPR || code == LE_EXPR);
}

/*
 * A loop that the user can make as long as he wants: it goes on while something
 * that it changes is below a number of his, or while it counts that down.
 */
void function_flow::check_bound(state &s, basic_block bb, gcond *cond)
{
	const std::set<basic_block> *loop = loops_.left_at(bb);
	tree a, b;
	tree_code code;
	edge yes, no;

	if (s.untrusted.empty() || !loop || !comparison(cond, a, code, b))
		return;
	extract_true_false_edges_from_block(bb, &yes, &no);
	if (!loop->count(yes->dest))
		code = invert_tree_comparison(code, false);
	for (int side = 0; side < 2; side++) {
		if (makes_long(s, *loop, a, code, b) && !ends_otherwise(s, *loop, bb))
			return doubtful(s, a, gimple_location(cond), "the bound of a loop");
		std::swap(a, b);
		code = swap_tree_comparison(code);
	}
}

/* Whether a loop that goes on while (a code b) does so as long as the user says, by a. */
bool function_flow::makes_long(state &s, const std::set<basic_block> &loop, tree a,
			       tree_code code, tree b)
{
	doubt d = s.untrusted.of(number_at(s, a));

	if (!d.high)
		return false;

	int way = loops_.counts(loop, origin_of(a)), other = loops_.counts(loop, origin_of(b));
	bool down = TREE_CODE(b) == INTEGER_CST && way && !counts_up_to(way, d, code);

	/* 16 bits are a bound, if one by one comes to an end */
	if (!d.low && d.width <= 16 && !way && other == loops::UP &&
	    (code == GT_EXPR || code == NE_EXPR))
		return false;
	return down || other;
}

/* The statement that a truth comes from, through those that only hand it on. */
static gimple *maker_of(tree a, bool &inverts)
{
	for (;;) {
		gimple *def = TREE_CODE(a) == SSA_NAME ? SSA_NAME_DEF_STMT(a) : NULL;
		tree callee = def && is_gimple_call(def) ? gimple_call_fndecl(def) : NULL_TREE;
		tree_code code = def && is_gimple_assign(def) ? gimple_assign_rhs_code(def) :
								ERROR_MARK;
		bool is_not = code == BIT_NOT_EXPR && TREE_CODE(TREE_TYPE(a)) == BOOLEAN_TYPE;

		inverts ^= is_not;
		if (is_not || code == SSA_NAME || CONVERT_EXPR_CODE_P(code))
			a = gimple_assign_rhs1(def);
		else if (callee && (fndecl_built_in_p(callee, BUILT_IN_EXPECT) ||
				    id_equal(DECL_NAME(callee), "__must_check_overflow")))
			a = gimple_call_arg(def, 0);
		else
			return def;
	}
}

/* The call that filled a variable in this block, or NULL. */
static gimple *filled_in(basic_block bb, tree var)
{
	for (auto i = gsi_last_bb(bb); !gsi_end_p(i); gsi_prev(&i)) {
		if (gimple_get_lhs(gsi_stmt(i)) == var)
			return gsi_stmt(i);
	}
	return NULL;
}

/* The sum of two numbers without a sign, which did not overflow: its bound is theirs. */
void function_flow::note_sum(state &s, tree sum, tree a, tree b)
{
	int number = number_at(s, sum), first = number_at(s, a), second = number_at(s, b);

	if (number < 0 || !TYPE_UNSIGNED(TREE_TYPE(a)) || !TYPE_UNSIGNED(TREE_TYPE(b)))
		return;
	s.untrusted.not_more(first, number);
	s.untrusted.not_more(second, number);
}

/* check_add_overflow() says that it did not. */
void function_flow::sum_fits(state &s, gimple *truth)
{
	tree sum = TREE_OPERAND(gimple_assign_rhs1(truth), 0);
	gimple *def = filled_in(gimple_bb(truth), sum);

	if (def && gimple_call_internal_p(def, IFN_ADD_OVERFLOW))
		note_sum(s, sum, gimple_call_arg(def, 0), gimple_call_arg(def, 1));
	/* what is left is not more, nor is what was taken */
	if (def && gimple_call_internal_p(def, IFN_SUB_OVERFLOW))
		note_sum(s, gimple_call_arg(def, 0), sum, gimple_call_arg(def, 1));
}

/* A part of what `a && b` or `a || b` was folded to. */
void function_flow::part_told(state &s, basic_block bb, tree truth, bool holds)
{
	bool inverts = false;
	gimple *maker = maker_of(truth, inverts);

	holds ^= inverts;
	if (!maker)
		return;
	if (!is_gimple_assign(maker) ||
	    TREE_CODE_CLASS(gimple_assign_rhs_code(maker)) != tcc_comparison)
		return told(s, bb, maker, holds);

	tree_code code = gimple_assign_rhs_code(maker);

	if (INTEGRAL_TYPE_P(TREE_TYPE(gimple_assign_rhs1(maker))))
		compare_both(s, bb, gimple_assign_rhs1(maker),
			     holds ? code : invert_tree_comparison(code, false),
			     gimple_assign_rhs2(maker));
}

/* What a truth that others computed says on the way that is taken. */
void function_flow::told(state &s, basic_block bb, gimple *maker, bool holds)
{
	tree callee = is_gimple_call(maker) ? gimple_call_fndecl(maker) : NULL_TREE;
	tree_code code = is_gimple_assign(maker) ? gimple_assign_rhs_code(maker) : ERROR_MARK;
	HOST_WIDE_INT start, len;

	if (code == (holds ? BIT_AND_EXPR : BIT_IOR_EXPR) &&
	    TREE_CODE(TREE_TYPE(gimple_assign_rhs1(maker))) == BOOLEAN_TYPE) {
		part_told(s, bb, gimple_assign_rhs1(maker), holds);
		return part_told(s, bb, gimple_assign_rhs2(maker), holds);
	}
	if (code == IMAGPART_EXPR && !holds)
		return sum_fits(s, maker);
	if (!callee || !DECL_NAME(callee) || !holds || gimple_call_num_args(maker) != 3 ||
	    !startswith(IDENTIFIER_POINTER(DECL_NAME(callee)), "in_range"))
		return;

	int number = number_at(s, gimple_call_arg(maker, 0));
	tree from = gimple_call_arg(maker, 1), size = gimple_call_arg(maker, 2);
	bool constant = is_constant(s, from, start) && is_constant(s, size, len);

	if (number < 0 || s.untrusted.of(number_at(s, from)).bad() ||
	    s.untrusted.of(number_at(s, size)).bad())
		return;
	s.untrusted.tested(number, true, LT_EXPR, constant ? start + len : 0, constant);
	s.untrusted.tested(number, true, GE_EXPR, constant ? start : 0, constant);
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
	if (integer_zerop(b) && (code == EQ_EXPR || code == NE_EXPR)) {
		bool inverts = code == EQ_EXPR;

		if (gimple *maker = maker_of(a, inverts))
			told(s, gimple_bb(cond), maker, !inverts);
	}
	compare_both(s, gimple_bb(cond), a, code, b);
}

/* The most that a number can be, by what it was compared with, or by its few bits; or -1. */
static HOST_WIDE_INT most_by_type(const doubt &d)
{
	if (!d.bad())
		return d.most;
	return d.low || d.width > 16 ? -1 : (HOST_WIDE_INT_1 << d.width) - 1;
}

/*
 * Who counts to a number of the user's comes no further than that goes, but that far: an
 * index that has no other bound. It is nobody's number, so it is no bound itself.
 */
void function_flow::counts_to(state &s, basic_block bb, tree a, tree_code code, tree b)
{
	tree counter = origin_of(a);
	HOST_WIDE_INT most = most_by_type(s.untrusted.of(number_at(s, b)));
	int number = number_at(s, counter);
	auto fact = s.facts.find(number_variable(counter));
	holder h;
	doubt d;

	if ((code != LT_EXPR && code != LE_EXPR) || most < 1)
		return;
	d.most = most - (code == LT_EXPR);
	if (fact != s.facts.end())
		d.most = std::min(d.most, fact->second.high);
	d.vague = true;
	d.steps = SUMS - 2;	/* of a round: [2 * i + 1] */
	if (number >= 0) {
		const doubt before = s.untrusted.of(number);

		/* of a round before, which added to it */
		if (before.vague && !before.bad() && before.most < 0)
			s.untrusted.known[number] = d;
		return;
	}
	doubt_number(s, counter, last_stmt(bb), d);
	if (a != counter && holder_of(s, a, h) && number_at(s, counter) >= 0)
		put_number(s, h, TREE_TYPE(a), number_at(s, counter));
}

/* What (a code b) says of both, at the end of a block. */
void function_flow::compare_both(state &s, basic_block bb, tree a, tree_code code, tree b)
{
	const std::set<basic_block> *loop = loops_.left_at(bb);
	bool order = code != EQ_EXPR && code != NE_EXPR;

	if (loop && loops_.counts(*loop, origin_of(a)))
		counts_to(s, bb, a, code, b);
	if (loop && loops_.counts(*loop, origin_of(b)))
		counts_to(s, bb, b, swap_tree_comparison(code), a);
	/* how far a loop counted is no bound: the number was the loop's */
	if (!loop || !order || !loops_.counts(*loop, origin_of(b)))
		compare(s, a, code, b);
	if (!loop || !order || !loops_.counts(*loop, origin_of(a)))
		compare(s, b, swap_tree_comparison(code), a);
}

/* The case that is taken says how large the number is. */
void function_flow::untrusted_case(state &s, gswitch *sw, edge taken)
{
	tree index = gimple_switch_index(sw);
	int number = number_at(s, index);
	HOST_WIDE_INT least = HOST_WIDE_INT_MAX, most = HOST_WIDE_INT_MIN;
	bool is_unsigned = TYPE_UNSIGNED(TREE_TYPE(index)), zero = false;

	if (number < 0)
		return;
	for (unsigned int i = 0; i < gimple_switch_num_labels(sw); i++) {
		tree label = gimple_switch_label(sw, i);
		tree first = CASE_LOW(label);
		tree last = CASE_HIGH(label) ? CASE_HIGH(label) : first;

		if (label_to_block(fun_, CASE_LABEL(label)) != taken->dest)
			continue;
		if (!last || !tree_fits_shwi_p(last) || !tree_fits_shwi_p(first))
			return;
		least = std::min(least, tree_to_shwi(first));
		most = std::max(most, tree_to_shwi(last));
		zero |= tree_to_shwi(first) <= 0 && tree_to_shwi(last) >= 0;
	}
	s.untrusted.tested(number, is_unsigned, LE_EXPR, most, true);
	s.untrusted.tested(number, is_unsigned, GE_EXPR, least, true);
	if (!zero)
		s.untrusted.tested(number, is_unsigned, NE_EXPR, 0, true);
}
