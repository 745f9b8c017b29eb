// SPDX-License-Identifier: GPL-2.0
/*
 * Follows waits from the functions that say so to those that call them.
 */
#include "waits.h"

#include "contract.h"
#include "origin.h"

/* Functions that wait, as their bodies show: the call that does. */
static std::map<tree, gcall *> waiting;

static bool waits(tree fndecl)
{
	return says_it_waits(fndecl) || waiting.count(fndecl);
}

/* Types of functions that wait and whose address is taken. */
static std::vector<std::pair<tree, tree>> pointed;

/* The function that a call through a pointer may reach, and that waits. */
static tree reached(gcall *call)
{
	for (const auto &one : pointed) {
		if (comptypes(TYPE_MAIN_VARIANT(one.first),
			      TYPE_MAIN_VARIANT(gimple_call_fntype(call))))
			return one.second;
	}
	return NULL_TREE;
}

/* The function that a call is known to call, or may call if it waits. */
static tree callee_of(gcall *call)
{
	tree callee = gimple_call_fndecl(call);

	if (callee || gimple_call_internal_p(call))
		return callee;
	return reached(call);
}

bool may_wait(gcall *call)
{
	tree callee = callee_of(call);

	return callee && waits(callee);
}

static void note_pointed(cgraph_node *node)
{
	if (node->address_taken && waits(node->decl))
		pointed.push_back({ TREE_TYPE(node->decl), node->decl });
}

/* Whether a function is found to wait that was not before. */
static bool look_into(cgraph_node *node)
{
	std::vector<cgraph_edge *> edges;

	if (waiting.count(node->decl))
		return false;
	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		edges.push_back(e);
	for (cgraph_edge *e = node->indirect_calls; e; e = e->next_callee)
		edges.push_back(e);
	for (cgraph_edge *e : edges) {
		if (!e->call_stmt || !may_wait(e->call_stmt))
			continue;
		waiting[node->decl] = e->call_stmt;
		note_pointed(node);
		return true;
	}
	return false;
}

void find_waits()
{
	cgraph_node *node;
	bool more = true;

	FOR_EACH_FUNCTION(node)
		note_pointed(node);
	while (more) {
		more = false;
		FOR_EACH_DEFINED_FUNCTION(node)
			more |= look_into(node);
	}
}

std::string callee_name(gcall *call)
{
	writer by = writer_of(gimple_location(call));
	tree callee = callee_of(call);

	if (by.trusted && by.macro)
		return by.macro;
	return callee && DECL_NAME(callee) ? IDENTIFIER_POINTER(DECL_NAME(callee)) : "a function";
}

void explain_wait(deed_error &e, gcall *call)
{
	for (int steps = 0; steps < 3; steps++) {
		tree callee = callee_of(call);
		auto found = waiting.find(callee);

		if (!gimple_call_fndecl(call))
			e.note(DECL_SOURCE_LOCATION(callee),
			       text("through the pointer it may be '%s'",
				    IDENTIFIER_POINTER(DECL_NAME(callee))));
		if (found == waiting.end() || trusted_function(callee))
			return;
		call = found->second;
		e.note(gimple_location(call), text("'%s' calls '%s' here",
						   IDENTIFIER_POINTER(DECL_NAME(callee)),
						   callee_name(call).c_str()));
	}
}

static void check_said(tree fndecl, gcall *call)
{
	if (!TREE_PUBLIC(fndecl) || DECL_EXTERNAL(fndecl) || says_it_waits(fndecl))
		return;
	report(CONTRACT, DECL_SOURCE_LOCATION(fndecl),
	       text("'%s' waits without bound or touches user memory, and does not say so to"
		    " other files", IDENTIFIER_POINTER(DECL_NAME(fndecl))))
		.note(gimple_location(call), text("it calls '%s' here", callee_name(call).c_str()))
		.hint("write deed_waits before its type, wherever it is declared");
}

static std::set<tree> bound;

void note_bound(tree fndecl)
{
	bound.insert(fndecl);
}

/* @call: in its body, where that is seen */
static void check_callback(tree fndecl, gcall *call)
{
	if (!is_bound_callback(fndecl) && !bound.count(fndecl))
		return;

	std::string what = call ? callee_name(call) : IDENTIFIER_POINTER(DECL_NAME(fndecl));
	deed_error &e = report(WAITS_LIVE, call ? gimple_location(call) :
						  DECL_SOURCE_LOCATION(fndecl),
		text("'%s' waits without bound or touches user memory, in a callback for whose end"
		     " unbind waits", what.c_str()));

	if (call)
		explain_wait(e, call);
	e.hint("wait with a timeout, or in read, write or ioctl of a file");
}

void check_who_waits()
{
	cgraph_node *node;

	for (const auto &one : waiting) {
		tree fndecl = one.first;

		if (!users_token(DECL_SOURCE_LOCATION(fndecl)) || trusted_function(fndecl) ||
		    misuses_on_purpose(fndecl))
			continue;
		check_said(fndecl, one.second);
		check_callback(fndecl, one.second);
	}
	/* of another file */
	FOR_EACH_FUNCTION(node) {
		if (!node->definition && says_it_waits(node->decl))
			check_callback(node->decl, NULL);
	}
}
