// SPDX-License-Identifier: GPL-2.0
/*
 * What is in the slots of an object that a function releases, or fills and then fails
 * to; and that nobody else has such an object.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"
#include "stores.h"

/* The slots of an object that is released or filled are looked after as handles are. */
void function_flow::note_slots(state &s, region_id there, tree type, const handle &h)
{
	for (const leaf &l : slots_of(type)) {
		if (is_link(l.kind))
			continue;
		slots_.push_back(places_.at(there, l.offset, l.kind));
		s.handles[slots_.back()] = h;
	}
}

/* What is left in the slots of an object when the function returns. */
void function_flow::leave_slots(state &s, bool fails, location_t where)
{
	for (place_id slot : slots_) {
		handle &h = at(s, slot);
		location_t put = h.changed;

		if (!(h.may_be & LIVE) || h.silent || !(releases_ || fails))
			continue;
		if (releases_)
			error(s, RELEASE, where, slot,
			      text("the release function forgets what may be in '%s'",
				   name(s, slot).c_str()))
				.hint("drop it there with its drop function: nobody else does");
		else
			error(s, LEAK, where, slot,
			      text("what may be in '%s' is lost if an error is returned: nobody"
				   " drops it then", name(s, slot).c_str()))
				.note(put, "it is put in here")
				.hint("put it in when nothing can fail any more, or take it out"
				      " again before the error is returned");
	}
}

/* Whether all handles that a call gets, before it is made, are empty: to take. */
bool function_flow::gives_nothing(state &s, gcall *stmt)
{
	bool any = false;

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i);

		if (leaves_of(TREE_TYPE(arg)).empty())
			continue;
		for (place_id p : handles_in(resolve(s, arg))) {
			any = true;
			if (at(s, p).may_be & LIVE)
				return false;
		}
	}
	return any;
}

/*
 * The slots of the object that is released or filled to which a pointer leads. The
 * data of a cell is lent by functions, so that only the kind tells: @all of the
 * object's, or one that is the only one of its kind.
 */
std::vector<place_id> function_flow::slots_at(const pointer &p, tree kind, bool all)
{
	std::vector<place_id> same;

	if (p.where >= 0 && places_.region_at(p.where).what == region::LOCAL)
		return same;
	for (place_id slot : slots_) {
		if (places_[slot].where == p.where && places_[slot].offset == p.offset && p.exact)
			return { slot };
		if (places_[slot].kind == TYPE_MAIN_VARIANT(kind))
			same.push_back(slot);
	}
	if (releases_ || (!all && same.size() > 1))
		same.clear();
	return same;
}

/* A call puts handles into the object that is filled, if that has slots for them. */
void function_flow::store(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	std::vector<place_id> into;

	for (tree kind : stored_by(stmt)) {
		if (!callee || !trusted_function(callee)) {
			for (place_id slot : slots_at(pointer(), kind, true))
				into.push_back(slot);
			continue;
		}
		for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
			if (!stores_into(stmt, i))
				continue;
			for (place_id slot : slots_at(points_to(s, gimple_call_arg(stmt, i)),
						      kind, true))
				into.push_back(slot);
		}
	}
	for (place_id slot : into)
		set(s, slot, LIVE | EMPTY, gimple_location(stmt));
}

/* Whether a handle owns its object alone: nobody counts references to that. */
static bool owns_alone(tree owner, tree reference)
{
	return std::string(kind_name(owner)) == std::string(kind_name(reference)) + "_box";
}

/* A reference is taken to an object that is counted, of one that has an owner: no. */
void function_flow::check_counted(gcall *stmt, state &s)
{
	tree callee = gimple_call_fndecl(stmt);
	location_t where = gimple_location(stmt);

	if (!callee || !trusted_function(callee) || !gimple_call_num_args(stmt) ||
	    !POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, 0))) || !rule_on(RULE_PROMISES) ||
	    !takes_reference(stmt, TREE_TYPE(TREE_TYPE(gimple_call_arg(stmt, 0)))) ||
	    reported_at(where))
		return;

	pointer p = points_to(s, gimple_call_arg(stmt, 0));
	tree kind = gimple_call_return_type(stmt);

	if (p.where < 0)
		return;

	const region &r = places_.region_at(p.where);

	/* where else an object may stand, its type tells */
	if (r.what != region::OBJECT || !owns_alone(places_[r.owner].kind, kind))
		return;
	report(CONTRACT, where,
	       text("a reference is taken to what '%s' owns alone", places_.name(r.owner).c_str()))
		.hint("only what is shared is counted: <kind>_share()");
}

/*
 * What is filled, or released, is the function's alone: its count is 0. So nobody has
 * a reference to it yet, or any more.
 */
void function_flow::check_reference(state &s, gcall *stmt)
{
	auto alone = filled_;

	check_counted(stmt, s);
	if (releases_)
		alone.insert(alone.end(), emptied_.begin(), emptied_.end());
	for (const auto &a : alone) {
		if (!takes_reference(stmt, TREE_TYPE(TREE_TYPE(a.first))) ||
		    !rule_on(RULE_PROMISES))
			continue;
		for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
			if (points_to(s, gimple_call_arg(stmt, i)).where != a.second ||
			    reported_at(gimple_location(stmt)))
				continue;
			report(CONTRACT, gimple_location(stmt),
			       text("a reference is taken to '%s', which %s",
				    IDENTIFIER_POINTER(DECL_NAME(a.first)), releases_ ?
				    "is being released" : "is not shared before the function"
				    " has returned"))
				.hint(releases_ ? "its last reference is gone" :
				      "take it in start, or in a callback");
		}
	}
}
