// SPDX-License-Identifier: GPL-2.0
/*
 * Follows the statements of a function on each path, from what its parameters
 * are to what it leaves.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"

std::map<tree, std::set<HOST_WIDE_INT>> released_live;

std::set<tree> followed, fails_above_zero;

bool fails_negative(tree fndecl)
{
	return trusted_function(fndecl) ||
	       (followed.count(fndecl) && !fails_above_zero.count(fndecl));
}

/* What parameters bring: values are owned, pointers borrow, promises say more. */
state function_flow::at_entry(bool releases)
{
	state s;
	unsigned int n = 0;

	untrusted_entry(s);
	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), n++) {
		tree type = TREE_TYPE(p);
		promise promised = promise_of(fun_->decl, n);
		handle h;

		h.acquired = h.changed = DECL_SOURCE_LOCATION(p);
		if (!leaves_of(type).empty()) {
			if (!rule_on(RULE_PARAMETER_OWNED))
				h.silent = true;
			h.may_be = promised.accepts ? LIVE | FAILED | EMPTY : LIVE;
			for (place_id at : handles_at(places_.local(p), 0, type)) {
				h.group = h.group ? h.group : at + 1;
				s.handles[at] = h;
			}
			continue;
		}
		if (has_pointers(type) && rule_on(RULE_LOAN_LEAVES))
			s.pointers[variable(p)].lent = true;
		if (!POINTER_TYPE_P(type))
			continue;
		/* so that a copy of the pointer leads to the same */
		s.pointers[variable(p)].where = places_.foreign(p);
		s.pointers[variable(p)].exact = true;
		note_members(p, n, places_.foreign(p), promised.fills);
		if (!has_handles(TREE_TYPE(type)) && (!releases || n))
			continue;

		region_id there = places_.foreign(p);

		if (is_live_guard(TREE_TYPE(type)))
			lent_guards_.push_back(places_.at(there, 0, TREE_TYPE(type)));
		if (promised.fills) {
			h.may_be = EMPTY;
			filled_.push_back({ p, there });
		} else if (promised.drops || (releases && !n)) {
			h.may_be = promised.accepts ? LIVE | FAILED | EMPTY : LIVE;
			emptied_.push_back({ p, there });
		} else if (promised.accepts) {
			h.may_be = LIVE | FAILED | EMPTY;
			h.borrowed = true;
		} else {
			continue;
		}
		for (place_id at : handles_at(there, 0, TREE_TYPE(type))) {
			h.group = h.group ? h.group : at + 1;
			s.handles[at] = h;
		}
		h.group = 0;
		if (releases || promised.fills)
			note_slots(s, there, TREE_TYPE(type), h);
	}
	return s;
}

/* The promises that the function itself must have kept when it returns. */
void function_flow::leave_promises(state &s, tree value, location_t where)
{
	unsigned int v = number_variable(value);
	int zero = !value || VOID_TYPE_P(TREE_TYPE(value)) ? 1 :
		TREE_CODE(value) == INTEGER_CST ? integer_zerop(value) :
		v ? known(s, v, EQ_EXPR, 0) : -1;

	if (zero != 1 && (v ? known(s, v, LE_EXPR, 0) != 1 :
			  TREE_CODE(value) != INTEGER_CST || tree_int_cst_sgn(value) > 0))
		fails_above_zero.insert(fun_->decl);
	leave_members(s, zero, where);
	if (!rule_on(RULE_PROMISES))
		return;
	for (const auto &f : filled_) {
		for (place_id p : handles_at(f.second, 0, TREE_TYPE(TREE_TYPE(f.first)))) {
			handle &h = at(s, p);
			/* of what the scope owns it is all the same how an error leaves it */
			bool fits = zero == 1 ? h.may_be == LIVE :
				is_scoped(places_[p].kind) ? zero == 0 || h.may_be == LIVE :
				zero == 0 && !(h.may_be & LIVE);

			if (zero == 1 && fits)
				check_complete(s, p, where);
			if (h.silent || fits)
				continue;
			h.changed_on = paths::EVERYWHERE;
			error(s, CONTRACT, where, p,
			      zero == 1 ? text("0 is returned, but '%s' is not filled",
					       name(s, p).c_str()) :
			      is_scoped(places_[p].kind) ?
					text("0 may be returned, and '%s' not be filled",
					     name(s, p).c_str()) :
			      zero == 0 ? text("an error is returned, but '%s' is filled",
					       name(s, p).c_str()) :
			      text("whether '%s' is filled does not show from what is returned",
				   name(s, p).c_str()))
				.hint(is_scoped(places_[p].kind) ?
				      "others use it when 0 is returned: fill it, or return why"
				      " it cannot be" :
				      "deed_fills(n): live if 0 is returned, empty if not");
		}
	}
	leave_slots(s, zero != 1, where);
	for (const auto &f : emptied_) {
		for (place_id p : handles_at(f.second, 0, TREE_TYPE(TREE_TYPE(f.first)))) {
			handle &h = at(s, p);

			if (h.silent || !(h.may_be & LIVE) || is_scoped(places_[p].kind))
				continue;
			h.changed_on = paths::EVERYWHERE;
			if (releases_)
				error(s, RELEASE, where, p,
				      text("the release function forgets '%s'", name(s, p).c_str()))
					.hint("drop it there: nobody else does");
			else
				error(s, CONTRACT, where, p,
				      text("'%s' is not dropped on this path", name(s, p).c_str()))
					.hint("deed_drops(n): empty when the function returns");
		}
	}
}

