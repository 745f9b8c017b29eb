// SPDX-License-Identifier: GPL-2.0
/*
 * Zeroed memory is no lock, no queue and no timer yet. Who makes an object, in probe,
 * initialises them before others get it.
 */
#include "initialised.h"

#include "contract.h"
#include "function_flow.h"
#include "origin.h"
#include "rules.h"

/* A parameter of a function that was followed, and all ways in which it ends. */
struct endings {
	initialised what;
	bool any = false, any_zero = false;
};

static std::map<std::pair<tree, unsigned int>, endings> ended;

typedef void (*call_fn)(gcall *call, void *data);

static void each_call(tree fndecl, call_fn look, void *data)
{
	function *fun = DECL_STRUCT_FUNCTION(fndecl);
	basic_block bb;

	if (!fun || !fun->cfg)
		return;
	FOR_EACH_BB_FN(bb, fun) {
		for (auto g = gsi_start_bb(bb); !gsi_end_p(g); gsi_next(&g)) {
			if (is_gimple_call(gsi_stmt(g)) && !gimple_call_internal_p(gsi_stmt(g)))
				look(as_a<gcall *>(gsi_stmt(g)), data);
		}
	}
}

/* Whether it is an initialiser itself. */
static bool says_it_initialises(tree fndecl)
{
	return lookup_attribute("deed_initialises", DECL_ATTRIBUTES(fndecl)) != NULL_TREE;
}

bool initialises(tree fndecl)
{
	static std::map<tree, bool> known;
	auto found = known.emplace(fndecl, says_it_initialises(fndecl));

	if (found.second && !found.first->second) {
		bool any = false;

		each_call(fndecl, [](gcall *call, void *data) {
			tree callee = gimple_call_fndecl(call);

			*(bool *)data |= callee && initialises(callee);
		}, &any);
		known[fndecl] = any;
	}
	return known[fndecl];
}

static void keep_common(std::set<HOST_WIDE_INT> &all, const std::set<HOST_WIDE_INT> &these,
			bool &any)
{
	if (!any)
		all = these;
	for (auto i = all.begin(); i != all.end();)
		i = these.count(*i) ? std::next(i) : all.erase(i);
	any = true;
}

void note_initialised(tree fndecl, unsigned int parameter, bool fails,
		      const std::set<HOST_WIDE_INT> &members)
{
	endings &e = ended[{ fndecl, parameter }];

	keep_common(e.what.always, members, e.any);
	if (!fails)
		keep_common(e.what.if_zero, members, e.any_zero);
}

/* The member of what a parameter leads to whose address that is, or -1. */
static HOST_WIDE_INT member_of(tree address, tree parameter)
{
	poly_int64 at = 0;
	HOST_WIDE_INT offset = -1;

	if (TREE_CODE(address) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(address)) &&
	    gimple_assign_rhs_code(SSA_NAME_DEF_STMT(address)) == ADDR_EXPR)
		address = gimple_assign_rhs1(SSA_NAME_DEF_STMT(address));
	if (TREE_CODE(address) == ADDR_EXPR) {
		tree base = get_addr_base_and_unit_offset(TREE_OPERAND(address, 0), &at);

		if (!base || TREE_CODE(base) != MEM_REF || !at.is_constant(&offset))
			return -1;
		address = TREE_OPERAND(base, 0);
		offset += tree_to_shwi(TREE_OPERAND(base, 1));
	} else {
		offset = 0;
	}
	if (TREE_CODE(address) == SSA_NAME && SSA_NAME_IS_DEFAULT_DEF(address))
		address = SSA_NAME_VAR(address);
	return address == parameter ? offset : -1;
}

