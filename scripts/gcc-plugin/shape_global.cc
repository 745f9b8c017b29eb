// SPDX-License-Identifier: GPL-2.0
/*
 * Plain data in static variables. All callbacks of a module reach it, at the same
 * time and with no lock, so nobody writes to it or gets it to write to.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"
#include "rules.h"

/* A struct that the kernel defines has its own rules, and functions to keep them. */
static bool is_kernels(tree type)
{
	tree first = RECORD_OR_UNION_TYPE_P(type) ? TYPE_FIELDS(type) : NULL_TREE;

	return first && !in_module(DECL_SOURCE_LOCATION(first)) &&
	       !trusted_location(DECL_SOURCE_LOCATION(first));
}

/* The static variable of the user's, of plain data, that a reference names a part of. */
static tree plain_static(tree ref)
{
	tree type = TREE_TYPE(ref);
	tree base = get_base_address(ref);

	while (TREE_CODE(type) == ARRAY_TYPE)
		type = TREE_TYPE(type);
	if (!base || !VAR_P(base) || !is_global_var(base) || TREE_READONLY(base) ||
	    DECL_ARTIFICIAL(base) || !users_token(DECL_SOURCE_LOCATION(base)) ||
	    misuses_on_purpose(base) || is_kernels(type) || is_fixed(type) ||
	    FUNC_OR_METHOD_TYPE_P(type))
		return NULL_TREE;
	return base;
}

/* Macros that write to their argument as plain code does, without a word on it. */
static bool writes_plainly(const char *macro)
{
	static const char *const all[] = {
		"swap", "do_div", "strscpy", "strscpy_pad", "memset_after", "memset_startat",
		"__set_bit", "__clear_bit", "__change_bit", "__test_and_set_bit",
		"__test_and_clear_bit", "__test_and_change_bit",
	};

	for (const char *one : all) {
		if (!strcmp(macro, one))
			return true;
	}
	return false;
}

/* What other macros of the kernel do, as module_param() or WRITE_ONCE(), is meant so. */
static bool is_users(const setting &where)
{
	return users_token(where.at) || through_macro(where.at, writes_plainly);
}

/* What is wrong, unless the flow finds that something worse is written there. */
static std::vector<std::pair<location_t, std::string>> found;

static void note_shared(tree var, const setting &where, const char *what)
{
	if (where.in_unsafe || in_unsafe_file(where.at) || !is_users(where) ||
	    !rule_on(RULE_GLOBAL_WRITTEN))
		return;
	found.push_back({ where.at, text("'%s' is static, and %s here: others may do so at"
					 " the same time",
					 IDENTIFIER_POINTER(DECL_NAME(var)), what) });
}

void report_globals()
{
	for (const auto &one : found) {
		if (reported_at(one.first))
			continue;
		report(GLOBAL, one.first, one.second)
			.hint("put it into a cell of the state, make it a deed_counter, or make"
			      " it const if nobody writes to it");
	}
}

static void check_written(tree ref, const setting &where)
{
	/* "(&table[1])[n]" */
	if (TREE_CODE(ref) == INDIRECT_REF) {
		tree pointer = TREE_OPERAND(ref, 0);

		while (TREE_CODE(pointer) == POINTER_PLUS_EXPR)
			pointer = TREE_OPERAND(pointer, 0);
		if (TREE_CODE(pointer) == ADDR_EXPR)
			ref = TREE_OPERAND(pointer, 0);
	}

	tree var = TREE_THIS_VOLATILE(ref) ? NULL_TREE : plain_static(ref);

	if (var)
		note_shared(var, where, "written to");
}

static void check_lent(tree value, const setting &where);

static void check_lent_elements(tree braces, const setting &where)
{
	unsigned HOST_WIDE_INT i;
	tree value;

	FOR_EACH_CONSTRUCTOR_VALUE(CONSTRUCTOR_ELTS(braces), i, value)
		check_lent(value, where);
}

/* "table", "&table.entries[1]": what it leads to can be written to, unless const. */
static void check_lent(tree value, const setting &where)
{
	/* volatile: what is marked, as set_bit() is */
	int spares = TYPE_QUAL_CONST |
		(through_macro(where.at, writes_plainly) ? 0 : TYPE_QUAL_VOLATILE);

	while (value && (CONVERT_EXPR_P(value) || TREE_CODE(value) == POINTER_PLUS_EXPR ||
			 TREE_CODE(value) == SAVE_EXPR || TREE_CODE(value) == COMPOUND_EXPR ||
			 TREE_CODE(value) == NON_LVALUE_EXPR)) {
		tree type = TREE_TYPE(value);

		if (POINTER_TYPE_P(type) && TYPE_QUALS(TREE_TYPE(type)) & spares)
			return;
		value = TREE_OPERAND(value, TREE_CODE(value) == COMPOUND_EXPR);
	}
	if (value && TREE_CODE(value) == COND_EXPR) {
		check_lent(TREE_OPERAND(value, 1), where);
		check_lent(TREE_OPERAND(value, 2), where);
		return;
	}
	if (value && TREE_CODE(value) == CONSTRUCTOR)
		return check_lent_elements(value, where);
	if (!value || TREE_CODE(value) != ADDR_EXPR || TYPE_READONLY(TREE_TYPE(TREE_TYPE(value))))
		return;

	tree var = plain_static(TREE_OPERAND(value, 0));

	if (var)
		note_shared(var, where, "lent to write to");
}

void check_globals(tree node, const setting &where)
{
	tree argument;
	call_expr_arg_iterator i;

	switch (TREE_CODE(node)) {
	case MODIFY_EXPR:
	case INIT_EXPR:
		check_written(TREE_OPERAND(node, 0), where);
		check_lent(TREE_OPERAND(node, 1), where);
		break;
	case PREINCREMENT_EXPR:
	case PREDECREMENT_EXPR:
	case POSTINCREMENT_EXPR:
	case POSTDECREMENT_EXPR:
		check_written(TREE_OPERAND(node, 0), where);
		break;
	case DECL_EXPR:
		if (VAR_P(DECL_EXPR_DECL(node)) && !TREE_STATIC(DECL_EXPR_DECL(node)))
			check_lent(DECL_INITIAL(DECL_EXPR_DECL(node)), where);
		break;
	case CALL_EXPR:
		FOR_EACH_CALL_EXPR_ARG(argument, i, node)
			check_lent(argument, where);
		break;
	default:
		break;
	}
}