/* A function of the kernel lends nothing of the variables that a test gives it. */
void function_flow::forget_variables(pointer &p)
{
	auto is_variable = [this](place_id owner) { return places_.is_variable(owner); };

	p.loans.erase(std::remove_if(p.loans.begin(), p.loans.end(), is_variable),
		      p.loans.end());
	p.lent = false;
	if (p.dead && is_variable(p.ended))
		p.dead = false;
}

void function_flow::leave(state &s, greturn *stmt)
{
	tree value = gimple_return_retval(stmt);
	location_t where = LOCATION_LOCUS(gimple_location(stmt));

	if (!s.untrusted.empty())
		note_left(s, value);

	if (s.returned != UNKNOWN_LOCATION)
		where = s.returned;
	if (where == UNKNOWN_LOCATION)
		where = paths_.left_at(node_);
	if (where == UNKNOWN_LOCATION)
		where = fun_->function_end_locus;
	if (value && !leaves_of(TREE_TYPE(value)).empty()) {
		auto parts = handles_in(resolve(s, value));

		for (place_id p : parts) {
			handle &h = at(s, p);
			location_t made = h.changed != UNKNOWN_LOCATION ? h.changed : where;

			if (h.may_be & (UNSET | MOVED | DROPPED) && !h.silent)
				gone(s, p, made, "returned");
			else if (returns_live(fun_->decl) && h.may_be != LIVE && !h.silent &&
				 !(h.may_be & STALE) && rule_on(RULE_PROMISES))
				error(s, CONTRACT, made, p,
				      "the function promises a live handle, but this one may have"
				      " failed")
					.hint("test it, or take deed_returns_live away");
		}
		if (!parts.empty())
			check_whole(s, parts, at(s, parts[0]).changed != UNKNOWN_LOCATION ?
				    at(s, parts[0]).changed : where);
		if (rule_on(RULE_RETURN_MOVES)) {
			for (place_id p : parts) {
				forget_contents(s, p);
				s.handles.erase(p);
			}
		}
	} else if (value && has_pointers(TREE_TYPE(value))) {
		pointer p = points_to(s, value).flat();

		if (!integer_zerop(value))
			note_lent(p);
		if (p.set_at != UNKNOWN_LOCATION)
			where = p.set_at;
		if (in_unsafe_file(where))
			forget_variables(p);

		bool leaves = p.dead && p.ended_by_scope;

		for (place_id owner : p.loans) {
			if (!places_.root(owner))
				continue;
			leaves |= !p.dead;
			p.ended = p.ended < 0 ? owner : p.ended;
		}
		if (leaves && p.ended >= 0 && !at(s, p.ended).silent && rule_on(RULE_LOAN_LEAVES))
			report(BORROW_ESCAPE, where,
			       text("a borrow from '%s' is returned, which does not outlive the"
				    " function", name(s, p.ended).c_str()))
				.hint("return the handle, or a copy of the data");
		else if (p.dead && !leaves)
			check_pointer(s, value, where);
		if (p.where >= 0 && places_.region_at(p.where).what == region::LOCAL &&
		    has_handles(TREE_TYPE(places_.region_at(p.where).decl)))
			report(ESCAPE, where, "the address of a local handle is returned")
				.hint("return the handle itself, with deed_move()");
	}
	leave_promises(s, value, where);
	if (!rule_on(RULE_EXIT_LEAKS))
		return;
	for (auto h = s.handles.begin(); h != s.handles.end(); ++h)
		lost(s, h->first, where);
}

