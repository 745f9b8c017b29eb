/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The loops of a function: GCC's own would change the graph.
 */
#ifndef DEED_LOOPS_H
#define DEED_LOOPS_H

#include "gcc.h"

class loops {
public:
	explicit loops(function *fun) : fun_(fun) {}

	/* The blocks of the innermost loop that a block is in, or NULL. */
	const std::set<basic_block> *around(basic_block bb);
	/* The same, if it may be left from this block. */
	const std::set<basic_block> *left_at(basic_block bb);
	/* Whether a place is set there to itself and something: counted up, or down. */
	enum { NOT = 0, UP = 1, DOWN = 2, FAST = 4 };	/* FAST: not one by one */
	int counts(const std::set<basic_block> &loop, tree place) const;

private:
	void find();

	function *fun_;
	bool found_ = false;
	std::vector<std::set<basic_block>> all_;
};

/* The variable or member that a value was loaded from, through temporaries; or itself. */
tree origin_of(tree value);

#endif /* DEED_LOOPS_H */
