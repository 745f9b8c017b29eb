// SPDX-License-Identifier: GPL-2.0
/*
 * Where handles may stand: types, variables and parameters.
 *
 * What the abstractions' macros declare is theirs, with the types that the user
 * gave them: those are the user's choice, and are looked at here.
 */
#include "shape.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"

static bool has_guards(tree type)
{
	return contains(type, is_guard);
}

static bool is_array_of_handles(tree type)
{
	return TREE_CODE(type) == ARRAY_TYPE && has_handles(type);
}

std::string name_of(tree decl)
{
	return DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : "(unnamed)";
}

std::string quoted(const std::string &name)
{
	return "'" + name + "'";
}

static void report_array(location_t at, const std::string &name)
{
	report(ARRAY, at, text("'%s' is an array of handles", name.c_str()))
		.hint("give each handle a name of its own, or make them one: "
		      "DEED_COMPOSITE()");
}

static void report_guard(location_t at, const std::string &name)
{
	report(CONTEXT, at, text("'%s' keeps a guard, which must not outlive its block",
				 name.c_str()))
		.hint("a guard is held in a variable of a function: deed_own()");
}

/* What only lives as long as the device is bound, where it would live for longer. */
static void report_scoped(location_t at, const std::string &what)
{
	report(CONTEXT, at, what + " belongs to the bound device, and would outlive it here")
		.hint("it is a member of the hardware struct, for which DEED_DEVICE_TYPE() "
		      "makes the only place");
}

/* The last drop frees the object, so that it is neither part of another nor a variable. */
static void report_counted(location_t at, const std::string &name)
{
	report(CONTRACT, at, text("'%s' is counted, and the last drop would free what is no memory"
				  " of its own", name.c_str()))
		.hint("allocate it: <kind>_box_alloc(); and keep a reference");
}

/* What the pointer of a box or an array leads to: __ptr, with a __len beside. */
static void check_contents(tree type)
{
	tree first = TYPE_FIELDS(type);
	tree second = first ? DECL_CHAIN(first) : NULL_TREE;

	if (!first || TREE_CODE(first) != FIELD_DECL || !POINTER_TYPE_P(TREE_TYPE(first)))
		return;

	tree contents = TREE_TYPE(TREE_TYPE(first));
	location_t at = DECL_SOURCE_LOCATION(first);

	if (has_guards(contents))
		report_guard(at, kind_name(type));
	else if (has_scoped(contents) && !is_guard(type))
		report_scoped(at, quoted(kind_name(type)));
	else if (has_handles(contents) && second && name_of(second) == "__len")
		report_array(at, kind_name(type));
}

/* The union of DEED_COMPOSITE(), which names the first word of its first field. */
static bool is_composites(tree record)
{
	return trusted_location(DECL_SOURCE_LOCATION(TYPE_FIELDS(record)));
}

/*
 * A struct of the user's that has one is a hardware struct, which stands in a
 * device place alone. What an abstraction makes of scoped kinds is one, too.
 */
static bool may_have_scoped(tree record, tree field)
{
	bool hardware = is_scoped(TREE_TYPE(field)) || !DECL_NAME(field);

	if (is_device_place(record) || is_scoped(record))
		return true;
	return hardware && !is_handle(record) &&
	       !trusted_location(DECL_SOURCE_LOCATION(field));
}

/* Structs that are part of a hardware struct, and members that may make one of theirs. */
static std::set<tree> hardware;
static std::vector<std::pair<tree, tree>> maybe_hardware;

static void note_hardware(tree type)
{
	if (TREE_CODE(type) != RECORD_TYPE || is_handle(type) ||
	    !hardware.insert(TYPE_MAIN_VARIANT(type)).second)
		return;
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && has_scoped(TREE_TYPE(f)))
			note_hardware(TREE_TYPE(f));
	}
}

/* "struct channel rx, tx;": whether what they are in is a hardware struct shows later. */
static bool may_be_hardware(tree record, tree field)
{
	return TREE_CODE(record) == RECORD_TYPE && TREE_CODE(TREE_TYPE(field)) == RECORD_TYPE &&
	       !is_handle(record) && !is_slot(record) && users_token(DECL_SOURCE_LOCATION(field));
}

