// SPDX-License-Identifier: GPL-2.0
/*
 * Casts: a pointer to a handle becomes, or comes from, one to something else.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"

/* Whether a pointer to @type leads to a handle itself. */
static bool is_place(tree type)
{
	return is_handle(type) || is_slot(type);
}

static bool is_same(tree a, tree b)
{
	return TYPE_MAIN_VARIANT(a) == TYPE_MAIN_VARIANT(b) || comptypes(a, b);
}

/* Whether a function of @type takes or gives handles, or their addresses. */
static bool passes_handles(tree type)
{
	if (!FUNC_OR_METHOD_TYPE_P(type))
		return false;
	if (has_handles(TREE_TYPE(type)))
		return true;
	for (tree t = TYPE_ARG_TYPES(type); t; t = TREE_CHAIN(t)) {
		tree passed = TREE_VALUE(t);

		if (has_handles(POINTER_TYPE_P(passed) ? TREE_TYPE(passed) : passed))
			return true;
	}
	return false;
}

/* Whether memory is looked at through @type without a word of what is in it. */
static bool is_anything(tree type)
{
	return VOID_TYPE_P(type) || INTEGRAL_TYPE_P(type);
}

/* "&box" or "&box.part", where box is a variable of this function */
static bool is_address_of_local(tree pointer)
{
	STRIP_NOPS(pointer);
	if (TREE_CODE(pointer) != ADDR_EXPR)
		return false;

	tree base = get_base_address(TREE_OPERAND(pointer, 0));

	return base && (TREE_CODE(base) == PARM_DECL ||
			(VAR_P(base) && !is_global_var(base)));
}

static std::string type_name(tree type)
{
	char *s = print_generic_expr_to_str(type);
	std::string text = s;

	free(s);
	return text;
}

static void report_pun(tree from, tree to, const setting &where)
{
	report(PUN, where.at,
	       text("'%s' and '%s' are not the same: a handle has one type",
		    type_name(from).c_str(), type_name(to).c_str()))
		.hint("keep the type; a handle of another kind is made by a function "
		      "that consumes this one");
}

static void report_escape(tree type, const setting &where)
{
	report(ESCAPE, where.at,
	       text("the address of a '%s' goes where the pass cannot follow",
		    kind_name(type)))
		.hint("keep it in a pointer of its own type");
}

static bool is_container_of(const char *macro)
{
	return !strncmp(macro, "container_of", 12) || strstr(macro, "_entry");
}

/* A pointer to what has handles becomes something else. */
static void check_from(tree pointer, tree type, const setting &where)
{
	tree from = TREE_TYPE(TREE_TYPE(pointer));
	tree to = POINTER_TYPE_P(type) ? TREE_TYPE(type) : void_type_node;

	if (!is_anything(to))
		report_pun(from, to, where);
	else if (VOID_TYPE_P(to) && !is_place(from) && !is_address_of_local(pointer) &&
		 in_unsafe_file(where.at))
		return;	/* the data of a callback */
	else if (through_macro(where.at, handles_bytes))
		report_bytes(from, where);
	else if (through_macro(where.at, is_container_of))
		report(PUN, where.at, text("container_of() reaches around a handle of "
					   "kind '%s'", kind_name(from)))
			.hint("borrow the object, and reach the handle from there");
	else
		report_escape(from, where);
}

/* A pointer to what has handles comes from something else. */
static bool is_made_up(tree from, tree to)
{
	if (!has_handles(to))
		return false;
	return is_place(to) || !from || !VOID_TYPE_P(from);
}

static void check_cast(tree node, const setting &where)
{
	tree pointer = TREE_OPERAND(node, 0);
	tree type = TREE_TYPE(node);
	tree from = POINTER_TYPE_P(TREE_TYPE(pointer)) ? TREE_TYPE(TREE_TYPE(pointer)) :
							 NULL_TREE;
	tree to = POINTER_TYPE_P(type) ? TREE_TYPE(type) : NULL_TREE;

	if (VOID_TYPE_P(type) || TREE_CODE(type) == BOOLEAN_TYPE ||
	    integer_zerop(pointer) || reported_at(where.at))
		return;
	if (from && to && is_same(from, to))
		return;
	if ((from && passes_handles(from)) || (to && passes_handles(to)))
		report(PUN, where.at, "a function that takes or gives handles is cast: "
				      "it has one type")
			.hint("write a function of the type that is wanted");
	else if (from && has_handles(from))
		check_from(pointer, type, where);
	else if (from && has_interior(from) && through_macro(where.at, clears_part))
		report_bytes(from, where);
	else if (to && is_made_up(from, to))
		report_pun(from ? from : TREE_TYPE(pointer), to, where);
}

/* What assembler gets, it may keep or write to. */
static void check_assembler(tree operands, const setting &where)
{
	for (; operands; operands = TREE_CHAIN(operands)) {
		tree operand = TREE_VALUE(operands);
		tree type = TREE_TYPE(operand);

		if (POINTER_TYPE_P(type) && (is_place(TREE_TYPE(type)) ||
					     is_address_of_local(operand)))
			type = TREE_TYPE(type);
		if (has_handles(type))
			report_escape(type, where);
	}
}

void check_casts(tree node, const setting &where)
{
	if (!writer_of(where.at).user)
		return;
	if (CONVERT_EXPR_P(node)) {
		check_cast(node, where);
	} else if (TREE_CODE(node) == ASM_EXPR) {
		check_assembler(ASM_INPUTS(node), where);
		check_assembler(ASM_OUTPUTS(node), where);
	}
}
