// SPDX-License-Identifier: GPL-2.0
/*
 * Copies: a handle, or something else that has one place, which the user named is
 * read as a value; or is overwritten as a whole.
 *
 * Fine are values that nobody else holds: results of calls, literals, and what
 * a macro of the abstractions gives, which has looked after its source.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"

static std::string source_of(tree expression)
{
	char *s = print_generic_expr_to_str(expression);
	std::string text = s;

	free(s);
	return text;
}

/* Whether @place, which may hold handles, was named by the user. */
static bool is_users(tree place, const setting &where)
{
	switch (TREE_CODE(place)) {
	case VAR_DECL:
	case PARM_DECL:
		return !DECL_ARTIFICIAL(place) &&
		       !trusted_location(DECL_SOURCE_LOCATION(place));
	case COMPONENT_REF:
	case INDIRECT_REF:
	case MEM_REF:
	case ARRAY_REF:
		return !trusted_location(EXPR_LOC_OR_LOC(place, where.at));
	case MODIFY_EXPR:	/* a = b = make() */
		return true;
	default:
		return false;
	}
}

/* What has no handles, and stays where it is all the same. */
static void report_fixed(tree place, location_t at, const char *what)
{
	tree type = TREE_TYPE(place);
	std::string source = source_of(place);
	const char *name = source.c_str();

	if (has_interior(type))
		report(COPY, at, text("'%s' is %s, and others may know its address or its lock",
				      name, what))
			.hint("initialise each in place, and copy the data");
	else
		report(COPY, at, text("'%s' is %s, and lent to this call once", name, what))
			.hint("pass its address");
}

static void report_copy(tree place, const setting &where)
{
	tree base = get_base_address(place);
	std::string source = source_of(place);
	location_t at = EXPR_LOC_OR_LOC(place, where.at);

	/* a value goes through several hands on its way */
	if (reported_at(at))
		return;

	if (!has_handles(TREE_TYPE(place)))
		return report_fixed(place, at, "copied");

	deed_error &e = report(COPY, at, text("'%s' is copied, and a handle has one owner",
					      source.c_str()));

	if (!is_handle(TREE_TYPE(place)))
		e.hint("pass the address of an object with handles");
	else if (base && DECL_P(base))
		e.hint(text("deed_move(%s)", source.c_str()));
	else
		e.hint("what is behind a pointer is handed on by a slot: DEED_SLOT()");
}

/* @value is read: what gives it must be nobody's. */
static void check_value(tree value, const setting &where)
{
	if (!value || !TREE_TYPE(value) || TREE_TYPE(value) == error_mark_node ||
	    !is_fixed(TREE_TYPE(value)))
		return;
	switch (TREE_CODE(value)) {
	case NOP_EXPR:
	case CONVERT_EXPR:
	case NON_LVALUE_EXPR:
	case VIEW_CONVERT_EXPR:
	case SAVE_EXPR:
		check_value(TREE_OPERAND(value, 0), where);
		break;
	case C_MAYBE_CONST_EXPR:
	case COMPOUND_EXPR:
		check_value(TREE_OPERAND(value, 1), where);
		break;
	case COND_EXPR:
		check_value(TREE_OPERAND(value, 1), where);
		check_value(TREE_OPERAND(value, 2), where);
		break;
	default:
		if (is_users(value, where))
			report_copy(value, where);
	}
}

bool handles_bytes(const char *name)
{
	static const char *const all[] = {
		"memcpy", "memmove", "memset", "mempcpy", "memzero", "memdup", "bcopy",
		"bzero", "kmemdup", "kvmemdup", "copy_", "clear_padding",
	};
	static const char *const ours[] = { "deed_read", "deed_ioctl_read", "deed_iter_get" };

	name += strspn(name, "_");
	for (const char *before : { "builtin___", "builtin_", "underlying_" }) {
		if (!strncmp(name, before, strlen(before)))
			name += strlen(before);
	}
	for (const char *begin : all) {
		if (!strncmp(name, begin, strlen(begin)))
			return true;
	}
	for (const char *whole : ours) {
		if (!strcmp(name, whole))
			return true;
	}
	return false;
}

bool clears_part(const char *macro)
{
	return !strcmp(macro, "memset_after") || !strcmp(macro, "memset_startat");
}