void check_hardware_structs()
{
	for (const auto &m : maybe_hardware) {
		if (!hardware.count(m.first))
			report_scoped(DECL_SOURCE_LOCATION(m.second), quoted(name_of(m.second)));
	}
}

/* The scope of the device drops what is its own, and knows of nothing else. */
static void check_hardware(tree type)
{
	std::vector<leaf> all = leaves_of(type), slots = slots_of(type);

	all.insert(all.end(), slots.begin(), slots.end());
	for (const leaf &l : all) {
		if (is_scoped(l.kind) || !l.field)
			continue;
		report(NO_OWNER, DECL_SOURCE_LOCATION(l.field),
		       text("nobody drops '%s' of the hardware struct",
			    name_of(l.field).c_str()))
			.hint("keep it in the state, whose release function drops it");
	}
}

static bool has_device(tree type)
{
	return contains(type, names_its_device);
}

/*
 * Scopes and guards know a device by its place, and the object by the place's type:
 * there must be one of both. @known: what has a place, and the field that is it.
 */
static void check_device(tree record, tree field)
{
	static std::map<tree, tree> known;
	tree type = TYPE_MAIN_VARIANT(TREE_TYPE(field));
	location_t at = DECL_SOURCE_LOCATION(field);
	tree first = NULL_TREE;

	for (tree f = TYPE_FIELDS(record); f != field && !first; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && has_device(TREE_TYPE(f)))
			first = f;
	}
	if (first) {
		report(CONTEXT, at, text("'%s' is a second device place: an object is the state"
					 " of one device", name_of(field).c_str()))
			.note(DECL_SOURCE_LOCATION(first), "the first is here")
			.hint("put what belongs to one device into one hardware struct");
		return;
	}
	first = known.emplace(type, field).first->second;
	if (first != field)
		report(CONTEXT, at,
		       text("'%s' is a device place of '%s', too: which of them a scope or a guard"
			    " is of would not show", kind_name(type),
			    kind_name(DECL_CONTEXT(first))))
			.note(DECL_SOURCE_LOCATION(first), "the first is here")
			.hint("each type of state has a place of its own: DEED_DEVICE_TYPE()");
	else if (TREE_CODE(type) == ARRAY_TYPE)
		report(CONTEXT, at, text("'%s' are several device places: an object is the state"
					 " of one device", name_of(field).c_str()))
			.hint("make a state for each device: its bus does, when it is probed");
}

static void check_field(tree record, tree field)
{
	tree type = TREE_TYPE(field);
	location_t at = DECL_SOURCE_LOCATION(field);

	check_kept(field);
	check_address_in_union(record, field);
	if (is_counted(type) && in_module(at))
		report_counted(at, name_of(field));
	if (!has_handles(type))
		return;
	if (has_device(type))
		check_device(record, field);
	if (is_device_place(record)) {
		check_hardware(type);
		note_hardware(type);
	}
	/* the slot that comes with each kind is there for all of them */
	if (has_guards(type) && !is_slot(record))
		report_guard(at, name_of(field));
	else if (is_array_of_handles(type))
		report_array(at, name_of(field));
	else if (has_scoped(type) && !may_have_scoped(record, field) &&
		 may_be_hardware(record, field))
		maybe_hardware.push_back({ TYPE_MAIN_VARIANT(record), field });
	else if (has_scoped(type) && !may_have_scoped(record, field))
		report_scoped(at, quoted(startswith(name_of(field).c_str(), "__") ?
					 kind_name(record) : name_of(field)));
	else if (TREE_CODE(record) == UNION_TYPE && !is_composites(record))
		report(PUN, at, text("'%s' has a handle in a union: whether it is "
				     "one, no drop can tell", name_of(field).c_str()))
			.hint("use a struct, with a DEED_SLOT() for what may be empty");
}

/* Who declares what belongs to a device has to look after it. */
static void check_maker(tree type)
{
	tree first = TYPE_FIELDS(type);
	location_t at = first ? DECL_SOURCE_LOCATION(first) : UNKNOWN_LOCATION;

	if (!first || !users_token(at) || in_unsafe_file(at) ||
	    !(is_device_place(type) || is_scoped(type) || is_live_guard(type)))
		return;
	report(RAW_MEMBER, at, text("what '%s' says of itself is internal to the abstractions",
				    kind_name(type)))
		.hint("use what the headers of the bus and of its parts define");
}

