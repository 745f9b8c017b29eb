// SPDX-License-Identifier: GPL-2.0
/*
 * The worklist, in the order of the source, and what is dead at a block's entry.
 */
#include "paths.h"

#include "rules.h"

paths::paths(function *fun)
	: fun_(fun), at_(last_basic_block_for_fn(fun)),
	  widened_(last_basic_block_for_fn(fun), -1),
	  live_(last_basic_block_for_fn(fun)),
	  order_(last_basic_block_for_fn(fun), 0)
{
	std::vector<int> rpo(n_basic_blocks_for_fn(fun));
	int count = pre_and_rev_post_order_compute_fn(fun, NULL, rpo.data(), false);

	for (int i = 0; i < count; i++)
		order_[rpo[i]] = i;
	live_variables();
}

/* Reads of variables in a statement; the variable that it sets, if any. */
static void accesses(gimple *stmt, std::set<unsigned int> &reads, unsigned int &sets)
{
	sets = variable(gimple_get_lhs(stmt));
	for (unsigned int i = 0; i < gimple_num_ops(stmt); i++) {
		tree op = gimple_op(stmt, i);

		if (!op || (variable(op) && variable(op) == sets && i == 0))
			continue;
		walk_tree_without_duplicates(&op, [](tree *t, int *, void *data) {
			if (unsigned int v = variable(*t))
				((std::set<unsigned int> *)data)->insert(v);
			return NULL_TREE;
		}, &reads);
	}
}

/* Variables whose address is in an operand. */
static void addressed(tree op, std::set<unsigned int> &kept)
{
	walk_tree_without_duplicates(&op, [](tree *t, int *, void *data) {
		tree base = TREE_CODE(*t) == ADDR_EXPR ?
			get_base_address(TREE_OPERAND(*t, 0)) : NULL_TREE;

		if (unsigned int v = base ? variable(base) : 0)
			((std::set<unsigned int> *)data)->insert(v);
		return NULL_TREE;
	}, &kept);
}

/*
 * Variables that may be read through a pointer later on: their address is kept. Most
 * are only lent to a call.
 */
static std::set<unsigned int> read_through_pointers(function *fun)
{
	std::set<unsigned int> kept;
	basic_block bb;

	FOR_EACH_BB_FN(bb, fun) {
		for (auto i = gsi_start_phis(bb); !gsi_end_p(i); gsi_next(&i)) {
			gphi *phi = as_a<gphi *>(gsi_stmt(i));

			for (unsigned int n = 0; n < gimple_phi_num_args(phi); n++)
				addressed(gimple_phi_arg_def(phi, n), kept);
		}
		for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i)) {
			gimple *stmt = gsi_stmt(i);

			if (is_gimple_call(stmt) &&
			    (gimple_call_internal_p(stmt) ||
			     !has_pointers(gimple_call_return_type(as_a<gcall *>(stmt)))))
				continue;
			for (unsigned int n = 0; n < gimple_num_ops(stmt); n++) {
				if (gimple_op(stmt, n))
					addressed(gimple_op(stmt, n), kept);
			}
		}
	}
	return kept;
}

/*
 * What is known of a temporary that nobody reads any more must not keep paths
 * apart.
 */
void paths::live_variables()
{
	const std::set<unsigned int> kept = read_through_pointers(fun_);
	std::vector<std::set<unsigned int>> reads(live_.size()), sets(live_.size());
	basic_block bb;
	bool changed = true;

	FOR_EACH_BB_FN(bb, fun_) {
		for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i)) {
			std::set<unsigned int> read;
			unsigned int set;

			accesses(gsi_stmt(i), read, set);
			for (unsigned int v : read) {
				if (!sets[bb->index].count(v))
					reads[bb->index].insert(v);
			}
			if (set)
				sets[bb->index].insert(set);
		}
		live_[bb->index] = reads[bb->index];
		live_[bb->index].insert(kept.begin(), kept.end());
	}
	while (changed) {
		changed = false;
		FOR_EACH_BB_REVERSE_FN(bb, fun_) {
			edge e;
			edge_iterator i;

			FOR_EACH_EDGE(e, i, bb->succs) {
				for (unsigned int v : live_[e->dest->index]) {
					if (sets[bb->index].count(v))
						continue;
					changed |= live_[bb->index].insert(v).second;
				}
			}
		}
	}
}

