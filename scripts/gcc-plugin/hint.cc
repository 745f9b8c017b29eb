// SPDX-License-Identifier: GPL-2.0
/*
 * Puts <kind>_drop_live() for <kind>_drop(), or nothing.
 */
#include "hint.h"

#include "contract.h"
#include "state.h"

static bool off;

void no_hint()
{
	off = true;
}

/* The drop of the same kind that does not test, if it is in use. */
static tree drop_live_of(tree drop)
{
	tree name = get_identifier((std::string(IDENTIFIER_POINTER(DECL_NAME(drop))) +
				    "_live").c_str());
	cgraph_node *node;

	FOR_EACH_DEFINED_FUNCTION(node) {
		if (DECL_NAME(node->decl) == name && promise_of(node->decl, 0).drops_live)
			return node->decl;
	}
	return NULL_TREE;
}

void hint::apply()
{
	bool changed = false;

	if (off || seen_.empty())
		return;
	for (const auto &known : seen_) {
		gimple_stmt_iterator at = gsi_for_stmt(known.first);

		if (!(known.second & LIVE)) {
			gsi_remove(&at, true);
			changed = true;
		} else if (known.second == LIVE) {
			tree live = drop_live_of(gimple_call_fndecl(known.first));

			if (!live)
				continue;
			gimple_call_set_fndecl(known.first, live);
			changed = true;
		}
	}
	if (changed)
		cgraph_edge::rebuild_edges();
}