void check_type(tree type)
{
	static std::set<tree> known;

	type = TYPE_MAIN_VARIANT(type);
	if (!RECORD_OR_UNION_TYPE_P(type) || !COMPLETE_TYPE_P(type) ||
	    !known.insert(type).second)
		return;
	check_maker(type);
	check_device_words(type);
	if (is_handle(type))
		check_contents(type);
	if (TREE_CODE(type) == UNION_TYPE && TYPE_FIELDS(type))
		check_union(type);
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL)
			check_field(type, f);
	}
}

/* Whether the variable is dropped at the end of its scope, or handed on before. */
static bool has_owner(tree var)
{
	tree cleanup = lookup_attribute("cleanup", DECL_ATTRIBUTES(var));

	if (!is_handle(TREE_TYPE(var)) && !is_slot(TREE_TYPE(var)))
		return false;
	if (lookup_attribute("deed_linear", DECL_ATTRIBUTES(var)))
		return true;
	if (!cleanup)
		return false;

	tree function = identifier_global_value(TREE_VALUE(TREE_VALUE(cleanup)));

	return function && TREE_CODE(function) == FUNCTION_DECL &&
	       promise_of(function, 0).drops;
}

static void report_no_owner(tree var)
{
	tree type = TREE_TYPE(var);
	const char *kind = kind_name(type);
	std::string name = name_of(var);

	deed_error &e = report(NO_OWNER, DECL_SOURCE_LOCATION(var),
			       text("nobody drops what '%s' holds", name.c_str()));

	if (is_handle(type) || is_slot(type))
		e.hint(text("deed_own(%s, %s) = %s", kind, name.c_str(),
			    is_slot(type) ? "{}" : "..."));
	else
		e.hint("handles are kept in a variable by itself, deed_own(), or in "
		       "an object of a box or a reference");
}

static void check_global(tree var)
{
	location_t at = DECL_SOURCE_LOCATION(var);

	if (!users_token(at) || misuses_on_purpose(var))
		return;
	check_kept(var);
	if (is_counted(TREE_TYPE(var)))
		report_counted(at, name_of(var));
	else if (has_guards(TREE_TYPE(var)))
		report_guard(at, name_of(var));
	else if (has_scoped(TREE_TYPE(var)))
		report_scoped(at, quoted(name_of(var)));
	else if (has_handles(TREE_TYPE(var)))
		report(GLOBAL, at, text("'%s' is static and has handles, which nobody "
					"drops", name_of(var).c_str()))
			.hint("what a module owns, its start function returns: "
			      "deed_module()");
}

static void check_local(tree var)
{
	tree type = TREE_TYPE(var);

	/* of what a macro of the kernel declares, as in swap(), the copy tells */
	if (!users_token(DECL_SOURCE_LOCATION(var)))
		return;
	if (is_counted(type))
		return report_counted(DECL_SOURCE_LOCATION(var), name_of(var));
	if (!has_handles(type))
		return;
	if (is_array_of_handles(type))
		report_array(DECL_SOURCE_LOCATION(var), name_of(var));
	else if (has_scoped(type))
		report_scoped(DECL_SOURCE_LOCATION(var), quoted(name_of(var)));
	else if (!has_owner(var))
		report_no_owner(var);
	else if (is_slot(type) && !DECL_INITIAL(var))
		report(UNINIT, DECL_SOURCE_LOCATION(var),
		       text("'%s' is dropped before it holds anything", name_of(var).c_str()))
			.hint(text("deed_own(%s, %s) = {}", kind_name(type),
				   name_of(var).c_str()));
}

void check_declaration(tree decl)
{
	if (VAR_P(decl) && (DECL_FILE_SCOPE_P(decl) || TREE_STATIC(decl)))
		check_global(decl);
}

static void look_at_value(tree node, const setting &where)
{
	check_casts(node, where);
	check_puns(node, where);
	check_shared(node, where);
	check_table(node, where);
}

