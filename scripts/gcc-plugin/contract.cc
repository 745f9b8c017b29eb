// SPDX-License-Identifier: GPL-2.0
/*
 * Reads contracts from attributes and types.
 */
#include "contract.h"

#include "agreement.h"
#include "diagnostics.h"
#include "origin.h"

/* What only the abstractions may say is not written by hand elsewhere. */
static void check_writer(tree decl, tree name)
{
	static const char *const theirs[] = {
		"deed_forgets", "deed_returns_fresh", "deed_frees", "deed_drops_live",
		"deed_replaces", "deed_hands_back", "deed_keeps", "deed_renews",
		"deed_fetches", "deed_checks",
	};
	location_t at = DECL_P(decl) ? DECL_SOURCE_LOCATION(decl) : UNKNOWN_LOCATION;

	if (at <= BUILTINS_LOCATION || !in_module(at) ||
	    linemap_location_from_macro_expansion_p(line_table, at) || in_unsafe_file(at))
		return;
	for (const char *attribute : theirs) {
		if (is_attribute_p(attribute, name))
			report(RAW_MEMBER, at, text("'%s' is internal to the abstractions", attribute))
				.hint("use what <deed/contract.h> documents");
	}
}

/* The parameter numbers in attributes are checked here, once for each use. */
static tree check_parameter(tree *node, tree name, tree args, int, bool *no_add)
{
	note_promise(*node, name, args);
	check_writer(*node, name);

	tree type = TREE_TYPE(*node);

	if (TREE_CODE(*node) != FUNCTION_DECL)
		return NULL_TREE;
	tree number = TREE_VALUE(args);
	unsigned int n = 1;

	if (is_attribute_p("deed_drops_live", name) &&
	    leaves_of(TREE_TYPE(TREE_VALUE(TYPE_ARG_TYPES(type)))).empty())
		report(CONTRACT, DECL_SOURCE_LOCATION(*node),
		       text("'%s' drops what is not marked as a handle",
			    IDENTIFIER_POINTER(DECL_NAME(*node))))
			.hint("write: struct __deed_handle kind { ... }");
	for (tree t = TYPE_ARG_TYPES(type); t && t != void_list_node; t = TREE_CHAIN(t), n++) {
		tree parameter = TREE_VALUE(t);

		if (TREE_CODE(number) != INTEGER_CST || compare_tree_int(number, n))
			continue;
		if (POINTER_TYPE_P(parameter))
			parameter = TREE_TYPE(parameter);
		if (has_handles(parameter) ||
		    (RECORD_OR_UNION_TYPE_P(parameter) && !COMPLETE_TYPE_P(parameter)))
			return NULL_TREE;
		*no_add = true;
		/* __deed_role(): the state, or the hardware, of this driver has none */
		if (in_trusted_macro(DECL_SOURCE_LOCATION(*node)))
			return NULL_TREE;
		report(CONTRACT, DECL_SOURCE_LOCATION(*node),
		       text("%s(%u) of '%s' names a parameter that has nothing to do with"
			    " handles", IDENTIFIER_POINTER(name), n,
			    IDENTIFIER_POINTER(DECL_NAME(*node))))
			.hint("parameters are counted from 1");
		return NULL_TREE;
	}
	*no_add = true;
	if (in_trusted_macro(DECL_SOURCE_LOCATION(*node)))
		return NULL_TREE;
	report(CONTRACT, DECL_SOURCE_LOCATION(*node),
	       text("%s() of '%s' names no parameter of it", IDENTIFIER_POINTER(name),
		    IDENTIFIER_POINTER(DECL_NAME(*node))))
		.hint("parameters are counted from 1");
	return NULL_TREE;
}

static tree accept(tree *node, tree name, tree args, int, bool *)
{
	check_writer(*node, name);
	if (is_attribute_p("deed_returns_live", name) || is_attribute_p("deed_waits", name))
		note_promise(*node, name, args);
	return NULL_TREE;
}

/* Files that have a deed_unsafe_file(). */
static std::set<std::string> unsafe_files;

static std::string file_of(location_t at)
{
	return LOCATION_FILE(users_location(at)) ?: "";
}

bool in_unsafe_file(location_t at)
{
	return unsafe_files.count(file_of(at));
}

/* Whether a reason says something: ten characters, blanks at its ends left out. */
static bool is_reason(tree args)
{
	tree reason = args ? TREE_VALUE(args) : NULL_TREE;

	if (!reason || TREE_CODE(reason) != STRING_CST)
		return false;

	std::string why = TREE_STRING_POINTER(reason);
	size_t from = why.find_first_not_of(" \t\n");

	return from != std::string::npos &&
	       why.find_last_not_of(" \t\n") - from + 1 >= 10;
}

