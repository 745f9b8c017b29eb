// SPDX-License-Identifier: GPL-2.0
/*
 * Natural loops: an edge back to a block that all ways to it lead through, and what
 * lies in between.
 */
#include "loops.h"

#include "state.h"

static std::set<basic_block> body_of(edge back)
{
	std::set<basic_block> body = { back->dest, back->src };
	std::vector<basic_block> todo;

	if (back->src != back->dest)
		todo.push_back(back->src);
	while (!todo.empty()) {
		basic_block bb = todo.back();
		edge e;
		edge_iterator i;

		todo.pop_back();
		FOR_EACH_EDGE(e, i, bb->preds) {
			if (body.insert(e->src).second)
				todo.push_back(e->src);
		}
	}
	return body;
}

void loops::find()
{
	basic_block bb;
	edge e;
	edge_iterator i;

	found_ = true;
	calculate_dominance_info(CDI_DOMINATORS);
	FOR_EACH_BB_FN(bb, fun_) {
		FOR_EACH_EDGE(e, i, bb->succs) {
			if (dominated_by_p(CDI_DOMINATORS, bb, e->dest))
				all_.push_back(body_of(e));
		}
	}
	free_dominance_info(CDI_DOMINATORS);
}

const std::set<basic_block> *loops::around(basic_block bb)
{
	const std::set<basic_block> *least = NULL;

	if (!found_)
		find();
	for (const auto &loop : all_) {
		if (loop.count(bb) && (!least || loop.size() < least->size()))
			least = &loop;
	}
	return least;
}

const std::set<basic_block> *loops::left_at(basic_block bb)
{
	const std::set<basic_block> *loop = around(bb);
	edge e;
	edge_iterator i;

	FOR_EACH_EDGE(e, i, bb->succs) {
		if (loop && !loop->count(e->dest))
			return loop;
	}
	return NULL;
}

tree origin_of(tree value)
{
	while (TREE_CODE(value) == SSA_NAME) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (!def || !is_gimple_assign(def) || gimple_assign_rhs2(def) ||
		    is_gimple_min_invariant(gimple_assign_rhs1(def)))
			break;
		value = gimple_assign_rhs1(def);
	}
	return value;
}

/* Whether two references name the same variable or member, by the same way. */
static bool is_same(tree a, tree b)
{
	a = origin_of(a);
	b = origin_of(b);
	if (a == b)
		return true;
	if (TREE_CODE(a) != TREE_CODE(b))
		return false;
	switch (TREE_CODE(a)) {
	case INTEGER_CST:
		return tree_int_cst_equal(a, b);
	case COMPONENT_REF:
		return TREE_OPERAND(a, 1) == TREE_OPERAND(b, 1) &&
		       is_same(TREE_OPERAND(a, 0), TREE_OPERAND(b, 0));
	case MEM_REF:
	case ARRAY_REF:
		return is_same(TREE_OPERAND(a, 0), TREE_OPERAND(b, 0)) &&
		       is_same(TREE_OPERAND(a, 1), TREE_OPERAND(b, 1));
	case ADDR_EXPR:
		return is_same(TREE_OPERAND(a, 0), TREE_OPERAND(b, 0));
	default:
		return false;
	}
}

/* Where a statement counts what it sets to. */
static int counted(gimple *stmt, tree place)
{
	if (!is_gimple_assign(stmt))
		return loops::NOT;

	/* through a temporary, if it is a member, or its type a small one */
	while (!gimple_assign_rhs2(stmt) && TREE_CODE(gimple_assign_rhs1(stmt)) == SSA_NAME &&
	       is_gimple_assign(SSA_NAME_DEF_STMT(gimple_assign_rhs1(stmt))))
		stmt = SSA_NAME_DEF_STMT(gimple_assign_rhs1(stmt));

	tree_code code = gimple_assign_rhs_code(stmt);
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);

	if (code == PLUS_EXPR && is_same(b, place))
		std::swap(a, b);
	if ((code != PLUS_EXPR && code != MINUS_EXPR) || !is_same(a, place))
		return loops::NOT;
	if (TREE_CODE(b) != INTEGER_CST)
		return loops::UP | loops::DOWN;

	/* without a sign, to take away is to add a large number */
	bool negative = wi::neg_p(wi::to_wide(b), SIGNED);

	return (negative == (code == PLUS_EXPR) ? loops::DOWN : loops::UP) |
	       (integer_onep(b) || integer_minus_onep(b) ? 0 : loops::FAST);
}

int loops::counts(const std::set<basic_block> &loop, tree place) const
{
	int all = NOT;

	if (!place || CONSTANT_CLASS_P(place))
		return NOT;
	for (basic_block bb : loop) {
		for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i)) {
			tree to = gimple_get_lhs(gsi_stmt(i));

			if (to && TREE_CODE(to) != SSA_NAME && is_same(to, place))
				all |= counted(gsi_stmt(i), place);
		}
	}
	return all;
}
