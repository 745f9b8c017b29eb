// SPDX-License-Identifier: GPL-2.0
/*
 * What is lent to a callback until it returns: the right to copy to and from its
 * caller, the proof that it runs in an interrupt, the device that is probed. It is
 * of one task and one context, so nobody keeps it, and nobody makes one.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"
#include "rules.h"

static const char *of_call_in(tree type)
{
	while (POINTER_TYPE_P(type) || TREE_CODE(type) == ARRAY_TYPE)
		type = TREE_TYPE(type);
	return kind_name(type);
}

static bool is_task(tree type)
{
	while (TREE_CODE(type) == ARRAY_TYPE ||
	       (POINTER_TYPE_P(type) && POINTER_TYPE_P(TREE_TYPE(type))))
		type = TREE_TYPE(type);
	return POINTER_TYPE_P(type) && TREE_CODE(TREE_TYPE(type)) == RECORD_TYPE &&
	       !strcmp(kind_name(TREE_TYPE(type)), "task_struct");
}

/* What DEFINE_PER_CPU() makes. */
static bool is_of_cpu(tree decl)
{
	return VAR_P(decl) && DECL_SECTION_NAME(decl) &&
	       startswith(DECL_SECTION_NAME(decl), ".data..percpu");
}

void check_kept(tree decl)
{
	tree type = TREE_TYPE(decl);
	location_t at = DECL_SOURCE_LOCATION(decl);
	const char *name = DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : "(unnamed)";

	if (!users_token(at) || in_unsafe_file(at) || !rule_on(RULE_CALL_KEPT))
		return;
	if (is_task(type))
		report(CONTEXT, at, text("'%s' keeps a task, which may end", name))
			.hint("current is for the call in which it is read; keep its pid");
	else if (is_of_cpu(decl))
		report(CONTEXT, at, text("'%s' is one for each CPU, from which a task may move away",
					 name))
			.hint("keep it in a cell, or count with a deed_counter");
	else if (is_of_call(type) || (!RECORD_OR_UNION_TYPE_P(type) && keeps_call(type)))
		report(CONTEXT, at, text("'%s' keeps a '%s', which is lent until the call returns",
					 name, of_call_in(type)))
			.hint("pass it to the functions that the call calls; keep what was"
			      " read from it");
}

/* A pointer to something of the call comes from nowhere. */
static void report_made_up(tree type, const setting &where)
{
	if (!writer_of(where.at).user || reported_at(where.at) || in_unsafe_file(where.at))
		return;
	report(PUN, where.at, text("a pointer to a '%s' is made up", of_call_in(type)))
		.hint("only who calls the callback has one to lend: take it as a parameter");
}

static bool is_pointer_to_of_call(tree type)
{
	return type && POINTER_TYPE_P(type) && is_of_call(TREE_TYPE(type));
}

static void check_source(tree value, const setting &where)
{
	if (value && is_pointer_to_of_call(TREE_TYPE(value)) && integer_zerop(value))
		report_made_up(TREE_TYPE(value), where);
}

static void check_conversion(tree node, const setting &where)
{
	tree from = TREE_TYPE(TREE_OPERAND(node, 0)), to = TREE_TYPE(node);

	if (!is_pointer_to_of_call(to))
		return;
	if (!POINTER_TYPE_P(from) ||
	    TYPE_MAIN_VARIANT(TREE_TYPE(from)) != TYPE_MAIN_VARIANT(TREE_TYPE(to)))
		report_made_up(to, where);
}

static void report_made(tree type, location_t at)
{
	report(PUN, at, text("a '%s' is made up", of_call_in(type)))
		.hint("only who calls the callback has one to lend: take it as a parameter");
}

/* One that was given by value may be in a variable; what has no value, or braces, is new. */
static void check_variable(tree var, const setting &where)
{
	location_t at = DECL_SOURCE_LOCATION(var);
	tree value = DECL_INITIAL(var);

	check_source(value, where);
	if (is_of_call(TREE_TYPE(var)) && users_token(at) && !in_unsafe_file(at) &&
	    (!value || TREE_CODE(value) == CONSTRUCTOR))
		report_made(TREE_TYPE(var), at);
}

/* "&(const struct deed_hardirq){}" */
static void check_literal(tree node, const setting &where)
{
	location_t at = EXPR_LOC_OR_LOC(node, where.at);

	if (is_of_call(TREE_TYPE(node)) && writer_of(at).user && !in_unsafe_file(at) &&
	    !reported_at(at))
		report_made(TREE_TYPE(node), at);
}

void check_of_call(tree node, const setting &where)
{
	tree argument;
	call_expr_arg_iterator i;

	switch (TREE_CODE(node)) {
	case DECL_EXPR:
		if (VAR_P(DECL_EXPR_DECL(node)))
			check_variable(DECL_EXPR_DECL(node), where);
		break;
	case MODIFY_EXPR:
	case INIT_EXPR:
		check_source(TREE_OPERAND(node, 1), where);
		break;
	case CALL_EXPR:
		FOR_EACH_CALL_EXPR_ARG(argument, i, node)
			check_source(argument, where);
		break;
	case COMPOUND_LITERAL_EXPR:
		check_literal(node, where);
		break;
	CASE_CONVERT:
		check_conversion(node, where);
		break;
	default:
		break;
	}
}