static tree check_reason(tree *node, tree name, tree args, int, bool *)
{
	const char *what = IDENTIFIER_POINTER(name);
	location_t at = DECL_SOURCE_LOCATION(*node);

	if (!is_reason(args))
		report(UNSAFE_REASON, at, text("%s() does not say why it is right", what))
			.hint("give a reason that somebody can check, of ten "
			      "characters or more");
	if (!strcmp(what, "deed_unsafe_file"))
		unsafe_files.insert(file_of(at));
	else if (!strcmp(what, "deed_misuses") && !in_unsafe_file(at))
		report(UNSAFE_REASON, at,
		       text("'%s' misuses handles in a file without deed_unsafe_file()",
			    IDENTIFIER_POINTER(DECL_NAME(*node))))
			.hint("only tests of handles misuse them on purpose: their "
			      "file says so at its top");
	return NULL_TREE;
}

static attribute_spec on_type(const char *name)
{
	return { name, 0, 1, false, true, false, false, accept, NULL };
}

static attribute_spec on_decl(const char *name)
{
	return { name, 0, 1, true, false, false, false, accept, NULL };
}

static attribute_spec on_parameter(const char *name)
{
	return { name, 1, 1, true, false, false, false, check_parameter, NULL };
}

static attribute_spec with_reason(const char *name)
{
	return { name, 0, 1, true, false, false, false, check_reason, NULL };
}

static attribute_spec specs[] = {
	on_type("deed_handle"),
	on_type("deed_slot"),
	on_type("deed_place"),
	on_type("deed_interior"),
	on_type("deed_of_call"),
	on_type("deed_needs_init"),
	on_parameter("deed_accepts"),
	on_parameter("deed_drops"),
	on_parameter("deed_drops_live"),
	on_parameter("deed_fills"),
	on_parameter("deed_replaces"),
	on_parameter("deed_hands_back"),
	on_decl("deed_keeps"),
	on_decl("deed_renews"),
	on_decl("deed_fetches"),
	on_decl("deed_checks"),
	on_decl("deed_checks_below"),
	on_decl("deed_initialises"),
	on_decl("deed_untrusted_result"),
	on_decl("deed_returns_live"),
	on_decl("deed_returns_fresh"),
	on_decl("deed_waits"),
	on_decl("deed_bound"),
	on_decl("deed_frees"),
	on_decl("deed_forgets"),
	on_decl("deed_linear"),
	with_reason("deed_unsafe"),
	with_reason("deed_unsafe_file"),
	with_reason("deed_misuses"),
};

void register_attributes()
{
	for (attribute_spec &spec : specs)
		register_attribute(&spec);
}

static tree type_attribute(const char *name, tree type)
{
	if (!type || TREE_CODE(type) != RECORD_TYPE)
		return NULL_TREE;
	return lookup_attribute(name, TYPE_ATTRIBUTES(TYPE_MAIN_VARIANT(type)));
}

bool is_handle(tree type)
{
	return type_attribute("deed_handle", type) != NULL_TREE;
}

/* Whether the attribute stands there with the word. */
static bool has_word(tree attribute, const char *word)
{
	if (!attribute || !TREE_VALUE(attribute))
		return false;

	tree value = TREE_VALUE(TREE_VALUE(attribute));

	return TREE_CODE(value) == STRING_CST && !strcmp(TREE_STRING_POINTER(value), word);
}

static bool is_handle_with(tree type, const char *word)
{
	return has_word(type_attribute("deed_handle", type), word);
}

bool is_composite(tree type)
{
	return is_handle_with(type, "composite");
}

bool is_live_guard(tree type)
{
	return is_handle_with(type, "live");
}

bool is_guard(tree type)
{
	return is_handle_with(type, "guard") || is_live_guard(type);
}

bool is_scoped(tree type)
{
	return is_handle_with(type, "scoped");
}

bool is_slot(tree type)
{
	return type_attribute("deed_slot", type) != NULL_TREE;
}

bool is_device_place(tree type)
{
	return type_attribute("deed_place", type) != NULL_TREE;
}

bool names_its_device(tree type)
{
	return has_word(type_attribute("deed_place", type), "device");
}

bool is_interior(tree type)
{
	return type_attribute("deed_interior", type) != NULL_TREE;
}

bool is_of_call(tree type)
{
	return type_attribute("deed_of_call", type) != NULL_TREE;
}

/* One that is passed by value, too. */
bool is_value_of_call(tree type)
{
	return has_word(type_attribute("deed_of_call", type), "value");
}