void check_initialiser(tree decl)
{
	if (VAR_P(decl) && DECL_FILE_SCOPE_P(decl) && DECL_INITIAL(decl) &&
	    DECL_INITIAL(decl) != error_mark_node && in_module(DECL_SOURCE_LOCATION(decl)) &&
	    !misuses_on_purpose(decl) && !only_exports(decl)) {
		check_module_parameter(decl);
		check_initial_global(decl, { DECL_SOURCE_LOCATION(decl), false });
		each_in_initialiser(decl, look_at_value);
	}
}

/* A parameter that is written as an array is a pointer; C keeps the word. */
static void check_parameter(tree parameter)
{
	tree type = TREE_TYPE(parameter);

	if (POINTER_TYPE_P(type) && C_ARRAY_PARAMETER(parameter) &&
	    has_handles(TREE_TYPE(type)))
		report_array(DECL_SOURCE_LOCATION(parameter), name_of(parameter));
	else if (has_scoped(type))
		report_scoped(DECL_SOURCE_LOCATION(parameter), quoted(name_of(parameter)));
	else if (is_fixed(type) && !is_handle(type))
		report(COPY, DECL_SOURCE_LOCATION(parameter),
		       text("'%s' would be a copy of an object with %s",
			    name_of(parameter).c_str(),
			    has_handles(type) ? "handles" : "one place"))
			.hint("pass its address, or a box that owns it");
}

static void check_result(tree fndecl)
{
	tree type = TREE_TYPE(TREE_TYPE(fndecl));

	if (has_scoped(type))
		report_scoped(DECL_SOURCE_LOCATION(fndecl),
			      "what " + quoted(name_of(fndecl)) + " returns");
	else if (has_handles(type) && !is_handle(type))
		report(NO_OWNER, DECL_SOURCE_LOCATION(fndecl),
		       text("the result of '%s' has handles, and nobody would drop them",
			    name_of(fndecl).c_str()))
			.hint("return a box that owns it, or one handle: DEED_COMPOSITE()");
}

/* "(struct foo){ ... }" whose address is taken is a variable without a name. */
static void check_nameless(tree node, const setting &where)
{
	tree of = get_base_address(TREE_OPERAND(node, 0));

	if (!of || TREE_CODE(of) != COMPOUND_LITERAL_EXPR || !users_token(where.at))
		return;
	if (is_counted(TREE_TYPE(of)))
		report_counted(where.at, kind_name(TREE_TYPE(of)));
	else if (has_handles(TREE_TYPE(of)))
		report(NO_OWNER, where.at, "nobody drops what a nameless object holds")
			.hint("give it a name: deed_own()");
}

/* "ring + 1": beside a handle is no other. */
static void check_arithmetic(tree node, const setting &where)
{
	tree type = TREE_TYPE(node);

	if (!POINTER_TYPE_P(type) || !users_token(where.at) ||
	    !(is_handle(TREE_TYPE(type)) || is_slot(TREE_TYPE(type))))
		return;
	report(ARRAY, where.at, text("a pointer to a '%s' is counted on, as if there were an"
				     " array", kind_name(TREE_TYPE(type))))
		.hint("each handle has a place of its own");
}

static void look(tree node, const setting &where)
{
	if (TREE_CODE(node) == POINTER_PLUS_EXPR)
		check_arithmetic(node, where);
	if (TREE_CODE(node) == DECL_EXPR && VAR_P(DECL_EXPR_DECL(node))) {
		tree var = DECL_EXPR_DECL(node);

		if (!TREE_STATIC(var) && !DECL_EXTERNAL(var))
			check_local(var);
	} else if (TREE_CODE(node) == ADDR_EXPR) {
		check_nameless(node, where);
	}
	check_copies(node, where);
	check_casts(node, where);
	check_puns(node, where);
	check_shared(node, where);
	check_of_call(node, where);
	check_globals(node, where);
}

void check_shapes(tree fndecl)
{
	if (!in_module(DECL_SOURCE_LOCATION(fndecl)) || trusted_function(fndecl) ||
	    misuses_on_purpose(fndecl))
		return;
	check_result(fndecl);
	for (tree p = DECL_ARGUMENTS(fndecl); p; p = DECL_CHAIN(p))
		check_parameter(p);
	each_expression(fndecl, look);
}
