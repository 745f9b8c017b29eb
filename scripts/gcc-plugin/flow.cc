// SPDX-License-Identifier: GPL-2.0
/*
 * Which functions are followed, in which order; and the symbols that tie the
 * contracts of a module's files together.
 */
#include "flow.h"

#include "body.h"
#include "contract.h"
#include "function_flow.h"
#include "initialised.h"
#include "origin.h"
#include "stores.h"
#include "waits.h"

/* The user's functions that end the objects of boxes and references. */
static std::set<tree> releases;

void note_release(tree fndecl)
{
	tree release = NULL_TREE;

	if (!frees_contents(fndecl))
		return;
	walk_tree_without_duplicates(&DECL_SAVED_TREE(fndecl), [](tree *t, int *, void *data) {
		tree callee = TREE_CODE(*t) == CALL_EXPR ? get_callee_fndecl(*t) : NULL_TREE;

		if (callee && !trusted_function(callee))
			*(tree *)data = callee;
		return NULL_TREE;
	}, &release);

	tree kind = TREE_TYPE(DECL_ARGUMENTS(fndecl));
	tree object = TREE_TYPE(TREE_TYPE(TYPE_FIELDS(kind)));

	if (release)
		releases.insert(release);
	/* unbind drops a reference, too, and that may be the last one */
	if (release && contains(object, names_its_device))
		note_bound(release);
	if (!release && needs_release(object))
		report(RELEASE, DECL_SOURCE_LOCATION(fndecl),
		       text("no release function drops the handles in what '%s' owns",
			    kind_name(kind)))
			.hint("give one instead of deed_plain: void release(type *object)");
}

/* Whether there is anything to follow: most functions of the kernel have nothing. */
static bool concerns(function *fun)
{
	if (untrusted_inputs.count(fun->decl) || in_module(DECL_SOURCE_LOCATION(fun->decl)))
		return true;
	for (tree p = DECL_ARGUMENTS(fun->decl); p; p = DECL_CHAIN(p)) {
		tree type = TREE_TYPE(p);

		if (POINTER_TYPE_P(type) && is_of_call(TREE_TYPE(type)))
			return true;
		if (has_handles(POINTER_TYPE_P(type) ? TREE_TYPE(type) : type))
			return true;
	}

	unsigned int i;
	tree var;

	FOR_EACH_LOCAL_DECL(fun, i, var) {
		tree type = TREE_TYPE(var);

		if (POINTER_TYPE_P(type))
			type = TREE_TYPE(type);
		if (!leaves_of(type).empty() || !slots_of(type).empty())
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

				if (POINTER_TYPE_P(type) &&
				    (!leaves_of(TREE_TYPE(type)).empty() ||
				     !slots_of(TREE_TYPE(type)).empty()))
					return true;
			}
		}
	}
	return false;
}

/* A function whose address is taken in the body of another. */
struct address {
	tree of, in;
	location_t at;
};

static std::vector<address> addresses;

static void look_for_address(tree node, const setting &where)
{
	static std::set<tree> called;

	if (!trusted_location(where.at))
		note_cast(node);
	if (TREE_CODE(node) == CALL_EXPR && CALL_EXPR_FN(node))
		called.insert(CALL_EXPR_FN(node));
	else if (TREE_CODE(node) == ADDR_EXPR && !called.count(node) &&
		 TREE_CODE(TREE_OPERAND(node, 0)) == FUNCTION_DECL &&
		 !trusted_location(where.at))
		addresses.push_back({ TREE_OPERAND(node, 0), NULL_TREE, where.at });
}

void note_addresses(tree fndecl)
{
	size_t before = addresses.size();

	if (!in_module(DECL_SOURCE_LOCATION(fndecl)) || trusted_function(fndecl) ||
	    misuses_on_purpose(fndecl))
		return;
	each_expression(fndecl, look_for_address);
	for (size_t i = before; i < addresses.size(); i++)
		addresses[i].in = fndecl;
}