/* A function of the abstractions: what it calls, it calls always. */
static std::set<HOST_WIDE_INT> seen_in_body(tree fndecl, unsigned int i)
{
	struct search {
		tree parameter;
		std::set<HOST_WIDE_INT> found;
	} s;

	s.parameter = DECL_ARGUMENTS(fndecl);
	while (s.parameter && i--)
		s.parameter = DECL_CHAIN(s.parameter);
	each_call(fndecl, [](gcall *call, void *data) {
		search &s = *(search *)data;

		for (unsigned int a = 0; a < gimple_call_num_args(call); a++) {
			HOST_WIDE_INT at = member_of(gimple_call_arg(call, a), s.parameter);

			if (at < 0)
				continue;
			for (HOST_WIDE_INT inner : initialised_by(call, a).always)
				s.found.insert(at + inner);
		}
	}, &s);
	return s.found;
}

initialised initialised_by(gcall *call, unsigned int i)
{
	tree callee = gimple_call_fndecl(call), type = TREE_TYPE(gimple_call_arg(call, i));
	initialised all;

	if (!callee || !POINTER_TYPE_P(type))
		return all;

	promise promised = promise_of(callee, i);

	if (promised.initialises || promised.fills) {
		for (const leaf &l : to_initialise(TREE_TYPE(type)))
			(promised.fills ? all.if_zero : all.always).insert(l.offset);
		return all;
	}
	if (!initialises(callee))
		return all;
	if (trusted_function(callee)) {
		all.always = seen_in_body(callee, i);
		return all;
	}

	auto found = ended.find({ callee, i });

	return found == ended.end() ? all : found->second.what;
}

/* Members that are followed to the end of the function. @wanted: as it was promised. */
void function_flow::note_members(tree parameter, unsigned int number, region_id there,
				 bool wanted)
{
	tree target = TREE_TYPE(TREE_TYPE(parameter));

	if (!TYPE_READONLY(target) && !to_initialise(target).empty() &&
	    (wanted || initialises(fun_->decl)))
		lent_members_.push_back({ parameter, number, there, wanted });
}

bool function_flow::is_lent(region_id where) const
{
	for (const lent_object &o : lent_members_) {
		if (o.where == where)
			return true;
	}
	return false;
}

/* What a call initialises. Returns what else it does if it returns 0. */
std::set<member> function_flow::initialise(state &s, gcall *stmt)
{
	std::set<member> if_zero;

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i);
		pointer p;

		if (lent_members_.empty() || !POINTER_TYPE_P(TREE_TYPE(arg)))
			continue;
		p = points_to(s, arg);
		if (!p.exact || !is_lent(p.where))
			continue;

		initialised by_call = initialised_by(stmt, i);

		for (HOST_WIDE_INT at : by_call.always)
			s.ready.insert({ p.where, p.offset + at });
		for (HOST_WIDE_INT at : by_call.if_zero) {
			if (!by_call.always.count(at))
				if_zero.insert({ p.where, p.offset + at });
		}
	}
	return if_zero;
}

/* The function returns: 0 if @zero is 1, something else if it is 0. */
void function_flow::leave_members(state &s, int zero, location_t where)
{
	for (const lent_object &o : lent_members_) {
		std::set<HOST_WIDE_INT> there;

		for (const leaf &l : to_initialise(TREE_TYPE(TREE_TYPE(o.parameter)))) {
			if (s.ready.count({ o.where, l.offset })) {
				there.insert(l.offset);
				continue;
			}
			if (!o.wanted || !zero || !rule_on(RULE_PROMISES) ||
			    !missed_.insert({ o.where, l.offset }).second)
				continue;

			std::string name = IDENTIFIER_POINTER(DECL_NAME(o.parameter));

			if (l.field && DECL_NAME(l.field))
				name += std::string("->") + IDENTIFIER_POINTER(DECL_NAME(l.field));
			report(UNINIT, where,
			       text("%s, but '%s' is not initialised", zero == 1 ?
				    "0 is returned" : "0 may be returned", name.c_str()))
				.hint("others use it when 0 is returned: initialise it first,"
				      " with deed_cell_init(), deed_bound_queue_init(), <kind>_init()"
				      " of a work or a timer, ...");
		}
		note_initialised(fun_->decl, o.number, !zero, there);
	}
}
