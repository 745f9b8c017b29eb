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

/* An atomic, a lock, or a pointer: a struct that has one has functions for it. */
static bool has_own_functions(tree type)
{
	tree first = RECORD_OR_UNION_TYPE_P(type) ? TYPE_FIELDS(type) : NULL_TREE;

	if (!RECORD_OR_UNION_TYPE_P(type))
		return POINTER_TYPE_P(type);
	return !first || (DECL_NAME(first) && !DECL_CHAIN(first) &&
			  !strcmp(IDENTIFIER_POINTER(DECL_NAME(first)), "counter"));
}

static bool is_of_kernel(tree type)
{
	tree first = RECORD_OR_UNION_TYPE_P(type) ? TYPE_FIELDS(type) : NULL_TREE;

	return first && !in_module(DECL_SOURCE_LOCATION(first)) &&
	       !trusted_location(DECL_SOURCE_LOCATION(first));
}

/*
 * A struct that the kernel defines has its own rules, and functions to keep them. Not if
 * it is numbers alone, as struct timespec64 is.
 */
static bool is_kernels(tree type)
{
	return is_of_kernel(type) && contains(type, has_own_functions);
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

/* module_param(name, uint, 0644): sysfs writes while callbacks read. */
void check_module_parameter(tree var)
{
	unsigned HOST_WIDE_INT i;
	tree field, value;

	if (strcmp(kind_name(TREE_TYPE(var)), "kernel_param") || !DECL_INITIAL(var) ||
	    TREE_CODE(DECL_INITIAL(var)) != CONSTRUCTOR || !rule_on(RULE_GLOBAL_WRITTEN))
		return;
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(DECL_INITIAL(var)), i, field, value) {
		if (!DECL_NAME(field) || strcmp(IDENTIFIER_POINTER(DECL_NAME(field)), "perm") ||
		    TREE_CODE(value) != INTEGER_CST || !(TREE_INT_CST_LOW(value) & 0222))
			continue;
		report(GLOBAL, DECL_SOURCE_LOCATION(var), "this parameter can be written to by way"
		       " of sysfs, at the same time as others read it")
			.hint("0444: it is set when the module is loaded, and then only read");
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

	tree var = plain_static(ref);

	if (var)
		note_shared(var, where, "written to");
}

static void check_lent(tree value, const setting &where);

/* To what may only read, it is not lent to write to. */
static void check_lent_to(tree type, tree value, const setting &where)
{
	if (!POINTER_TYPE_P(type) || !TYPE_READONLY(strip_array_types(TREE_TYPE(type))))
		check_lent(value, where);
}

static void check_lent_elements(tree braces, const setting &where)
{
	unsigned HOST_WIDE_INT i;
	tree index, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(braces), i, index, value) {
		bool field = index && TREE_CODE(index) == FIELD_DECL;

		check_lent_to(field ? TREE_TYPE(index) : TREE_TYPE(value), value,
			      { EXPR_LOC_OR_LOC(value, where.at), where.in_unsafe });
	}
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
	if (!value || TREE_CODE(value) != ADDR_EXPR || TYPE_READONLY(TREE_TYPE(TREE_TYPE(value))))
		return;

	tree var = plain_static(TREE_OPERAND(value, 0));

	if (var)
		note_shared(var, where, "lent to write to");
}

/* What leads to it in a table for the kernel, such as .attrs, the kernel looks after. */
void check_table(tree node, const setting &where)
{
	if (TREE_CODE(node) == CONSTRUCTOR && !is_of_kernel(TREE_TYPE(node)))
		check_lent_elements(node, where);
}

void check_initial_global(tree var, const setting &where)
{
	tree value = VAR_P(var) ? DECL_INITIAL(var) : NULL_TREE;

	if (value && value != error_mark_node)
		check_lent_to(TREE_TYPE(var), value,
			      { EXPR_LOC_OR_LOC(value, where.at), where.in_unsafe });
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
		check_initial_global(DECL_EXPR_DECL(node), where);
		break;
	case CALL_EXPR:
		FOR_EACH_CALL_EXPR_ARG(argument, i, node)
			check_lent(argument, where);
		break;
	case CONSTRUCTOR:
		check_lent_elements(node, where);
		break;
	default:
		break;
	}
}
