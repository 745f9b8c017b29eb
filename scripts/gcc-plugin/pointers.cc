// SPDX-License-Identifier: GPL-2.0
/*
 * Where pointers lead, where they are stored, and that no dead one is followed.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"

/* The address of what is named. */
pointer function_flow::address_of(state &s, tree ref)
{
	memory m = resolve(s, ref);
	pointer p;

	p.where = m.where;
	p.offset = m.offset;
	p.exact = m.exact;
	p.extent = m.exact ? 0 : m.extent;
	if (m.through) {
		auto via = s.pointers.find(variable(m.through));

		if (via != s.pointers.end())
			p.borrow_like(via->second);
	} else if (m.where >= 0) {
		tree var = places_.region_at(m.where).decl;
		place_id whole = places_.at(m.where, 0, TREE_TYPE(var));

		if (places_.is_variable(whole))
			p.borrow_from({ whole });
	}
	return p;
}

/* Whether the struct with a field is the user's own, and no variable of a function. */
static bool keeps_no_borrow(tree ref)
{
	tree type = TREE_CODE(ref) == COMPONENT_REF ? TREE_TYPE(TREE_OPERAND(ref, 0)) : NULL_TREE;

	return type && has_handles(type) && in_module(DECL_SOURCE_LOCATION(TREE_OPERAND(ref, 1)));
}

/* Of what has no known size, all that may follow. */
static HOST_WIDE_INT size_of(tree type)
{
	HOST_WIDE_INT size = int_size_in_bytes(type);

	return size < 0 ? HOST_WIDE_INT_MAX / 2 : size;
}

/*
 * What is read in memory: from a struct that carries borrows, through a pointer to
 * a pointer, or from what somebody lent. No borrow is ever stored in an object, so
 * there are none in what a handle owns; a variable of the caller's may have some.
 */
pointer function_flow::read_from(state &s, tree ref)
{
	memory m = resolve(s, ref);
	pointer p;

	if (!has_pointers(TREE_TYPE(ref)) || m.where < 0)
		return p;

	auto via = s.pointers.find(variable(m.through));

	if (places_.region_at(m.where).what == region::LOCAL) {
		auto known = s.pointers.find(variable(places_.region_at(m.where).decl));

		if (known == s.pointers.end())
			return p;
		/* the pointer itself, or a struct that carries some */
		if (POINTER_TYPE_P(TREE_TYPE(places_.region_at(m.where).decl)))
			p = known->second;
		else if (m.exact)
			p = known->second.part(m.offset, size_of(m.type));
		else
			p = known->second.flat();
	} else if (via != s.pointers.end()) {
		p.lent = via->second.lent && !keeps_no_borrow(ref);
		p.home = p.lent && parameter_of(m.where) ? m.where : -1;
		carried(s, via->second, p);
	}
	return p;
}

/* The variables to which a pointer leads, and those to which what is in them does. */
std::vector<tree> function_flow::variables_behind(state &s, const pointer &via)
{
	std::vector<place_id> todo = via.flat().loans;
	std::vector<tree> vars;

	while (!todo.empty()) {
		place_id owner = todo.back();
		tree var = places_.region_of(owner).decl;

		todo.pop_back();
		if (!places_.is_variable(owner) ||
		    std::find(vars.begin(), vars.end(), var) != vars.end())
			continue;
		vars.push_back(var);

		auto known = s.pointers.find(variable(var));

		if (known == s.pointers.end())
			continue;
		for (place_id next : known->second.flat().loans)
			todo.push_back(next);
	}
	return vars;
}

/* What is in them. */
void function_flow::carried(state &s, const pointer &via, pointer &p)
{
	for (tree var : variables_behind(s, via)) {
		auto known = s.pointers.find(variable(var));

		if (known != s.pointers.end())
			p.borrow_like(known->second);
	}
}

/* What a value points to. */
pointer function_flow::points_to(state &s, tree value)
{
	pointer p;

	if (TREE_CODE(value) == ADDR_EXPR)
		return address_of(s, TREE_OPERAND(value, 0));
	if (unsigned int v = variable(value)) {
		auto known = s.pointers.find(v);

		return known == s.pointers.end() ? p : known->second;
	}

	tree handle;

	if (is_first_word(value, handle)) {
		auto parts = handles_in(resolve(s, handle));

		/* what deed_into_raw() gives is the caller's own */
		if (parts.empty() || (VAR_P(handle) && forgets(handle)))
			return p;
		p.where = places_.object(parts[0]);
		p.exact = true;
		p.loans = places_.owners(parts[0]);
		p.word_of = parts;
		return p;
	}
	if (handled_component_p(value) || TREE_CODE(value) == MEM_REF)
		return read_from(s, value);
	return p;
}

/* The variable that a statement reads memory through must not be a dead borrow. */
void function_flow::check_followed(state &s, tree ref, location_t at)
{
	if (TREE_CODE(ref) == ADDR_EXPR || variable(ref))
		return;

	memory m = resolve(s, ref);

	if (m.through && variable(m.through))
		check_pointer(s, m.through, at);
}

