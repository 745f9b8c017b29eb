// SPDX-License-Identifier: GPL-2.0
/*
 * What a function of the module stores of what its caller has lent, in what its caller has
 * lent: a swap of two members, a helper that fills a variable. Callers are followed after
 * it, and know what they have then.
 */
#include "function_flow.h"

#include "kernel.h"
#include "origin.h"
#include "rules.h"

std::set<tree> entered, called_early;

static bool is_assigned(function *fun, tree parameter)
{
	basic_block bb;

	FOR_EACH_BB_FN(bb, fun) {
		for (auto g = gsi_start_bb(bb); !gsi_end_p(g); gsi_next(&g)) {
			if (gimple_get_lhs(gsi_stmt(g)) == parameter)
				return true;
		}
	}
	return false;
}

/* Whether a parameter may lead to something else later on. */
static bool is_changed(function *fun, tree parameter)
{
	static std::map<tree, bool> known;
	auto found = known.find(parameter);

	if (TREE_ADDRESSABLE(parameter))
		return true;
	if (found == known.end())
		found = known.emplace(parameter, is_assigned(fun, parameter)).first;
	return found->second;
}

/* The parameter, from 1, to what a region is that the caller has lent; or 0. */
unsigned int function_flow::parameter_of(region_id where) const
{
	unsigned int n = 1;

	if (where < 0 || places_.region_at(where).what != region::FOREIGN)
		return 0;
	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), n++) {
		if (p == places_.region_at(where).decl)
			return is_changed(fun_, p) ? 0 : n;
	}
	return 0;
}

static bool may_store(tree type)
{
	return POINTER_TYPE_P(type) && !TYPE_READONLY(TREE_TYPE(type)) &&
	       has_pointers(TREE_TYPE(type));
}

bool may_store_for_caller(tree fndecl)
{
	for (tree p = DECL_ARGUMENTS(fndecl); p; p = DECL_CHAIN(p)) {
		if (may_store(TREE_TYPE(p)))
			return true;
	}
	return false;
}

/* What a function of the module may put where its parameters lead to, from 1. */
static std::map<tree, std::set<unsigned int>> filling, mixing;

/* The lists and the like, by parameter from 1 and offset, that a function lends members of. */
struct lending {
	std::set<std::pair<unsigned int, HOST_WIDE_INT>> from;
	bool others = false;	/* or of something else */
};

static std::map<tree, lending> lending_of;

/* A function of the module returns a pointer. */
void function_flow::note_lent(const pointer &p)
{
	lending &all = lending_of[fun_->decl];
	bool any = p.empty();

	for (place_id l : p.loans) {
		unsigned int n = parameter_of(places_[l].where);

		any |= n && is_container(places_[l].kind);
		if (n)
			all.from.insert({ n, places_[l].offset });
		else
			all.others = true;
	}
	all.others |= !any;
}

/* Whether a function may lend of what is at @offset, where argument @i leads to. */
bool may_lend(tree callee, unsigned int i, const pointer &p, HOST_WIDE_INT offset)
{
	auto found = lending_of.find(callee);

	if (!callee || !entered.count(callee) || found == lending_of.end() ||
	    found->second.others || !p.exact)
		return true;
	return found->second.from.count({ i + 1, offset - p.offset });
}

/* Whether all callers are followed, after the function. */
static bool is_helper(tree fndecl)
{
	cgraph_node *node = cgraph_node::get(fndecl);

	if (TREE_PUBLIC(fndecl) || !node || !node->callers || node->address_taken ||
	    called_early.count(fndecl))
		return false;
	for (cgraph_edge *e = node->callers; e; e = e->next_caller) {
		tree caller = e->caller->decl;

		if (trusted_function(caller) || misuses_on_purpose(caller) ||
		    !in_module(DECL_SOURCE_LOCATION(caller)))
			return false;
	}
	return true;
}

/*
 * What the caller has lent is stored in what it has lent, too. Callers know of that: what
 * was read in an object, and stays in it; and what a helper puts into a variable.
 */
