// SPDX-License-Identifier: GPL-2.0
/*
 * Pointers taken for something else: by a cast, as a number, in a union, byte by
 * byte. A borrow keeps its type, so that it can be followed, and its const.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "harmless.h"
#include "origin.h"
#include "rules.h"

static bool is_function(tree type)
{
	return FUNC_OR_METHOD_TYPE_P(type);
}

static bool leads_to_data(tree type)
{
	return POINTER_TYPE_P(type) && !is_function(TREE_TYPE(type));
}

static bool is_const(tree type)
{
	return TYPE_READONLY(strip_array_types(type));
}

/* Whether the bytes of @type are, or have, pointers: nobody writes those by hand. */
static bool has_borrows(tree type)
{
	return contains(type, leads_to_data, [](tree part) {
		tree first = RECORD_OR_UNION_TYPE_P(part) ? TYPE_FIELDS(part) : NULL_TREE;

		/* va_list */
		return first && DECL_SOURCE_LOCATION(first) <= BUILTINS_LOCATION;
	});
}

static bool is_same(tree a, tree b)
{
	return TYPE_MAIN_VARIANT(a) == TYPE_MAIN_VARIANT(b) || comptypes(a, b);
}

static std::string type_name(tree type)
{
	char *s = print_generic_expr_to_str(type);
	std::string text = s;

	free(s);
	return text;
}

static bool is_container_of(const char *macro)
{
	return !strcmp(macro, "container_of");
}

static bool keeps_const(const char *macro)
{
	return !strcmp(macro, "container_of_const");
}

static bool is_spared(const setting &where)
{
	writer by = writer_of(where.at);

	return where.in_unsafe || !by.user || in_unsafe_file(where.at) ||
	       (by.macro && is_harmless(by.macro) && !clears_part(by.macro)) ||
	       reported_at(where.at);
}

/* The arguments of calls, which become void pointers on their way. */
static std::set<tree> arguments;

static void report_cast(tree from, tree to, const setting &where)
{
	report(PUN, where.at,
	       text("'%s' and '%s' are not the same, and there are pointers in them",
		    type_name(from).c_str(), type_name(to).c_str()))
		.hint("keep the type: what a pointer was borrowed from, and its const, would be"
		      " lost");
}

/* What is shared cannot be made exclusive. */
static void check_const(tree from, tree to, const setting &where)
{
	if (!rule_on(RULE_SHARED_CAST))
		return;
	if (through_macro(where.at, is_container_of)) {
		/* says what it makes of it */
		if (through_macro(where.at, keeps_const))
			return;
		report(SHARED, where.at, "container_of() makes exclusive what is shared here")
			.hint("container_of_const() gives a pointer to const");
		return;
	}
	report(SHARED, where.at, text("'%s' is shared here, and the cast makes it exclusive",
				      type_name(TYPE_MAIN_VARIANT(from)).c_str()))
		.hint("ask the caller for it without const, or keep what changes in a cell:"
		      " DEED_CELL_TYPE()");
}

/* Whether what a pointer to @from leads to may be looked at as @to. */
static bool is_view(tree from, tree to)
{
	from = strip_array_types(from);
	to = strip_array_types(to);
	if (is_same(from, to))
		return true;
	/* T ** as const T *const * */
	if (leads_to_data(from) && leads_to_data(to) && is_const(to))
		return is_const(TREE_TYPE(from)) <= is_const(TREE_TYPE(to)) &&
		       is_view(TREE_TYPE(from), TREE_TYPE(to));
	return !has_borrows(from) && !has_borrows(to);
}

static void check_pointers(tree node, tree pointer, const setting &where)
{
	tree from = TREE_TYPE(TREE_TYPE(pointer)), to = TREE_TYPE(TREE_TYPE(node));

	if (is_const(from) && !is_const(to))
		return check_const(from, to, where);
	if (through_macro(where.at, clears_part))
		return;
	if (VOID_TYPE_P(to) ? has_borrows(from) && !arguments.count(node) :
	    VOID_TYPE_P(from) ? has_borrows(to) && TREE_CODE(pointer) != CALL_EXPR :
	    !is_view(from, to))
		report_cast(from, to, where);
}