void paths::forget_dead(basic_block block, state &s) const
{
	const auto &live = live_[block->index];

	for (auto p = s.pointers.begin(); p != s.pointers.end();)
		p = live.count(p->first) ? std::next(p) : s.pointers.erase(p);
	if (!s.untrusted.empty())
		s.untrusted.keep(live);
	for (auto f = s.facts.begin(); f != s.facts.end();) {
		if (live.count(f->first)) {
			if (f->second.of && !live.count(f->second.of))
				f->second.of = 0;
			++f;
		} else {
			f = s.facts.erase(f);
		}
	}
}

void paths::enqueue(int n)
{
	if (nodes_[n].queued)
		return;
	nodes_[n].queued = true;
	queue_.insert({ order_[nodes_[n].block->index], n });
}

void paths::reach(basic_block block, const state &arriving, int from, edge over)
{
	state s = arriving;

	if (block == EXIT_BLOCK_PTR_FOR_FN(fun_))
		return;
	forget_dead(block, s);
	if (!rule_on(RULE_JOIN)) {
		/* for the test of the pass: the first state stands for all */
		if (!at_[block->index].empty())
			return;
	}
	if (widened_[block->index] >= 0)
		return widen(block, s, from, over);

	auto &known = at_[block->index];
	auto found = known.find(s);

	if (found != known.end()) {
		if (nodes_[found->second].s.join_facts(s))
			enqueue(found->second);
		return;
	}
	if (known.size() >= WIDTH)
		return widen(block, s, from, over);
	nodes_.push_back({ block, s, from, over, false });
	known[s] = nodes_.size() - 1;
	enqueue(nodes_.size() - 1);
}

void paths::widen(basic_block block, const state &s, int from, edge over)
{
	int n = widened_[block->index];

	united_ = true;
	if (n < 0) {
		n = nodes_.size();
		nodes_.push_back({ block, s, from, over, false });
		widened_[block->index] = n;
		for (const auto &other : at_[block->index])
			nodes_[n].s.widen(nodes_[other.second].s);
		return enqueue(n);
	}

	state before = nodes_[n].s;

	nodes_[n].s.widen(s);
	if (before < nodes_[n].s || nodes_[n].s < before ||
	    !(before.facts == nodes_[n].s.facts) ||
	    !before.untrusted.same_facts(nodes_[n].s.untrusted))
		enqueue(n);
}

int paths::next()
{
	if (queue_.empty() || ++steps_ > STEPS)
		return -1;

	int n = queue_.begin()->second;

	queue_.erase(queue_.begin());
	nodes_[n].queued = false;
	return n;
}

location_t paths::left_at(int node) const
{
	for (int n = node; n >= 0 && nodes_[n].over; n = nodes_[n].from) {
		location_t at = LOCATION_LOCUS(nodes_[n].over->goto_locus);

		if (at > BUILTINS_LOCATION)
			return at;
	}
	return UNKNOWN_LOCATION;
}

/* Whether the way to the end of a path leads over a block, whatever way is taken. */
static bool rejoins(const std::vector<basic_block> &way, size_t at, size_t event)
{
	basic_block join = get_immediate_dominator(CDI_POST_DOMINATORS, way[at]);

	for (size_t i = at + 1; i < way.size(); i++) {
		if (way[i] == join)
			return event <= at || event >= i;
	}
	return false;
}

void paths::explain(deed_error &e, int from, int event, int to) const
{
	std::vector<int> path;
	std::vector<basic_block> way;
	size_t event_at = 0;

	for (int n = to; n >= 0; n = nodes_[n].from) {
		path.insert(path.begin(), n);
		if (n == from)
			break;
	}
	for (size_t i = 0; i < path.size(); i++) {
		way.push_back(nodes_[path[i]].block);
		if (path[i] == event)
			event_at = i;
	}
	calculate_dominance_info(CDI_POST_DOMINATORS);
	for (size_t i = 0; i + 1 < path.size(); i++) {
		edge over = nodes_[path[i + 1]].over;
		gimple *last = last_stmt(way[i]);

		if (!last || !(over->flags & (EDGE_TRUE_VALUE | EDGE_FALSE_VALUE)) ||
		    (event != EVERYWHERE && rejoins(way, i, event_at)))
			continue;
		e.branches.push_back({ gimple_location(last),
				       text("because this condition is %s",
					    over->flags & EDGE_TRUE_VALUE ? "true" : "false") });
	}
	free_dominance_info(CDI_POST_DOMINATORS);
	if (e.branches.size() > 3)
		e.branches.erase(e.branches.begin(), e.branches.end() - 3);
}
