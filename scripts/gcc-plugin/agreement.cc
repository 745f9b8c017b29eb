// SPDX-License-Identifier: GPL-2.0
/*
 * Promises by the place of the declaration that makes them.
 */
#include "agreement.h"

#include "contract.h"
#include "diagnostics.h"
#include "origin.h"

typedef std::set<std::string> promises;

/* What each declaration of a function says, by where it stands. */
static std::map<tree, std::map<location_t, promises>> declared;

void note_promise(tree fndecl, tree name, tree args)
{
	std::string what = IDENTIFIER_POINTER(name);

	/* what the role says, in which somebody names a function, is no declaration */
	if (TREE_CODE(fndecl) != FUNCTION_DECL || in_trusted_macro(DECL_SOURCE_LOCATION(fndecl)))
		return;
	if (args && TREE_CODE(TREE_VALUE(args)) == INTEGER_CST)
		what += text("(%u)", (unsigned int)tree_to_uhwi(TREE_VALUE(args)));
	declared[DECL_NAME(fndecl)][DECL_SOURCE_LOCATION(fndecl)].insert(what);
}

/* The first promise that one makes and the other does not. */
static std::string difference(const promises &a, const promises &b)
{
	for (const std::string &p : a) {
		if (!b.count(p))
			return p;
	}
	for (const std::string &p : b) {
		if (!a.count(p))
			return p;
	}
	return "";
}

void check_agreement(tree fndecl)
{
	location_t here = DECL_SOURCE_LOCATION(fndecl);

	if (trusted_location(here) || in_trusted_macro(here) || !in_module(here))
		return;

	auto &all = declared[DECL_NAME(fndecl)];
	const promises &mine = all[here];

	for (const auto &other : all) {
		std::string what = difference(mine, other.second);

		if (what.empty())
			continue;
		report(CONTRACT, here,
		       text("the declarations of '%s' differ in %s",
			    IDENTIFIER_POINTER(DECL_NAME(fndecl)), what.c_str()))
			.note(other.first, "another declaration is here")
			.hint("write the same promises wherever it is declared or defined");
		return;
	}
}