bool is_container(tree type)
{
	return has_word(type_attribute("deed_slot", type), "container");
}

bool is_link(tree type)
{
	return has_word(type_attribute("deed_slot", type), "link");
}

const char *kind_name(tree type)
{
	tree name = TYPE_NAME(TYPE_MAIN_VARIANT(type));

	if (name && TREE_CODE(name) == TYPE_DECL)
		name = DECL_NAME(name);
	return name ? IDENTIFIER_POINTER(name) : "(unnamed)";
}

bool has_constant_place(tree field)
{
	return DECL_FIELD_OFFSET(field) && TREE_CODE(DECL_FIELD_OFFSET(field)) == INTEGER_CST &&
	       TREE_CODE(DECL_FIELD_BIT_OFFSET(field)) == INTEGER_CST;
}

static void collect(tree type, HOST_WIDE_INT at, tree field, std::vector<leaf> &out)
{
	if (is_slot(type) || is_device_place(type))
		return;
	if (is_handle(type) && !is_composite(type)) {
		out.push_back({ at, TYPE_MAIN_VARIANT(type), field });
		return;
	}
	if (TREE_CODE(type) != RECORD_TYPE && TREE_CODE(type) != UNION_TYPE)
		return;
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) != FIELD_DECL || DECL_BIT_FIELD(f) || !has_constant_place(f))
			continue;
		collect(TREE_TYPE(f), at + int_byte_position(f),
			DECL_NAME(f) ? f : field, out);
	}
}

const std::vector<leaf> &leaves_of(tree type)
{
	static std::map<tree, std::vector<leaf>> known;
	tree main = TYPE_MAIN_VARIANT(type);
	auto found = known.find(main);

	if (found == known.end()) {
		std::vector<leaf> leaves;

		/* an incomplete type may be completed later: do not remember */
		if (RECORD_OR_UNION_TYPE_P(main) && !COMPLETE_TYPE_P(main)) {
			static const std::vector<leaf> none;

			return none;
		}
		collect(main, 0, NULL_TREE, leaves);
		found = known.emplace(main, leaves).first;
	}
	return found->second;
}

/* What collect_parts() looks for, by a type. */
typedef bool (*is_part_fn)(tree type);

/* The parts of @type that @is_one tells, at any depth; arrays are not looked into. */
static void collect_parts(tree type, HOST_WIDE_INT at, tree field, is_part_fn is_one,
			  bool names_cell, std::vector<leaf> &out)
{
	if (is_one(type)) {
		out.push_back({ at, TYPE_MAIN_VARIANT(type), field });
		return;
	}
	if (TREE_CODE(type) != RECORD_TYPE || is_device_place(type))
		return;

	/* a cell's own members have names that the user did not give */
	bool own_names = !names_cell || !is_interior(type);

	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && !DECL_BIT_FIELD(f) && has_constant_place(f))
			collect_parts(TREE_TYPE(f), at + int_byte_position(f),
				      DECL_NAME(f) && own_names ? f : field, is_one, names_cell,
				      out);
	}
}

/* The same, remembered by the type. */
static const std::vector<leaf> &parts_of(tree type, is_part_fn is_one, bool names_cell,
					 std::map<tree, std::vector<leaf>> &known)
{
	static const std::vector<leaf> none;
	tree main = TYPE_MAIN_VARIANT(type);
	auto found = known.find(main);

	/* an incomplete type may be completed later: do not remember */
	if (RECORD_OR_UNION_TYPE_P(main) && !COMPLETE_TYPE_P(main))
		return none;
	if (found == known.end()) {
		std::vector<leaf> parts;

		collect_parts(main, 0, NULL_TREE, is_one, names_cell, parts);
		found = known.emplace(main, parts).first;
	}
	return found->second;
}

const std::vector<leaf> &slots_of(tree type)
{
	static std::map<tree, std::vector<leaf>> known;

	return parts_of(type, is_slot, false, known);
}

static bool needs_init(tree type)
{
	return type_attribute("deed_needs_init", type) != NULL_TREE;
}

const std::vector<leaf> &to_initialise(tree type)
{
	static std::map<tree, std::vector<leaf>> known;

	return parts_of(type, needs_init, true, known);
}

bool needs_release(tree type)
{
	for (const leaf &l : slots_of(type)) {
		if (!is_link(l.kind))
			return true;
	}
	for (const leaf &l : leaves_of(type)) {
		if (!is_scoped(l.kind))
			return true;
	}
	return false;
}

