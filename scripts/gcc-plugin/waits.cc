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

/*
 * Types of functions to which pointers are cast to something else, so that they may
 * be called by a pointer of any type; and those to which pointers come from elsewhere.
 */
static std::vector<tree> cast_types, foreign_types;

static bool is_type_of(tree a, tree b)
{
	return comptypes(TYPE_MAIN_VARIANT(a), TYPE_MAIN_VARIANT(b));
}

static bool is_among(const std::vector<tree> &types, tree type)
{
	for (tree t : types) {
		if (is_type_of(t, type))
			return true;
	}
	return false;
}

static tree function_behind(tree type)
{
	return type && POINTER_TYPE_P(type) && FUNC_OR_METHOD_TYPE_P(TREE_TYPE(type)) ?
		TREE_TYPE(type) : NULL_TREE;
}

static void note_union(tree type)
{
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && function_behind(TREE_TYPE(f)))
			cast_types.push_back(function_behind(TREE_TYPE(f)));
	}
}

void note_cast(tree node)
{
	tree from = NULL_TREE;

	if (CONVERT_EXPR_P(node))
		from = function_behind(TREE_TYPE(TREE_OPERAND(node, 0)));
	else if (TREE_CODE(node) == ADDR_EXPR &&
		 TREE_CODE(TREE_OPERAND(node, 0)) == FUNCTION_DECL)
		from = TREE_TYPE(TREE_OPERAND(node, 0));
	else if (TREE_CODE(node) == COMPONENT_REF && function_behind(TREE_TYPE(node)) &&
		 TREE_CODE(TREE_TYPE(TREE_OPERAND(node, 0))) == UNION_TYPE)
		note_union(TREE_TYPE(TREE_OPERAND(node, 0)));

	tree to = function_behind(TREE_TYPE(node));

	if (from && TREE_CODE(TREE_TYPE(node)) != VOID_TYPE &&
	    TREE_CODE(TREE_TYPE(node)) != BOOLEAN_TYPE && (!to || !is_type_of(from, to)))
		cast_types.push_back(from);
}

/* A function is kept as a pointer of another type: casts are gone by then. */
static void note_kept(tree type, tree value)
{
	STRIP_NOPS(value);
	if (TREE_CODE(value) != ADDR_EXPR || TREE_CODE(TREE_OPERAND(value, 0)) != FUNCTION_DECL)
		return;

	tree from = TREE_TYPE(TREE_OPERAND(value, 0)), to = function_behind(type);

	if (!to || !is_type_of(from, to))
		cast_types.push_back(from);
}

static void note_initialiser(tree type, tree value)
{
	unsigned HOST_WIDE_INT i;
	tree at, part;

	if (TREE_CODE(value) != CONSTRUCTOR)
		return note_kept(type, value);
	if (TREE_CODE(type) == UNION_TYPE)
		note_union(type);
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(value), i, at, part)
		note_initialiser(at && TREE_CODE(at) == FIELD_DECL ? TREE_TYPE(at) :
								     TREE_TYPE(type), part);
}

/* Whether other files may put a function there. */
static bool is_from_elsewhere(tree ref)
{
	while (TREE_CODE(ref) == ARRAY_REF)
		ref = TREE_OPERAND(ref, 0);

	tree decl = TREE_CODE(ref) == COMPONENT_REF ? TREE_OPERAND(ref, 1) : ref;

	if (TREE_CODE(ref) == COMPONENT_REF) {
		const char *file = LOCATION_FILE(DECL_SOURCE_LOCATION(decl));

		return !file || strcmp(file, main_input_filename);
	}
	if (VAR_P(decl))
		return TREE_PUBLIC(decl) || DECL_EXTERNAL(decl);
	return TREE_CODE(ref) == MEM_REF;
}

