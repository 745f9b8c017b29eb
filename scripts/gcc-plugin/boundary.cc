// SPDX-License-Identifier: GPL-2.0
/*
 * Looks at each use of a function, and at each private name, in what the user
 * wrote.
 *
 * Who answers for a use is told by where its token stands. A function that is
 * given to a macro of the abstractions by its name, as a release function, is
 * the user's use of it; what a macro of the kernel expands to is, too, unless
 * the list has the macro.
 */
#include "boundary.h"

#include "body.h"
#include "contract.h"
#include "diagnostics.h"
#include "harmless.h"
#include "origin.h"

/* Names that a header of the kernel declares: the user cannot make them his own. */
static std::set<tree> kernel_names;

/* Names of functions that the compiled file itself declares. */
static std::set<tree> names_by_hand;

/* Uses of such functions, which the file may yet define. */
static std::vector<std::pair<tree, setting>> declared_by_hand;

static const char *name_of(tree decl)
{
	return DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : "";
}

/* deed_assume() is for abstractions only, as its contract says. */
static bool is_private(const char *name)
{
	return !strncmp(name, "__", 2) || !strcmp(name, "deed_assume");
}

/* Another name for a function, by which the list would not know it. */
static void check_alias(tree fndecl)
{
	static const char *const ways[] = { "alias", "weakref", "ifunc" };
	location_t at = DECL_SOURCE_LOCATION(fndecl);

	if (!in_module(at) || linemap_location_from_macro_expansion_p(line_table, at) ||
	    in_unsafe_file(at))
		return;
	for (const char *way : ways) {
		if (lookup_attribute(way, DECL_ATTRIBUTES(fndecl)))
			report(RAW_CALL, at, text("'%s' is another name for a function",
						  name_of(fndecl)))
				.hint("call the function by its own name");
	}
	if (DECL_ASSEMBLER_NAME_SET_P(fndecl) &&
	    IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(fndecl))[0] == '*')
		report(RAW_CALL, at, text("'%s' is given another name for the linker",
					  name_of(fndecl)))
			.hint("call the function by its own name");
}

static bool is_in_compiled_file(tree decl)
{
	const char *file = LOCATION_FILE(DECL_SOURCE_LOCATION(decl));

	return file && !strcmp(file, main_input_filename);
}

static void note_function(tree fndecl)
{
	check_alias(fndecl);

	location_t at = DECL_SOURCE_LOCATION(fndecl);

	/* the role in which a callback is named declares it anew: not by hand */
	if (is_in_compiled_file(fndecl) && !in_trusted_macro(at))
		names_by_hand.insert(DECL_NAME(fndecl));
	if (at > BUILTINS_LOCATION && !in_module(at) && !trusted_location(at))
		kernel_names.insert(DECL_NAME(fndecl));
}

static void report_private(const char *name, const setting &where)
{
	if (in_unsafe_file(where.at) || reported_at(where.at))
		return;
	report(RAW_MEMBER, where.at, text("'%s' is internal to the abstractions", name))
		.hint("use what the header documents; to reach the raw pointer of "
		      "a handle: deed_borrow_raw(), in deed_unsafe()");
}

static void report_raw(const char *name, const setting &where)
{
	const char *macro = writer_of(where.at).macro;
	std::string instead = in_place_of(name);
	std::string what = text("'%s' of the kernel is used outside of deed_unsafe()", name);

	if (where.in_unsafe || in_unsafe_file(where.at) || reported_at(where.at))
		return;
	if (macro && strcmp(macro, name)) {
		what = text("'%s' of the kernel is used outside of deed_unsafe(): "
			    "it uses '%s'", macro, name);
		if (!in_place_of(macro).empty())
			instead = in_place_of(macro);
	} else if (!strcmp(name, "asm")) {
		what = "assembler is used outside of deed_unsafe()";
	}
	if (instead.empty())
		instead = "deed_unsafe(\"why it is right\", ...)";
	report(RAW_CALL, where.at, what).hint("use " + instead);
}

static bool is_allowed(const char *name, const writer &by)
{
	return is_harmless(name) || (by.macro && is_harmless(by.macro));
}

static bool is_defined(tree fndecl)
{
	return DECL_INITIAL(fndecl) || DECL_SAVED_TREE(fndecl);
}

/* A function of the module, which is checked itself. */
static bool is_modules(tree fndecl, const setting &where)
{
	if (!in_module(DECL_SOURCE_LOCATION(fndecl)))
		return false;
	if (is_defined(fndecl))
		return true;
	if (names_by_hand.count(DECL_NAME(fndecl)))
		declared_by_hand.push_back({ fndecl, where });
	return !kernel_names.count(DECL_NAME(fndecl));
}