void report_bytes(tree type, const setting &where)
{
	if (!has_handles(type)) {
		report(COPY, where.at,
		       text("the bytes of '%s', which has one place, are copied or overwritten",
			    kind_name(type)))
			.hint("initialise each in place, and copy the data");
		return;
	}
	report(COPY, where.at,
	       text("the bytes of '%s', which has handles, are copied or overwritten",
		    kind_name(type)))
		.hint("hand each handle on: deed_move(); fresh memory of a box is zeroed");
}

/* What an argument pointed to before it became a void *. */
static tree pointee_of(tree argument)
{
	while (CONVERT_EXPR_P(argument) &&
	       POINTER_TYPE_P(TREE_TYPE(TREE_OPERAND(argument, 0))))
		argument = TREE_OPERAND(argument, 0);
	return POINTER_TYPE_P(TREE_TYPE(argument)) ? TREE_TYPE(TREE_TYPE(argument)) :
						     NULL_TREE;
}

/* What fetches takes a reader, and leaves its bytes alone. */
static bool has_fixed_bytes(tree type, bool fetches)
{
	return has_handles(type) || has_interior(type) || (!fetches && is_fixed(type));
}

static void check_bytes(tree call, bool fetches, const setting &where)
{
	tree argument;
	call_expr_arg_iterator i;

	FOR_EACH_CALL_EXPR_ARG(argument, i, call) {
		tree type = pointee_of(argument);

		if (type && has_fixed_bytes(type, fetches)) {
			report_bytes(type, where);
			return;
		}
	}
}

/* An argument that no parameter names: nobody owns it there. */
static void report_unnamed(tree type, const setting &where)
{
	if (!reported_at(where.at))
		report(ESCAPE, where.at,
		       text("a '%s' is passed to a function that does not name it",
			    kind_name(type)))
			.hint("handles are parameters with a type, not of the ...");
}

static void check_call(tree call, const setting &where)
{
	tree callee = get_callee_fndecl(call);
	tree pointer = CALL_EXPR_FN(call);
	unsigned int named = UINT_MAX;
	tree argument;
	call_expr_arg_iterator i;

	if (pointer && stdarg_p(TREE_TYPE(TREE_TYPE(pointer))))
		named = type_num_arguments(TREE_TYPE(TREE_TYPE(pointer)));
	FOR_EACH_CALL_EXPR_ARG(argument, i, call) {
		check_value(argument, where);
		if ((unsigned int)i.i > named && has_handles(TREE_TYPE(argument)))
			report_unnamed(TREE_TYPE(argument), where);
	}
	if (callee && DECL_NAME(callee) && handles_bytes(IDENTIFIER_POINTER(DECL_NAME(callee))))
		check_bytes(call, trusted_function(callee), where);
}

/*
 * "*cell = (struct foo_cell){}": somebody may hold its lock; "*phy = (struct deed_phy){}":
 * it is only lent. A handle may be assigned.
 */
static void check_overwritten(tree place, const setting &where)
{
	location_t at = EXPR_LOC_OR_LOC(place, where.at);
	tree type = TREE_TYPE(place);
	bool lent = is_of_call(type) && !is_value_of_call(type) && !in_unsafe_file(at);

	if ((has_interior(type) || lent) && !is_handle(type) && is_users(place, where) &&
	    !reported_at(at))
		report_fixed(place, at, "overwritten");
}

void check_copies(tree node, const setting &where)
{
	tree value;
	unsigned HOST_WIDE_INT i;

	switch (TREE_CODE(node)) {
	case MODIFY_EXPR:	/* of the result, too: return h; */
		check_overwritten(TREE_OPERAND(node, 0), where);
		/* fall through */
	case INIT_EXPR:
		check_value(TREE_OPERAND(node, 1), where);
		break;
	case DECL_EXPR:
		if (VAR_P(DECL_EXPR_DECL(node)))
			check_value(DECL_INITIAL(DECL_EXPR_DECL(node)), where);
		break;
	case CALL_EXPR:
		check_call(node, where);
		break;
	case CONSTRUCTOR:
		FOR_EACH_CONSTRUCTOR_VALUE(CONSTRUCTOR_ELTS(node), i, value)
			check_value(value, where);
		break;
	case VA_ARG_EXPR:
		if (has_handles(TREE_TYPE(node)))
			report_unnamed(TREE_TYPE(node), where);
		break;
	default:
		break;
	}
}
