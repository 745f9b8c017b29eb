// SPDX-License-Identifier: GPL-2.0
/*
 * Shared and exclusive: const is a shared borrow, and is deep.
 *
 * C looks at one level: a pointer that stands in a const object may be one to
 * write with. Here, what is reached through a shared borrow is shared however
 * many pointers lie between, and a pointer that was read there goes into pointers
 * to const alone. The same holds for what a function of the kernel gives that
 * takes a pointer to const and returns one without, as strchr() does.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"
#include "rules.h"

static bool is_const(tree type)
{
	return TYPE_READONLY(strip_array_types(type));
}

/* Whether data can be written through a pointer of @type, as far as C says. */
static bool is_exclusive(tree type)
{
	return POINTER_TYPE_P(type) && !FUNC_OR_METHOD_TYPE_P(TREE_TYPE(type)) &&
	       !is_const(TREE_TYPE(type));
}

/* Abstractions keep their pointers to themselves. */
static bool is_theirs(tree type)
{
	tree first = RECORD_OR_UNION_TYPE_P(type) ? TYPE_FIELDS(type) : NULL_TREE;

	return first && trusted_location(DECL_SOURCE_LOCATION(first));
}

static bool has_exclusive(tree type)
{
	return RECORD_OR_UNION_TYPE_P(type) && contains(type, is_exclusive, is_theirs);
}

static bool is_shared_value(tree value);

static bool reads_once(const char *macro)
{
	return !strcmp(macro, "READ_ONCE") || !strcmp(macro, "__READ_ONCE");
}

/* The pointer that is followed. READ_ONCE() says const of what it reads, as it only reads. */
static tree followed(tree place)
{
	tree pointer = TREE_OPERAND(place, 0);

	while (CONVERT_EXPR_P(pointer) && POINTER_TYPE_P(TREE_TYPE(TREE_OPERAND(pointer, 0))) &&
	       through_macro(EXPR_LOCATION(pointer), reads_once) &&
	       !users_token(EXPR_LOCATION(pointer)))
		pointer = TREE_OPERAND(pointer, 0);
	return pointer;
}

/* Whether what is named can be reached through a shared borrow alone. */
static bool is_shared(tree place)
{
	while (handled_component_p(place) || CONVERT_EXPR_P(place))
		place = TREE_OPERAND(place, 0);
	switch (TREE_CODE(place)) {
	case INDIRECT_REF:
	case MEM_REF:
		return is_const(TREE_TYPE(TREE_TYPE(followed(place)))) ||
		       is_shared_value(followed(place));
	case VAR_DECL:
		return is_global_var(place) && is_const(TREE_TYPE(place)) &&
		       RECORD_OR_UNION_TYPE_P(strip_array_types(TREE_TYPE(place)));
	default:
		return false;
	}
}

static tree before_conversion(tree argument)
{
	while (CONVERT_EXPR_P(argument) &&
	       POINTER_TYPE_P(TREE_TYPE(TREE_OPERAND(argument, 0))))
		argument = TREE_OPERAND(argument, 0);
	return argument;
}

/* strchr(shared, '.'), of the kernel: what the module defines is checked itself. */
static bool is_shared_result(tree call)
{
	tree callee = get_callee_fndecl(call), argument;
	call_expr_arg_iterator i;
	bool found = false, exclusive = false;
	int pointers = 0;

	if (!callee || trusted_function(callee) || in_module(DECL_SOURCE_LOCATION(callee)))
		return false;

	/* what is searched comes first, or after the key */
	int searched = DECL_NAME(callee) &&
		strstr(IDENTIFIER_POINTER(DECL_NAME(callee)), "bsearch") ? 1 : 0;

	FOR_EACH_CALL_EXPR_ARG(argument, i, call) {
		tree given = before_conversion(argument);

		if (!POINTER_TYPE_P(TREE_TYPE(argument)) || integer_zerop(given))
			continue;

		bool shared = !is_exclusive(TREE_TYPE(given)) || is_shared_value(given);

		if (pointers++ == searched && shared)
			return true;
		/* what it may write to, it may have the result from */
		exclusive |= !shared;
		found = true;
	}
	return found && !exclusive;
}

/* What a ({ }) gives. */
static tree last_of(tree block)
{
	while (block && TREE_CODE(block) == BIND_EXPR)
		block = BIND_EXPR_BODY(block);
	if (block && TREE_CODE(block) == STATEMENT_LIST)
		return STATEMENT_LIST_TAIL(block) ? STATEMENT_LIST_TAIL(block)->stmt : NULL_TREE;
	return block;
}