static void check_function(tree from, tree to, const setting &where)
{
	if (!is_same(from, to))
		report(PUN, where.at, "a function is cast: it has one type")
			.hint("write a function of the type that is wanted, which calls it");
}

static void check_conversion(tree node, const setting &where)
{
	tree pointer = TREE_OPERAND(node, 0);
	tree from = TREE_TYPE(pointer), to = TREE_TYPE(node);

	if (!POINTER_TYPE_P(to) || TREE_CODE(pointer) == INTEGER_CST)
		return;
	if (!POINTER_TYPE_P(from)) {
		if (leads_to_data(to) && INTEGRAL_TYPE_P(from) && !is_spared(where))
			report(PUN, where.at, "a number is no pointer, even if it was one before")
				.hint("keep the pointer, or an index");
		return;
	}
	if (is_same(TREE_TYPE(from), TREE_TYPE(to)) &&
	    is_const(TREE_TYPE(from)) <= is_const(TREE_TYPE(to)))
		return;
	if (is_spared(where))
		return;
	if (is_function(TREE_TYPE(from)) || is_function(TREE_TYPE(to)))
		check_function(TREE_TYPE(from), TREE_TYPE(to), where);
	else
		check_pointers(node, pointer, where);
}

static bool clears(const char *name)
{
	return strstr(name, "memset") || strstr(name, "zero") || strstr(name, "clear");
}

/* memcpy() and the like: what is assigned is followed, bytes are not. */
static void check_bytes(tree call, const setting &where)
{
	tree callee = get_callee_fndecl(call), argument;
	const char *name = callee && DECL_NAME(callee) ?
		IDENTIFIER_POINTER(DECL_NAME(callee)) : "";
	call_expr_arg_iterator i;

	FOR_EACH_CALL_EXPR_ARG(argument, i, call) {
		tree type = TREE_TYPE(argument);

		arguments.insert(argument);
		if (!handles_bytes(name) || clears(name))
			continue;
		while (CONVERT_EXPR_P(argument) &&
		       POINTER_TYPE_P(TREE_TYPE(TREE_OPERAND(argument, 0))))
			argument = TREE_OPERAND(argument, 0);
		type = TREE_TYPE(argument);
		if (!POINTER_TYPE_P(type) || !has_borrows(TREE_TYPE(type)) ||
		    where.in_unsafe || !writer_of(where.at).user || in_unsafe_file(where.at) ||
		    reported_at(where.at))
			continue;
		report(PUN, where.at, text("the bytes of '%s', in which there are pointers, are"
					   " copied", type_name(TREE_TYPE(type)).c_str()))
			.hint("assign it: what a pointer was borrowed from is followed then");
	}
}

void check_puns(tree node, const setting &where)
{
	if (CONVERT_EXPR_P(node))
		check_conversion(node, where);
	else if (TREE_CODE(node) == CALL_EXPR)
		check_bytes(node, where);
	else if (TREE_CODE(node) == VA_ARG_EXPR && leads_to_data(TREE_TYPE(node)) &&
		 !is_spared(where))
		report(PUN, where.at, "nobody knows what this pointer was when it was passed")
			.hint("name the parameter");
}

void check_union(tree type)
{
	if (trusted_location(DECL_SOURCE_LOCATION(TYPE_FIELDS(type))))
		return;	/* DEED_COMPOSITE() */
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		location_t at = DECL_SOURCE_LOCATION(f);

		if (TREE_CODE(f) != FIELD_DECL || !DECL_CHAIN(TYPE_FIELDS(type)) ||
		    !users_token(at) || in_unsafe_file(at) || !has_borrows(TREE_TYPE(f)))
			continue;
		report(PUN, at, text("'%s' has a pointer in a union: what it leads to, nobody can"
				     " tell", DECL_NAME(f) ? IDENTIFIER_POINTER(DECL_NAME(f)) :
				     "(unnamed)"))
			.hint("use a struct");
		return;
	}
}
