// SPDX-License-Identifier: GPL-2.0
/*
 * Origins, read from GCC's line maps: a token that came out of a macro knows
 * where it stands in the macro's definition, and where the macro was used.
 */
#include "origin.h"

#include "opts.h"

static std::string trusted = "abstractions/deed/";

void trust_folder(const char *folder)
{
	trusted = folder;
	if (!trusted.empty() && trusted.back() != '/')
		trusted += '/';
}

static bool trusted_file(const char *name)
{
	std::string file = name ? name : "";

	return file.find(trusted) != std::string::npos;
}

/*
 * The file in which a token was spelled, through however many macros it came;
 * NULL if it was in none.
 */
static const char *spelled_in(location_t at)
{
	at = get_pure_location(at);
	if (at <= BUILTINS_LOCATION)
		return NULL;
	return LOCATION_FILE(linemap_resolve_location(line_table, at, LRK_SPELLING_LOCATION,
						      NULL));
}

bool trusted_location(location_t at)
{
	return trusted_file(spelled_in(at));
}

bool trusted_function(tree fndecl)
{
	function *fun = DECL_STRUCT_FUNCTION(fndecl);

	/* a name can be pasted from the user's words; `static` is theirs */
	if (fun && trusted_location(fun->function_start_locus))
		return true;
	return trusted_location(DECL_SOURCE_LOCATION(fndecl));
}

static std::string real_path(const char *name)
{
	char *real = lrealpath(name);
	std::string path = real;

	free(real);
	return path;
}

static bool is_below(const std::string &file, const std::string &folder)
{
	return !folder.empty() && !file.compare(0, folder.length(), folder);
}

static std::string folder_of(const std::string &file)
{
	return file.substr(0, file.rfind('/') + 1);
}

/* kbuild has every file include this header of the kernel's sources. */
static std::string kernel_folder()
{
	static const std::string known = "include/linux/kconfig.h";

	for (unsigned int i = 0; i < save_decoded_options_count; i++) {
		const cl_decoded_option &option = save_decoded_options[i];

		if (option.opt_index != OPT_include)
			continue;

		std::string file = real_path(option.arg);
		size_t at = file.length() - std::min(file.length(), known.length());

		if (!file.compare(at, std::string::npos, known))
			return file.substr(0, at);
	}
	return "";
}

static bool modules_file(const char *name)
{
	static const std::string module = folder_of(real_path(main_input_filename));
	static const std::string kernel = kernel_folder();
	static std::map<std::string, bool> known;

	if (!name || *name == '<' || trusted_file(name))
		return false;

	auto found = known.find(name);

	if (found != known.end())
		return found->second;

	std::string file = real_path(name);
	bool own = is_below(file, module) ||
		   (!kernel.empty() && !is_below(file, kernel));

	known[name] = own;
	return own;
}

bool in_module(location_t at)
{
	return modules_file(LOCATION_FILE(users_location(at)));
}

bool in_trusted_macro(location_t at)
{
	at = get_pure_location(at);
	if (at <= BUILTINS_LOCATION || !linemap_location_from_macro_expansion_p(line_table, at))
		return false;
	return trusted_file(LOCATION_FILE(linemap_resolve_location(line_table, at,
		LRK_MACRO_DEFINITION_LOCATION, NULL)));
}

bool users_token(location_t at)
{
	return modules_file(spelled_in(at));
}

/*
 * From where the token was spelled outwards, from macro to macro: the first who
 * is not the kernel answers for it.
 */
writer writer_of(location_t at)
{
	writer who = { false, false, NULL };

	at = get_pure_location(at);
	for (;;) {
		const line_map *map = linemap_lookup(line_table, at);

		if (trusted_location(at)) {
			who.trusted = true;
		} else if (users_token(at)) {
			who.user = !who.trusted;
			return who;
		}
		if (at <= BUILTINS_LOCATION || !linemap_macro_expansion_map_p(map))
			return who;
		who.macro = linemap_map_get_macro_name(linemap_check_macro(map));
		at = linemap_unwind_toward_expansion(line_table, at, &map);
	}
}

bool through_macro(location_t at, bool (*is)(const char *name))
{
	at = get_pure_location(at);
	while (at > BUILTINS_LOCATION) {
		const line_map *map = linemap_lookup(line_table, at);

		if (!linemap_macro_expansion_map_p(map))
			return false;
		if (is(linemap_map_get_macro_name(linemap_check_macro(map))))
			return true;
		at = linemap_unwind_toward_expansion(line_table, at, &map);
	}
	return false;
}

location_t forged_line()
{
	for (unsigned int i = 1; i < LINEMAPS_ORDINARY_USED(line_table); i++) {
		const line_map_ordinary *map = LINEMAPS_ORDINARY_MAP_AT(line_table, i);
		const line_map_ordinary *before = LINEMAPS_ORDINARY_MAP_AT(line_table, i - 1);

		/* GCC renames, too: from a file to itself */
		if ((map->reason == LC_RENAME || map->reason == LC_RENAME_VERBATIM) &&
		    trusted_file(ORDINARY_MAP_FILE_NAME(map)) &&
		    !trusted_file(ORDINARY_MAP_FILE_NAME(before)))
			return MAP_START_LOCATION(map);
	}
	return UNKNOWN_LOCATION;
}

bool only_exports(tree var)
{
	const char *section = DECL_SECTION_NAME(var);

	return section && !strcmp(section, ".discard.addressable");
}

location_t users_location(location_t at)
{
	at = get_pure_location(at);
	if (at <= BUILTINS_LOCATION)
		return at;
	return linemap_resolve_location(line_table, at, LRK_MACRO_EXPANSION_POINT,
					NULL);
}
