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

unsigned int origin_of(tree value)
{
	while (TREE_CODE(value) == SSA_NAME) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (!def || !is_gimple_assign(def) || gimple_assign_rhs2(def) ||
		    !variable(gimple_assign_rhs1(def)))
			break;
		value = gimple_assign_rhs1(def);
	}
	return variable(value);
}

static bool is_counting(gimple *stmt, unsigned int var)
{
	if (!is_gimple_assign(stmt))
		return false;

	tree_code code = gimple_assign_rhs_code(stmt);
	tree from = gimple_assign_rhs1(stmt);

	/* through a temporary, if the type is a small one */
	while (!gimple_assign_rhs2(stmt) && TREE_CODE(from) == SSA_NAME &&
	       is_gimple_assign(SSA_NAME_DEF_STMT(from))) {
		stmt = SSA_NAME_DEF_STMT(from);
		code = gimple_assign_rhs_code(stmt);
		from = gimple_assign_rhs1(stmt);
	}
	return (code == PLUS_EXPR || code == MINUS_EXPR) && origin_of(from) == var;
}

bool loops::counts(const std::set<basic_block> &loop, unsigned int var) const
{
	for (basic_block bb : loop) {
		for (auto i = gsi_start_bb(bb); var && !gsi_end_p(i); gsi_next(&i)) {
			if (variable(gimple_get_lhs(gsi_stmt(i))) == var &&
			    is_counting(gsi_stmt(i), var))
				return true;
		}
	}
	return false;
}