void check_declared_by_hand()
{
	for (const auto &use : declared_by_hand) {
		const setting &where = use.second;

		if (is_defined(use.first) || where.in_unsafe || in_unsafe_file(where.at) ||
		    reported_at(where.at))
			continue;
		report(RAW_CALL, where.at,
		       text("'%s' is declared in this file, and is of another",
			    name_of(use.first)))
			.hint("declare it in a header that the file which defines it includes:"
			      " it may be the kernel's");
	}
}

static void look_at_function(tree fndecl, const setting &where)
{
	writer by = writer_of(where.at);

	if (!by.user)
		return;
	if (trusted_function(fndecl)) {
		if (is_private(name_of(fndecl)) && !by.macro)
			report_private(name_of(fndecl), where);
		return;
	}
	if (is_allowed(name_of(fndecl), by) || is_modules(fndecl, where))
		return;
	report_raw(name_of(fndecl), where);
}

static void look_at_assembler(const setting &where)
{
	writer by = writer_of(where.at);

	if (by.user && !is_allowed("asm", by))
		report_raw("asm", where);
}

/* A call through a pointer that a struct of the kernel has. */
static void look_at_call(tree call, const setting &where)
{
	tree pointer = CALL_EXPR_FN(call);

	if (!pointer || TREE_CODE(pointer) != COMPONENT_REF)
		return;

	tree field = TREE_OPERAND(pointer, 1);
	location_t at = DECL_SOURCE_LOCATION(field);

	if (writer_of(where.at).user && !in_module(at) && !trusted_location(at))
		report_raw(name_of(field), where);
}

static bool is_private_field(tree field)
{
	if (!field || TREE_CODE(field) != FIELD_DECL || !is_private(name_of(field)))
		return false;
	return trusted_location(DECL_SOURCE_LOCATION(field)) ||
	       is_handle(DECL_CONTEXT(field)) || is_slot(DECL_CONTEXT(field));
}

static void look_at_member(tree field, const setting &where)
{
	if (is_private_field(field) && users_token(where.at))
		report_private(name_of(field), where);
}

/* The members that an initialiser in braces names, or fills in order. */
static void look_at_braces(tree braces, const setting &where)
{
	unsigned HOST_WIDE_INT i;
	tree field, value;

	if (!braces || TREE_CODE(braces) != CONSTRUCTOR)
		return;
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(braces), i, field, value) {
		look_at_member(field, where);
		look_at_braces(value, where);
	}
}

/* A variable of the file that is the abstractions' own. */
static void look_at_variable(tree var, const setting &where)
{
	if (DECL_FILE_SCOPE_P(var) && is_private(name_of(var)) &&
	    trusted_location(DECL_SOURCE_LOCATION(var)) && users_token(where.at))
		report_private(name_of(var), where);
}

static void look_at_declaration(tree decl, const setting &where)
{
	if (VAR_P(decl) && users_token(DECL_SOURCE_LOCATION(decl)))
		look_at_braces(DECL_INITIAL(decl),
			       { DECL_SOURCE_LOCATION(decl), where.in_unsafe });
}

/* "__deed_acquire(...)": a macro of theirs that is not for users. */
static void look_at_macro(const setting &where)
{
	writer by = writer_of(where.at);

	if (by.trusted && by.macro && is_private(by.macro))
		report_private(by.macro, where);
}

static void look(tree node, const setting &where)
{
	look_at_macro(where);
	switch (TREE_CODE(node)) {
	case ADDR_EXPR:
		if (TREE_CODE(TREE_OPERAND(node, 0)) == FUNCTION_DECL)
			look_at_function(TREE_OPERAND(node, 0), where);
		break;
	case ASM_EXPR:
		look_at_assembler(where);
		break;
	case CALL_EXPR:
		look_at_call(node, where);
		break;
	case COMPONENT_REF:
		look_at_member(TREE_OPERAND(node, 1), where);
		break;
	case COMPOUND_LITERAL_EXPR:
		look_at_braces(DECL_INITIAL(COMPOUND_LITERAL_EXPR_DECL(node)), where);
		break;
	case VAR_DECL:
		look_at_variable(node, where);
		break;
	case DECL_EXPR:
		look_at_declaration(DECL_EXPR_DECL(node), where);
		break;
	default:
		break;
	}
}

void check_calls(tree fndecl)
{
	note_function(fndecl);
	if (in_module(DECL_SOURCE_LOCATION(fndecl)))
		each_expression(fndecl, look);
}

void note_declaration(tree decl)
{
	location_t at = DECL_SOURCE_LOCATION(decl);

	if (TREE_CODE(decl) == FUNCTION_DECL) {
		note_function(decl);
	} else if (VAR_P(decl) && DECL_FILE_SCOPE_P(decl) && in_module(at)) {
		look_at_declaration(decl, { at, false });
		each_in_initialiser(decl, look);
	}
}