/* A pointer to a function says nothing of what the function promises. */
static bool check_address(tree fndecl, location_t where)
{
	if (!is_annotated(fndecl))
		return true;
	report(CONTRACT, where, text("the address of '%s' is taken, which promises more than"
				     " its type says", IDENTIFIER_POINTER(DECL_NAME(fndecl))))
		.hint("call it through a function without annotations");
	return false;
}

/* The functions that take one: what they do then makes no sense. */
static std::set<tree> check_addresses()
{
	std::set<tree> unsound;

	for (const address &a : addresses) {
		if (!check_address(a.of, a.at))
			unsound.insert(a.in);
	}
	return unsound;
}

/* Tables of callbacks, and what else is initialised before anything runs. */
static void check_initialisers()
{
	varpool_node *node;

	FOR_EACH_VARIABLE(node) {
		tree init = DECL_INITIAL(node->decl);

		if (!init || init == error_mark_node || only_exports(node->decl))
			continue;
		walk_tree_without_duplicates(&init, [](tree *t, int *, void *at) {
			if (TREE_CODE(*t) == FUNCTION_DECL &&
			    !trusted_location(*(location_t *)at))
				check_address(*t, *(location_t *)at);
			return NULL_TREE;
		}, &DECL_SOURCE_LOCATION(node->decl));
	}
}

/* What was proven of the drops of each function. */
static std::map<tree, hint> proven;

/* Those that are followed at this moment: one calls the next. */
static std::set<tree> following;

static void follow(tree fndecl, bool releases)
{
	function *fun = DECL_STRUCT_FUNCTION(fndecl);

	if (!fun || !fun->cfg || trusted_function(fndecl) ||
	    misuses_on_purpose(fndecl) || !concerns(fun))
		return;
	push_cfun(fun);
	following.insert(fndecl);
	proven[fndecl] = function_flow(fun).run(releases);
	following.erase(fndecl);
	entered.insert(fndecl);
	pop_cfun();
}

void follow_now(tree fndecl)
{
	if (!following.count(fndecl) && follow_again.erase(fndecl))
		follow(fndecl, releases.count(fndecl));
}

/* What a function fills and returns, and when, shows when it was followed. */
static void follow_callees_first(cgraph_node *node, std::set<cgraph_node *> &done)
{
	if (!done.insert(node).second)
		return;
	for (cgraph_edge *e = node->callees; e; e = e->next_callee) {
		if (e->callee->definition && !trusted_function(e->callee->decl))
			follow_callees_first(e->callee, done);
	}
	follow(node->decl, false);
}

/* Whether a function calls one that is to be followed again, too. */
static bool waits_for_another(tree fndecl)
{
	for (cgraph_edge *e = cgraph_node::get(fndecl)->callees; e; e = e->next_callee) {
		if (e->callee->decl != fndecl && follow_again.count(e->callee->decl))
			return true;
	}
	return false;
}

/* What callers pass, or callees leave, may be worse than was known when one was followed. */
static void follow_callees()
{
	while (!follow_again.empty()) {
		auto next = std::find_if_not(follow_again.begin(), follow_again.end(),
					     waits_for_another);

		follow_now(next == follow_again.end() ? *follow_again.begin() : *next);
	}
}

/* Changes code, and so comes when nothing is looked at any more. */
static void apply_hints()
{
	for (auto &one : proven) {
		push_cfun(DECL_STRUCT_FUNCTION(one.first));
		one.second.apply();
		pop_cfun();
	}
}

void check_flow()
{
	find_waits();
	find_stores();
	check_who_waits();

	std::set<tree> unsound = check_addresses();
	std::set<cgraph_node *> done;
	cgraph_node *node;

	FOR_EACH_DEFINED_FUNCTION(node) {
		if (unsound.count(node->decl)) {
			done.insert(node);
		} else if (releases.count(node->decl)) {
			done.insert(node);
			follow(node->decl, true);
		}
	}
	FOR_EACH_DEFINED_FUNCTION(node)
		follow_callees_first(node, done);
	follow_callees();
	if (!any_reports())
		apply_hints();
	check_initialisers();
}