bool function_flow::stores_for_caller(const pointer &p, region_id where)
{
	unsigned int n = parameter_of(where);

	if (!n || !p.lent)
		return false;
	if (p.home == where) {
		mixing[fun_->decl].insert(n);
		return true;
	}
	if (!is_helper(fun_->decl))
		return false;
	filling[fun_->decl].insert(n);
	return true;
}

/*
 * Borrows in what a pointer leads to may have changed places: in variables of this
 * function, or of its callers.
 */
void function_flow::mixed(state &s, const pointer &to)
{
	unsigned int n = parameter_of(to.where), any = 1;

	for (tree var : variables_behind(s, to)) {
		auto known = s.pointers.find(variable(var));

		if (known != s.pointers.end())
			known->second = known->second.flat();
	}
	if (n)
		mixing[fun_->decl].insert(n);
	if (n || (to.where >= 0 && places_.region_at(to.where).what != region::FOREIGN))
		return;
	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), any++) {
		if (may_store(TREE_TYPE(p)))
			mixing[fun_->decl].insert(any);
	}
}

/* What a function of the module, which is called, did to what argument @i leads to. */
void function_flow::filled_by(state &s, gcall *stmt, unsigned int i)
{
	tree callee = gimple_call_fndecl(stmt);
	pointer to = points_to(s, gimple_call_arg(stmt, i));
	bool known = callee && entered.count(callee);
	bool fills = known && filling[callee].count(i + 1);
	bool mixes = !known || fills || mixing[callee].count(i + 1);
	unsigned int n = parameter_of(to.where);
	pointer all = lent(s, stmt);

	if (callee && !known)
		called_early.insert(callee);
	/* a pointer to a pointer may itself be what is stored */
	for (unsigned int other = 0; other < gimple_call_num_args(stmt); other++) {
		if (other != i && POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, other))))
			all.borrow_like(points_to(s, gimple_call_arg(stmt, other)));
	}
	all.lent |= fills;
	if (mixes)
		mixed(s, to);
	if (to.where >= 0 && places_.region_at(to.where).what == region::LOCAL) {
		pointer &var = s.pointers[variable(places_.region_at(to.where).decl)];

		if (fills) {
			var.where = -1;
			var.borrow_like(all);
		}
		if (var.empty())
			s.pointers.erase(variable(places_.region_at(to.where).decl));
		return;
	}
	if (!fills || integer_zerop(gimple_call_arg(stmt, i)) ||
	    reported_at(gimple_location(stmt)) ||
	    (all.loans.empty() && n && stores_for_caller(all, to.where)))
		return;
	report(BORROW_ESCAPE, gimple_location(stmt),
	       "the function stores a borrow in what this argument leads to, where it can outlive"
	       " what it is borrowed from")
		.hint("let it fill a variable of this function");
}

/* memparse(text, &end): what the kernel puts there leads to what it got. */
void function_flow::filled_by_kernel(state &s, gcall *stmt, unsigned int i)
{
	pointer to = points_to(s, gimple_call_arg(stmt, i));

	if (to.where < 0 || places_.region_at(to.where).what != region::LOCAL)
		return;

	pointer &var = s.pointers[variable(places_.region_at(to.where).decl)];

	if (only_fills(gimple_call_fndecl(stmt), i))
		var = pointer();
	var.where = -1;
	var.borrow_like(lent(s, stmt));
}

/* What is behind the arguments of a call after it. */
void function_flow::lent_behind(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	bool kernels = callee && !in_module(DECL_SOURCE_LOCATION(callee));

	if ((callee && trusted_function(callee)) || !rule_on(RULE_LOAN_DERIVES))
		return;
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree type = parameter_type(stmt, i);
		tree target = type && POINTER_TYPE_P(type) ? TREE_TYPE(type) : NULL_TREE;

		if (!target || TYPE_READONLY(target) || !has_pointers(target))
			continue;
		if (!kernels)
			filled_by(s, stmt, i);
		else if (POINTER_TYPE_P(target))
			filled_by_kernel(s, stmt, i);
	}
}