/* A pointer is used: nothing that it was borrowed from may have gone. */
void function_flow::check_pointer(state &s, tree value, location_t where)
{
	auto known = s.pointers.find(variable(value));

	if (known == s.pointers.end() || !rule_on(RULE_LOAN_ENDS))
		return;

	pointer p = known->second.flat();

	if (p.dead) {
		s.pointers.erase(known);
		if (at(s, p.ended).silent)
			return;

		tree var = TREE_CODE(value) == SSA_NAME ? SSA_NAME_VAR(value) : value;
		std::string owner = name(s, p.ended);
		std::string what = var && DECL_NAME(var) ?
			text("'%s'", IDENTIFIER_POINTER(DECL_NAME(var))) : "a borrow";

		if (is_container(places_[p.ended].kind) && !p.ended_by_scope) {
			report(BORROW_DEAD, where,
			       text("%s is used after the '%s' that it was in has changed",
				    what.c_str(), kind_name(places_[p.ended].kind)))
				.note(p.ended_at, "it is lent exclusively here")
				.hint("use it before, or look for it again");
			return;
		}
		if (p.ended_by_loan) {
			report(BORROW_ALIAS, where,
			       text("%s is used after '%s', from which it was borrowed, was lent"
				    " again", what.c_str(), owner.c_str()))
				.note(p.ended_at, "it is lent here")
				.hint("an exclusive borrow is alone: borrow once, or use the first"
				      " one before the second");
			return;
		}
		report(BORROW_DEAD, where,
		       text("%s is used after '%s', from which it was borrowed, is gone",
			    what.c_str(), owner.c_str()))
			.note(p.ended_at, p.ended_by_scope ? "its scope ends here" :
			      text("'%s' is moved, dropped or lent exclusively here", owner.c_str()))
			.hint("use it before, or borrow again from whoever owns it now");
		return;
	}
	for (place_id owner : std::vector<place_id>(p.loans)) {
		/* a container that is empty lends nothing */
		if (!is_container(places_[owner].kind) && !places_.is_variable(owner))
			need_live(s, owner, where, "used");
	}
}

bool leads_to_handle(const pointer &p, const places &all, tree type)
{
	if (POINTER_TYPE_P(type) && is_handle(TREE_TYPE(type)))
		return true;
	return p.where >= 0 && all.region_at(p.where).what == region::LOCAL &&
	       has_handles(TREE_TYPE(all.region_at(p.where).decl));
}

static bool leads_to_scoped(tree type)
{
	return POINTER_TYPE_P(type) && has_scoped(TREE_TYPE(type));
}

/* A borrow that is stored in variables of this function is carried by them. */
bool function_flow::carry(state &s, const memory &to, const pointer &p)
{
	std::vector<tree> vars;

	if (!rule_on(RULE_LOAN_CARRIED) && to.where >= 0 &&
	    places_.region_at(to.where).what == region::LOCAL)
		return true;
	if (to.where >= 0 && places_.region_at(to.where).what == region::LOCAL) {
		tree var = places_.region_at(to.where).decl;

		if (to.exact && POINTER_TYPE_P(TREE_TYPE(var)))
			s.pointers[variable(var)] = p;
		else if (to.exact)
			s.pointers[variable(var)].set_part(to.offset, size_of(to.type), p);
		else
			vars.push_back(var);
		if (to.exact && s.pointers[variable(var)].empty())
			s.pointers.erase(variable(var));
		if (to.exact)
			return true;
	} else {
		auto via = s.pointers.find(variable(to.through));

		if (via == s.pointers.end() || via->second.lent || via->second.where >= 0)
			return false;
		for (place_id owner : via->second.loans) {
			if (!places_.is_variable(owner))
				return false;
			vars.push_back(places_.region_of(owner).decl);
		}
	}
	for (tree var : vars) {
		pointer &all = s.pointers[variable(var)];

		all.where = -1;
		all.borrow_like(p);
		if (all.empty())
			s.pointers.erase(variable(var));
	}
	return !vars.empty();
}

/* A borrow is stored where it may outlive what it was borrowed from. */
void function_flow::check_stored(state &s, tree to, pointer p, location_t where)
{
	if (!rule_on(RULE_LOAN_LEAVES) || carry(s, resolve(s, to), p) || p.empty())
		return;
	/* who declared that was told */
	if (keeps_call(TREE_TYPE(to)))
		return;
	p = p.flat();
	/* the data of a callback, in a test */
	if (in_unsafe_file(where))
		forget_variables(p);
	if ((p.loans.empty() && !p.lent) ||
	    (!p.loans.empty() && at(s, p.loans.back()).silent))
		return;

	region_id there = resolve(s, to).where;
	/* a list of the caller's: it knows which ones it passes */
	auto is_callers = [&](place_id l) {
		return is_container(places_[l].kind) && places_[l].where != there &&
		       places_.region_of(l).what == region::FOREIGN;
	};

	if (std::all_of(p.loans.begin(), p.loans.end(), is_callers) && stores_for_caller(p, there))
		return;

	std::string from = p.loans.empty() ? "the caller" :
		"'" + name(s, p.loans.back()) + "'";

	if (!reported_at(where))
		report(BORROW_ESCAPE, where, text("a borrow from %s is stored where it can"
						  " outlive it", from.c_str()))
			.hint("keep a handle there, such as a further reference, or a value, not a"
			      " borrow");
}

/* The address of a handle is stored, or of what belongs to the bound device. */
bool function_flow::stores_handle(state &s, tree to, tree from, location_t where)
{
	tree type = TREE_TYPE(from);
	pointer p = points_to(s, from);

	if (integer_zerop(from) || resolve(s, to).where < 0 || !rule_on(RULE_LOAN_LEAVES))
		return false;
	if (leads_to_scoped(type)) {
		if (!in_unsafe_file(where) && !reported_at(where))
			report(BORROW_ESCAPE, where,
			       text("a pointer to a '%s', which belongs to the bound device, is"
				    " stored where it can outlive it", kind_name(TREE_TYPE(type))))
				.hint("keep the state, and borrow the hardware anew each time");
		return true;
	}
	if (!leads_to_handle(p, places_, type))
		return false;
	if (!reported_at(where))
		report(ESCAPE, where,
		       "the address of a handle is stored where it cannot be followed")
			.hint("move the handle into a slot, and let others take it from there");
	return true;
}