void function_flow::statement(gimple *stmt, state s, std::vector<state> &out)
{
	switch (gimple_code(stmt)) {
	case GIMPLE_CALL:
		call(s, as_a<gcall *>(stmt), out);
		return;
	case GIMPLE_ASSIGN: {
		const auto says = truth(s, stmt);

		untrusted_assignment(s, stmt);
		assignment(s, stmt);
		keep_truth(s, stmt, says);
		break;
	}
	case GIMPLE_RETURN:
		leave(s, as_a<greturn *>(stmt));
		return;
	case GIMPLE_ASM:
		assembly(s, as_a<gasm *>(stmt));
		break;
	default:
		break;
	}
	out.push_back(s);
}

/* Where a block goes from here, and what each way means. */
void function_flow::branch(basic_block bb, state &s)
{
	gimple *last = last_stmt(bb);
	edge e;
	edge_iterator i;

	if (last && gimple_code(last) == GIMPLE_COND)
		check_bound(s, bb, as_a<gcond *>(last));
	FOR_EACH_EDGE(e, i, bb->succs) {
		state there = s;

		if (last && gimple_code(last) == GIMPLE_COND) {
			gcond *cond = as_a<gcond *>(last);
			unsigned int v = number_variable(gimple_cond_lhs(cond));
			tree bound = gimple_cond_rhs(cond);

			if (v && TREE_CODE(bound) == INTEGER_CST && tree_fits_shwi_p(bound) &&
			    !assume(there, v, gimple_cond_code(cond), tree_to_shwi(bound),
				    e->flags & EDGE_TRUE_VALUE))
				continue;
			untrusted_branch(there, cond, e->flags & EDGE_TRUE_VALUE);
		} else if (last && gimple_code(last) == GIMPLE_SWITCH) {
			tree index = gimple_switch_index(as_a<gswitch *>(last));
			auto f = s.facts.find(number_variable(index));

			if (f != s.facts.end() && f->second.exact()) {
				edge taken = find_taken_edge(bb,
					build_int_cst(TREE_TYPE(index), f->second.low));

				if (taken && taken != e)
					continue;
			}
			untrusted_case(there, as_a<gswitch *>(last), e);
		}
		if ((!filled_.empty() || !lent_members_.empty()) && number_variable(result_))
			there.ends_well = known(there, number_variable(result_), EQ_EXPR, 0);
		paths_.reach(e->dest, there, node_, e);
	}
}

void function_flow::block(int node)
{
	basic_block bb = paths_.block(node);
	std::vector<state> now = { paths_.entry(node) };

	node_ = node;
	for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i)) {
		std::vector<state> after;

		for (state &s : now)
			statement(gsi_stmt(i), s, after);
		now.swap(after);
	}
	for (state &s : now) {
		forget_defaults(s);
		branch(bb, s);
	}
}

/* Remembers which return statement a path takes. */
void function_flow::note_return(state &s, tree to, location_t where)
{
	if (result_ && get_base_address(to) == result_)
		s.returned = where;
}

/* The variable in which the result waits for the end of all scopes. */
static tree result_of(function *fun)
{
	edge e;
	edge_iterator i;

	FOR_EACH_EDGE(e, i, EXIT_BLOCK_PTR_FOR_FN(fun)->preds) {
		gimple *last = last_stmt(e->src);

		if (last && gimple_code(last) == GIMPLE_RETURN)
			return gimple_return_retval(as_a<greturn *>(last));
	}
	return NULL_TREE;
}

hint function_flow::run(bool releases)
{
	result_ = result_of(fun_);
	releases_ = releases;
	places_.clear();
	paths_.reach(single_succ(ENTRY_BLOCK_PTR_FOR_FN(fun_)), at_entry(releases), -1, NULL);
	for (int node; (node = paths_.next()) >= 0;)
		block(node);
	followed.insert(fun_->decl);
	if (paths_.given_up())
		report(TOO_COMPLEX, DECL_SOURCE_LOCATION(fun_->decl),
		       text("'%s' is too complex to be followed",
			    IDENTIFIER_POINTER(DECL_NAME(fun_->decl))))
			.hint("split the function");
	return hint_;
}