/* What the user's function reads of pointers to functions, of which others know more. */
static void look_for_foreign(tree fndecl)
{
	function *fun = DECL_STRUCT_FUNCTION(fndecl);
	basic_block bb;

	if (!fun || !fun->cfg || !users_token(DECL_SOURCE_LOCATION(fndecl)) ||
	    trusted_function(fndecl))
		return;
	for (tree p = DECL_ARGUMENTS(fndecl); p && TREE_PUBLIC(fndecl); p = DECL_CHAIN(p)) {
		if (function_behind(TREE_TYPE(p)))
			foreign_types.push_back(function_behind(TREE_TYPE(p)));
	}
	FOR_EACH_BB_FN(bb, fun) {
		for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i)) {
			gimple *stmt = gsi_stmt(i);
			tree to = gimple_get_lhs(stmt);
			tree type = to ? function_behind(TREE_TYPE(to)) : NULL_TREE;
			tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL_TREE;

			if (!type)
				continue;
			if (is_gimple_assign(stmt))
				note_kept(TREE_TYPE(to), gimple_assign_rhs1(stmt));
			if (is_gimple_assign(stmt) ? is_from_elsewhere(gimple_assign_rhs1(stmt)) :
			    !callee || !DECL_STRUCT_FUNCTION(callee))
				foreign_types.push_back(type);
		}
	}
}

/* Types of functions that wait and whose address is taken. */
static std::vector<std::pair<tree, tree>> pointed;

/* Whether the user wrote a call, and not the kernel or the abstractions. */
static bool is_users(gcall *call)
{
	location_t at = gimple_location(call);

	return in_module(at) && !trusted_location(at);
}

/* The function that a pointer to a @type may lead to, and that waits. */
static tree reached(gcall *call, tree type)
{
	bool users = is_users(call);

	for (const auto &one : pointed) {
		if (is_type_of(one.first, type) || (users && is_among(cast_types, one.first)))
			return one.second;
	}
	return NULL_TREE;
}

/* A function of the file that another one calls, which gets it: sort() does. */
static tree called_back(gcall *call)
{
	tree callee = gimple_call_fndecl(call);

	if (!callee || trusted_function(callee) || DECL_STRUCT_FUNCTION(callee))
		return NULL_TREE;
	for (unsigned int i = 0; i < gimple_call_num_args(call); i++) {
		tree type = function_behind(TREE_TYPE(gimple_call_arg(call, i)));
		tree found = type ? reached(call, type) : NULL_TREE;

		if (found)
			return found;
	}
	return NULL_TREE;
}

/* The function that a call is known to call, or may call if it waits. */
static tree callee_of(gcall *call)
{
	tree callee = gimple_call_fndecl(call);

	if (gimple_call_internal_p(call))
		return NULL_TREE;
	if (!callee)
		return reached(call, gimple_call_fntype(call));
	if (!waits(callee) && called_back(call))
		return called_back(call);
	return callee;
}

/*
 * Whether the user calls what another file has put behind a pointer; in a file with
 * deed_unsafe_file() he knows what that is.
 */
static bool is_foreign(gcall *call)
{
	return !gimple_call_fndecl(call) && !gimple_call_internal_p(call) && is_users(call) &&
	       !in_unsafe_file(gimple_location(call)) &&
	       is_among(foreign_types, gimple_call_fntype(call));
}

bool may_wait(gcall *call)
{
	tree callee = callee_of(call);

	return callee ? waits(callee) : is_foreign(call);
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
	varpool_node *variable;
	bool more = true;

	FOR_EACH_VARIABLE(variable) {
		tree init = DECL_INITIAL(variable->decl);

		if (in_module(DECL_SOURCE_LOCATION(variable->decl)) && init &&
		    init != error_mark_node)
			note_initialiser(TREE_TYPE(variable->decl), init);
	}
	FOR_EACH_DEFINED_FUNCTION(node)
		look_for_foreign(node->decl);
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
	return callee && DECL_NAME(callee) ? IDENTIFIER_POINTER(DECL_NAME(callee)) :
					     "a function of another file";
}

void explain_wait(deed_error &e, gcall *call)
{
	for (int steps = 0; steps < 3; steps++) {
		tree callee = callee_of(call);
		auto found = waiting.find(callee);

		if (!callee) {
			e.note(gimple_location(call), "which one the pointer leads to does not"
						      " show in this file, nor what it does");
			return;
		}
		if (callee != gimple_call_fndecl(call))
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