bool contains(tree type, bool (*is_one)(tree), bool (*is_closed)(tree))
{
	if (is_one(type))
		return true;
	if (TREE_CODE(type) == ARRAY_TYPE)
		return contains(TREE_TYPE(type), is_one, is_closed);
	if (!RECORD_OR_UNION_TYPE_P(type) || (is_closed && is_closed(type)))
		return false;
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) == FIELD_DECL && contains(TREE_TYPE(f), is_one, is_closed))
			return true;
	}
	return false;
}

bool has_handles(tree type)
{
	return contains(type, [](tree part) {
		return is_handle(part) || is_slot(part) || is_device_place(part);
	});
}

bool has_interior(tree type)
{
	return contains(type, [](tree part) {
		return is_interior(part) || is_device_place(part);
	});
}

static bool is_count(tree type)
{
	return has_word(type_attribute("deed_interior", type), "count");
}

bool is_counted(tree type)
{
	return !is_count(strip_array_types(type)) && contains(type, is_count);
}

bool is_fixed(tree type)
{
	return contains(type, [](tree part) {
		return is_handle(part) || is_slot(part) || is_device_place(part) ||
		       is_interior(part) || (is_of_call(part) && !is_value_of_call(part));
	});
}

bool keeps_call(tree type)
{
	return contains(type, [](tree part) {
		while (POINTER_TYPE_P(part))
			part = TREE_TYPE(part);
		return is_of_call(part);
	});
}

bool has_scoped(tree type)
{
	return contains(type, is_scoped, is_device_place);
}

bool has_pointers(tree type)
{
	return contains(type, [](tree part) { return POINTER_TYPE_P(part); });
}

static bool has(tree decl, const char *name)
{
	return decl && lookup_attribute(name, DECL_ATTRIBUTES(decl));
}

/* What an attribute says of the parameter that it names. */
static void add_promise(promise &p, tree name)
{
	p.accepts |= is_attribute_p("deed_accepts", name);
	p.drops_live |= is_attribute_p("deed_drops_live", name);
	p.drops |= p.drops_live || is_attribute_p("deed_drops", name);
	p.fills |= is_attribute_p("deed_fills", name);
	p.replaces |= is_attribute_p("deed_replaces", name);
	p.keeps |= is_attribute_p("deed_keeps", name);
	p.renews |= is_attribute_p("deed_renews", name);
	p.fetches |= is_attribute_p("deed_fetches", name);
	p.below |= is_attribute_p("deed_checks_below", name);
	p.checks |= p.below || is_attribute_p("deed_checks", name);
	p.initialises |= is_attribute_p("deed_initialises", name);
	p.hands_back |= is_attribute_p("deed_hands_back", name);
}

promise promise_of(tree fndecl, unsigned int parameter)
{
	promise p = {};

	for (tree a = fndecl ? DECL_ATTRIBUTES(fndecl) : NULL_TREE; a; a = TREE_CHAIN(a)) {
		tree name = get_attribute_name(a);
		tree number = TREE_VALUE(a) ? TREE_VALUE(TREE_VALUE(a)) : NULL_TREE;

		if (number && TREE_CODE(number) == INTEGER_CST &&
		    !compare_tree_int(number, parameter + 1) &&
		    startswith(IDENTIFIER_POINTER(name), "deed_"))
			add_promise(p, name);
	}
	return p;
}

tree parameter_type(gcall *stmt, unsigned int i)
{
	tree types = TYPE_ARG_TYPES(gimple_call_fntype(stmt));

	for (; types && types != void_list_node; types = TREE_CHAIN(types)) {
		if (!i--)
			return TREE_VALUE(types);
	}
	return NULL_TREE;
}

bool returns_live(tree fndecl)
{
	return has(fndecl, "deed_returns_live");
}

bool returns_fresh(tree fndecl)
{
	return has(fndecl, "deed_returns_fresh");
}

bool is_annotated(tree fndecl)
{
	static const char *const all[] = {
		"deed_accepts", "deed_drops", "deed_drops_live", "deed_fills",
		"deed_replaces", "deed_returns_live", "deed_hands_back", "deed_waits",
	};

	for (const char *name : all) {
		if (has(fndecl, name))
			return true;
	}
	return false;
}

bool says_it_waits(tree fndecl)
{
	return has(fndecl, "deed_waits");
}

bool returns_untrusted(tree fndecl)
{
	return has(fndecl, "deed_untrusted_result");
}

bool is_bound_callback(tree fndecl)
{
	return has(fndecl, "deed_bound");
}

bool frees_contents(tree fndecl)
{
	return has(fndecl, "deed_frees");
}

bool forgets(tree vardecl)
{
	return has(vardecl, "deed_forgets");
}

bool misuses_on_purpose(tree decl)
{
	return has(decl, "deed_misuses");
}
