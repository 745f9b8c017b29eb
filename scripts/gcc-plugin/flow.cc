// SPDX-License-Identifier: GPL-2.0
/*
 * Which functions are followed, in which order; and the symbols that tie the
 * contracts of a module's files together.
 */
#include "flow.h"

#include "contract.h"
#include "function_flow.h"
#include "origin.h"

/* The user's functions that end the objects of boxes and references. */
static std::set<tree> releases;

void note_release(tree fndecl)
{
	bool found = false;

	if (!frees_contents(fndecl))
		return;
	walk_tree_without_duplicates(&DECL_SAVED_TREE(fndecl), [](tree *t, int *, void *data) {
		tree callee = TREE_CODE(*t) == CALL_EXPR ? get_callee_fndecl(*t) : NULL_TREE;

		if (callee && !trusted_function(callee)) {
			releases.insert(callee);
			*(bool *)data = true;
		}
		return NULL_TREE;
	}, &found);

	tree kind = TREE_TYPE(DECL_ARGUMENTS(fndecl));
	tree object = TREE_TYPE(TREE_TYPE(TYPE_FIELDS(kind)));

	if (!found && has_handles(object))
		report(RELEASE, DECL_SOURCE_LOCATION(fndecl),
		       text("no release function drops the handles in what '%s' owns",
			    kind_name(kind)))
			.hint("give one instead of deed_plain: void release(type *object)");
}

/* Whether there is anything to follow: most functions of the kernel have nothing. */
static bool concerns(function *fun)
{
	for (tree p = DECL_ARGUMENTS(fun->decl); p; p = DECL_CHAIN(p)) {
		tree type = TREE_TYPE(p);

		if (has_handles(POINTER_TYPE_P(type) ? TREE_TYPE(type) : type))
			return true;
	}

	unsigned int i;
	tree var;

	FOR_EACH_LOCAL_DECL(fun, i, var) {
		tree type = TREE_TYPE(var);

		if (POINTER_TYPE_P(type))
			type = TREE_TYPE(type);
		if (!leaves_of(type).empty())
			return true;
	}
	basic_block bb;

	FOR_EACH_BB_FN(bb, fun) {
		for (auto g = gsi_start_bb(bb); !gsi_end_p(g); gsi_next(&g)) {
			if (!is_gimple_call(gsi_stmt(g)) ||
			    gimple_call_internal_p(gsi_stmt(g)))
				continue;
			if (!leaves_of(gimple_call_return_type(
					as_a<gcall *>(gsi_stmt(g)))).empty())
				return true;
			for (unsigned int a = 0; a < gimple_call_num_args(gsi_stmt(g)); a++) {
				tree type = TREE_TYPE(gimple_call_arg(gsi_stmt(g), a));

				if (POINTER_TYPE_P(type) && !leaves_of(TREE_TYPE(type)).empty())
					return true;
			}
		}
	}
	return false;
}

/* A pointer to a function says nothing of what the function promises. */
static bool check_address(tree value, location_t where)
{
	if (!value || TREE_CODE(value) != ADDR_EXPR)
		return true;

	tree fndecl = TREE_OPERAND(value, 0);

	if (TREE_CODE(fndecl) != FUNCTION_DECL || !is_annotated(fndecl) ||
	    trusted_location(where))
		return true;
	report(CONTRACT, where, text("the address of '%s' is taken, which promises more than"
				     " its type says", IDENTIFIER_POINTER(DECL_NAME(fndecl))))
		.hint("call it through a function without annotations");
	return false;
}

/* False if the function takes one: what it does then makes no sense. */
static bool check_addresses(function *fun)
{
	bool sound = true;
	basic_block bb;

	FOR_EACH_BB_FN(bb, fun) {
		for (auto g = gsi_start_bb(bb); !gsi_end_p(g); gsi_next(&g)) {
			gimple *stmt = gsi_stmt(g);
			unsigned int i = is_gimple_call(stmt) ? 3 : 0; /* after the callee */

			for (; i < gimple_num_ops(stmt); i++)
				sound &= check_address(gimple_op(stmt, i),
						       gimple_location(stmt));
		}
	}
	return sound;
}

/* Tables of callbacks, and what else is initialised before anything runs. */
static void check_initialisers()
{
	varpool_node *node;

	FOR_EACH_VARIABLE(node) {
		tree init = DECL_INITIAL(node->decl);

		if (!init || init == error_mark_node)
			continue;
		walk_tree_without_duplicates(&init, [](tree *t, int *, void *at) {
			check_address(*t, *(location_t *)at);
			return NULL_TREE;
		}, &DECL_SOURCE_LOCATION(node->decl));
	}
}

static void follow(tree fndecl, bool releases)
{
	function *fun = DECL_STRUCT_FUNCTION(fndecl);

	if (!fun || !fun->cfg || trusted_function(fndecl) ||
	    misuses_on_purpose(fndecl) || !check_addresses(fun) || !concerns(fun))
		return;
	push_cfun(fun);
	function_flow(fun).run(releases);
	pop_cfun();
}

void check_flow()
{
	std::vector<tree> others;
	cgraph_node *node;

	FOR_EACH_DEFINED_FUNCTION(node) {
		if (releases.count(node->decl))
			follow(node->decl, true);
		else
			others.push_back(node->decl);
	}
	for (tree fndecl : others)
		follow(fndecl, false);
	check_initialisers();
}
