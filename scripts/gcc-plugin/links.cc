// SPDX-License-Identifier: GPL-2.0
/*
 * Contracts across the files of a module.
 *
 * Each file that defines or calls an external function of handles leaves an
 * absolute symbol whose value is a hash of its contract. The linker takes the same
 * absolute symbol from several files if the value is the same, and refuses it
 * otherwise, with the symbol's name as the message. It takes no memory, and nothing
 * of it reaches the kernel.
 */
#include "flow.h"

#include "contract.h"
#include "diagnostics.h"
#include "gcc.h"
#include "origin.h"

/* All that is promised, as a word that depends on nothing but the promises. */
static unsigned int contract_hash(tree fndecl)
{
	std::string all = returns_live(fndecl) ? "live" : "";

	all += says_it_waits(fndecl) ? "waits" : "";

	unsigned int n = 0, hash = 5381;

	for (tree t = TYPE_ARG_TYPES(TREE_TYPE(fndecl)); t && t != void_list_node;
	     t = TREE_CHAIN(t), n++) {
		promise p = promise_of(fndecl, n);

		all += p.accepts ? 'a' : '-';
		all += p.drops ? 'd' : '-';
		all += p.drops_live ? 'l' : '-';
		all += p.fills ? 'f' : '-';
		all += p.replaces ? 'r' : '-';
	}
	for (char c : all)
		hash = hash * 33 + c;
	return hash & 0x7fffffff;
}

/* Whether there is something to agree on: of any function, whether it waits. */
static bool has_contract(tree fndecl)
{
	tree type = TREE_TYPE(fndecl);

	if (users_token(DECL_SOURCE_LOCATION(fndecl)))
		return true;
	if (has_handles(TREE_TYPE(type)))
		return true;
	for (tree t = TYPE_ARG_TYPES(type); t && t != void_list_node; t = TREE_CHAIN(t)) {
		tree parameter = TREE_VALUE(t);

		if (POINTER_TYPE_P(parameter))
			parameter = TREE_TYPE(parameter);
		if (has_handles(parameter))
			return true;
	}
	return false;
}

void emit_contracts()
{
	cgraph_node *node;

	FOR_EACH_FUNCTION(node) {
		if (!TREE_PUBLIC(node->decl) || DECL_EXTERNAL(node->decl) == node->definition ||
		    !DECL_NAME(node->decl) || !has_contract(node->decl))
			continue;

		const char *name = IDENTIFIER_POINTER(DECL_NAME(node->decl));

		std::string symbol = text("deed-contract: %s() promises something else in"
					  " another file", name);

		fprintf(asm_out_file, "\t.globl \"%s\"\n\t.set \"%s\", %u\n",
			symbol.c_str(), symbol.c_str(), contract_hash(node->decl));
	}
}
