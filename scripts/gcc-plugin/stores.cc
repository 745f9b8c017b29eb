// SPDX-License-Identifier: GPL-2.0
/*
 * Follows what is put into slots from the functions that do so to their callers.
 */
#include "stores.h"

#include "contract.h"
#include "origin.h"

/* The kinds of slots that a function of the user's may put something into. */
static std::map<tree, std::set<tree>> storing;

/* The types of objects to which a function of the user's may take references. */
static std::map<tree, std::set<tree>> referring;

/* The slot that a parameter of type @type is a pointer to, or NULL_TREE. */
static tree slot_behind(tree type)
{
	tree target = POINTER_TYPE_P(type) ? TREE_TYPE(type) : NULL_TREE;

	return target && is_slot(target) && !is_link(target) ? TYPE_MAIN_VARIANT(target) :
							       NULL_TREE;
}

static bool is_address_of_local(tree arg)
{
	tree base = TREE_CODE(arg) == ADDR_EXPR ? get_base_address(TREE_OPERAND(arg, 0)) :
						  NULL_TREE;

	return base && DECL_P(base) && !is_global_var(base);
}

bool stores_into(gcall *call, unsigned int i)
{
	tree callee = gimple_call_fndecl(call);
	unsigned int handles = 0, containers = 0, n = 0;
	tree slot = NULL_TREE;

	if (!callee || !trusted_function(callee))
		return false;
	for (tree t = TYPE_ARG_TYPES(TREE_TYPE(callee)); t && t != void_list_node;
	     t = TREE_CHAIN(t), n++) {
		handles += !leaves_of(TREE_VALUE(t)).empty();
		containers += slot_behind(TREE_VALUE(t)) != NULL_TREE;
		if (n == i)
			slot = slot_behind(TREE_VALUE(t));
	}
	/* a handle is put in, or what is in another of them */
	return slot && (handles || containers > 1);
}

/* All kinds of slots behind the parameters of a function that is not seen. */
static void add_behind(tree type, std::set<tree> &kinds)
{
	for (tree t = TYPE_ARG_TYPES(type); t && t != void_list_node; t = TREE_CHAIN(t)) {
		if (!POINTER_TYPE_P(TREE_VALUE(t)))
			continue;
		for (const leaf &l : slots_of(TREE_TYPE(TREE_VALUE(t)))) {
			if (!is_link(l.kind))
				kinds.insert(l.kind);
		}
	}
}

std::set<tree> stored_by(gcall *call)
{
	tree callee = gimple_call_fndecl(call);
	std::set<tree> kinds;

	if (gimple_call_internal_p(call))
		return kinds;
	if (callee && trusted_function(callee)) {
		for (unsigned int i = 0; i < gimple_call_num_args(call); i++) {
			if (stores_into(call, i) && !is_address_of_local(gimple_call_arg(call, i)))
				kinds.insert(TYPE_MAIN_VARIANT(
					TREE_TYPE(TREE_TYPE(gimple_call_arg(call, i)))));
		}
		return kinds;
	}
	if (callee && DECL_STRUCT_FUNCTION(callee)) {
		auto found = storing.find(callee);

		return found == storing.end() ? kinds : found->second;
	}
	add_behind(callee ? TREE_TYPE(callee) : gimple_call_fntype(call), kinds);
	return kinds;
}

/* The type of the object to which a function of the abstractions gives a reference. */
static tree refers_to(tree fndecl)
{
	tree kind = TREE_TYPE(TREE_TYPE(fndecl));
	tree word = is_handle(kind) ? TYPE_FIELDS(kind) : NULL_TREE;
	tree first = TYPE_ARG_TYPES(TREE_TYPE(fndecl));

	if (!word || TREE_CODE(word) != FIELD_DECL || !POINTER_TYPE_P(TREE_TYPE(word)) || !first ||
	    !POINTER_TYPE_P(TREE_VALUE(first)))
		return NULL_TREE;

	tree object = TYPE_MAIN_VARIANT(TREE_TYPE(TREE_TYPE(word)));

	return object == TYPE_MAIN_VARIANT(TREE_TYPE(TREE_VALUE(first))) ? object : NULL_TREE;
}

static std::set<tree> referred_by(gcall *call)
{
	tree callee = gimple_call_fndecl(call);

	if (!callee)
		return {};
	if (!trusted_function(callee))
		return referring.count(callee) ? referring[callee] : std::set<tree>();
	if (refers_to(callee))
		return { refers_to(callee) };
	return {};
}

bool takes_reference(gcall *call, tree type)
{
	return referred_by(call).count(TYPE_MAIN_VARIANT(type));
}

/* Whether a function is found to store, or to refer to, what it was not before. */
static bool look_into(cgraph_node *node)
{
	std::vector<cgraph_edge *> edges;
	std::set<tree> &kinds = storing[node->decl], &types = referring[node->decl];
	size_t before = kinds.size() + types.size();

	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		edges.push_back(e);
	for (cgraph_edge *e = node->indirect_calls; e; e = e->next_callee)
		edges.push_back(e);
	for (cgraph_edge *e : edges) {
		if (!e->call_stmt)
			continue;

		std::set<tree> more = stored_by(e->call_stmt);

		kinds.insert(more.begin(), more.end());
		more = referred_by(e->call_stmt);
		types.insert(more.begin(), more.end());
	}
	return kinds.size() + types.size() > before;
}

void find_stores()
{
	cgraph_node *node;
	bool more = true;

	while (more) {
		more = false;
		FOR_EACH_DEFINED_FUNCTION(node) {
			if (!trusted_function(node->decl))
				more |= look_into(node);
		}
	}
}