/* Whether a pointer leads to what is shared, though its type does not say so. */
static bool is_shared_value(tree value)
{
	if (!value || !is_exclusive(TREE_TYPE(value)))
		return false;
	switch (TREE_CODE(value)) {
	CASE_CONVERT:
	case NON_LVALUE_EXPR:
	case SAVE_EXPR:
	case POINTER_PLUS_EXPR:
		return is_shared_value(TREE_OPERAND(value, 0));
	case COMPOUND_EXPR:
	case C_MAYBE_CONST_EXPR:
		return is_shared_value(TREE_OPERAND(value, 1));
	case COND_EXPR:
		return is_shared_value(TREE_OPERAND(value, 1)) ||
		       is_shared_value(TREE_OPERAND(value, 2));
	case ADDR_EXPR:
	case INDIRECT_REF:
	case MEM_REF:
		return is_shared(TREE_CODE(value) == ADDR_EXPR ? TREE_OPERAND(value, 0) : value);
	case COMPONENT_REF:
	case ARRAY_REF:	/* of the pointer itself, const says nothing */
		return is_shared(TREE_OPERAND(value, 0));
	case TARGET_EXPR:
		return is_shared_value(last_of(TARGET_EXPR_INITIAL(value)));
	case BIND_EXPR:
	case STATEMENT_LIST:
		return last_of(value) != value && is_shared_value(last_of(value));
	case MODIFY_EXPR:
	case INIT_EXPR:
		return is_shared_value(TREE_OPERAND(value, 1));
	case CALL_EXPR:
		return is_shared_result(value);
	default:
		return false;
	}
}

static bool is_spared(const setting &where)
{
	return where.in_unsafe || !writer_of(where.at).user || in_unsafe_file(where.at) ||
	       reported_at(where.at) || !rule_on(RULE_SHARED_DEEP);
}

/* A value goes to where @type is wanted. */
static void check_given(tree type, tree value, const setting &where)
{
	if (!value || !type)
		return;
	if (is_exclusive(type) ? !is_shared_value(value) :
	    !(has_exclusive(type) && is_shared(value)))
		return;
	if (is_spared(where))
		return;
	report(SHARED, where.at, POINTER_TYPE_P(type) ?
	       "this leads to what is shared, and goes where it could be written through" :
	       "the copy has pointers to write with, which lead to what is shared")
		.hint("const is deep: take a pointer to const, or ask the caller for the object"
		      " without const, or keep what changes in a cell: DEED_CELL_TYPE()");
}

static void check_written(tree place, const setting &where)
{
	if (!is_shared(place) || is_spared(where))
		return;
	report(SHARED, where.at, "what is reached through a shared borrow is written")
		.hint("const is deep: ask the caller for the object without const, or keep what"
		      " changes in a cell: DEED_CELL_TYPE()");
}

/* sscanf(): writes through what its format leads to, whatever the type says. */
static bool is_scan(tree call)
{
	tree callee = get_callee_fndecl(call);

	return callee && DECL_NAME(callee) && strstr(IDENTIFIER_POINTER(DECL_NAME(callee)), "scanf");
}

static void check_scanned(tree argument, const setting &where)
{
	tree given = before_conversion(argument);

	if (!POINTER_TYPE_P(TREE_TYPE(given)) || is_spared(where) ||
	    (is_exclusive(TREE_TYPE(given)) && !is_shared_value(given)))
		return;
	report(SHARED, where.at, "what is reached through a shared borrow is written")
		.hint("scan into a variable, and check it");
}

static void check_arguments(tree call, const setting &where)
{
	tree pointer = CALL_EXPR_FN(call), argument;
	tree types = pointer ? TYPE_ARG_TYPES(TREE_TYPE(TREE_TYPE(pointer))) : NULL_TREE;
	call_expr_arg_iterator i;

	FOR_EACH_CALL_EXPR_ARG(argument, i, call) {
		bool named = types && types != void_list_node;

		if (!named && is_scan(call))
			check_scanned(argument, where);
		check_given(named ? TREE_VALUE(types) : TREE_TYPE(argument), argument,
			    { EXPR_LOC_OR_LOC(argument, where.at), where.in_unsafe });
		types = named ? TREE_CHAIN(types) : NULL_TREE;
	}
}

static void check_elements(tree braces, const setting &where)
{
	unsigned HOST_WIDE_INT i;
	tree index, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(braces), i, index, value) {
		bool field = index && TREE_CODE(index) == FIELD_DECL;

		check_given(TREE_TYPE(field ? index : value), value, where);
	}
}

void check_shared(tree node, const setting &where)
{
	switch (TREE_CODE(node)) {
	case MODIFY_EXPR:
	case INIT_EXPR:
		check_written(TREE_OPERAND(node, 0), where);
		check_given(TREE_TYPE(TREE_OPERAND(node, 0)), TREE_OPERAND(node, 1), where);
		break;
	case PREINCREMENT_EXPR:
	case PREDECREMENT_EXPR:
	case POSTINCREMENT_EXPR:
	case POSTDECREMENT_EXPR:
		check_written(TREE_OPERAND(node, 0), where);
		break;
	case DECL_EXPR:
		if (VAR_P(DECL_EXPR_DECL(node)))
			check_given(TREE_TYPE(DECL_EXPR_DECL(node)),
				    DECL_INITIAL(DECL_EXPR_DECL(node)), where);
		break;
	case CONSTRUCTOR:
		check_elements(node, where);
		break;
	case CALL_EXPR:
		check_arguments(node, where);
		break;
	default:
		break;
	}
}
