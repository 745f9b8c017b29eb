/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The paths of a function: which states reach which block, and how.
 *
 * A node is a block with a state at its entry. States that agree on handles and
 * pointers are one node, whose facts are what they have in common; others are
 * kept apart, so that a flag or an error code that the code itself keeps can tell
 * them apart. Beyond WIDTH states a block's states are united into one that may
 * be any of them: what then cannot be proved is refused. Nothing is ever left out.
 */
#ifndef DEED_PATHS_H
#define DEED_PATHS_H

#include "diagnostics.h"
#include "state.h"

class paths {
public:
	static const unsigned int WIDTH = 128;	/* states of a block */
	static const unsigned int STEPS = 200000;	/* visits of blocks */

	explicit paths(function *fun);

	/* A state reaches a block, over an edge from a node; -1 at the entry. */
	void reach(basic_block block, const state &s, int from, edge over);
	/* The next node to look at, or -1; then block() and entry() are its. */
	int next();
	basic_block block(int node) const { return nodes_[node].block; }
	const state &entry(int node) const { return nodes_[node].s; }
	bool united() const { return united_; }
	bool given_up() const { return steps_ > STEPS; }

	/* Where the return stands that led to a node, if the graph still knows. */
	location_t left_at(int node) const;
	/*
	 * Notes of the branches on the path from one node to another that had to be
	 * taken: not those that rejoin the path with nothing done in between, which
	 * at node @event something was; all, if @event is EVERYWHERE. At most three,
	 * the last.
	 */
	static const int EVERYWHERE = -2;
	void explain(deed_error &e, int from, int event, int to) const;

private:
	struct node {
		basic_block block;
		state s;
		int from;
		edge over;
		bool queued;
	};

	void enqueue(int n);
	void widen(basic_block block, const state &s, int from, edge over);
	void live_variables();
	void forget_dead(basic_block block, state &s) const;

	function *fun_;
	std::vector<node> nodes_;
	std::vector<std::map<state, int>> at_;	/* block to its nodes */
	std::vector<int> widened_;		/* block to its united node */
	std::vector<std::set<unsigned int>> live_; /* variables read at or after */
	std::vector<int> order_;
	std::set<std::pair<int, int>> queue_;
	unsigned int steps_ = 0;
	bool united_ = false;
};

#endif /* DEED_PATHS_H */
