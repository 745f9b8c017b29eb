// SPDX-License-Identifier: GPL-2.0
/*
 * What calls do to handles: by the types of parameters and result, and by what
 * the callee promises beyond them.
 */
#include "function_flow.h"

#include "kernel.h"
#include "origin.h"
#include "rules.h"
#include "stores.h"
#include "waits.h"

/*
 * Calls that GCC inserted at the end of a scope stand where the variable was
 * declared; those that the user wrote stand after.
 */
static bool ends_scope(gcall *stmt, tree callee)
{
	tree arg = gimple_call_num_args(stmt) == 1 ? gimple_call_arg(stmt, 0) : NULL_TREE;

	if (!arg || TREE_CODE(arg) != ADDR_EXPR || !VAR_P(TREE_OPERAND(arg, 0)))
		return false;

	tree var = TREE_OPERAND(arg, 0);
	tree cleanup = lookup_attribute("cleanup", DECL_ATTRIBUTES(var));

	if (!cleanup || !callee ||
	    TREE_VALUE(TREE_VALUE(cleanup)) != DECL_NAME(callee))
		return false;
	return get_pure_location(gimple_location(stmt)) ==
	       get_pure_location(DECL_SOURCE_LOCATION(var));
}

/* -MAX_ERRNO to -1 */
static fact errno_value()
{
	fact f;

	f.low = -4095;
	f.high = -1;
	f.nonzero = true;
	return f;
}

/* What is known of a number that is passed. */
static fact passed(const state &s, gcall *stmt, unsigned int i)
{
	tree arg = gimple_call_arg(stmt, i);
	auto known = s.facts.find(number_variable(arg));

	if (TREE_CODE(arg) == INTEGER_CST && tree_fits_shwi_p(arg))
		return fact::number(tree_to_shwi(arg));
	return known == s.facts.end() ? fact() : known->second;
}

/* What the kernel's and the abstractions' own helpers mean. */
bool function_flow::special(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), lhs = gimple_call_lhs(stmt);
	location_t where = gimple_location(stmt);
	unsigned int v = number_variable(lhs), args = gimple_call_num_args(stmt);

	if (gimple_call_internal_p(stmt)) {
		/* .DEFERRED_INIT() of -ftrivial-auto-var-init, and the like */
		if (v) {
			s.forget_value(v);
			s.pointers.erase(v);
		}
		return true;
	}
	if (!callee || !args)
		return false;

	tree first = gimple_call_arg(stmt, 0);

	/* deed_ok() */
	if (named(callee, "IS_ERR_OR_NULL") && v) {
		auto tested = points_to(s, first).word_of;
		fact f;

		if (tested.empty())
			return false;
		for (place_id t : tested) {
			if (at(s, t).may_be & UNSET && !at(s, t).silent)
				gone(s, t, where, "tested");
		}
		f.tested = tested;
		f.live_if_true = false;
		s.forget_value(v);
		s.pointers.erase(v);
		if (rule_on(RULE_TEST_REFINES))
			s.facts[v] = f;
		return true;
	}
	if (named(callee, "__deed_err")) {
		pointer p = points_to(s, first);

		for (place_id t : p.word_of) {
			handle &h = at(s, t);

			if (t != p.word_of[0] || h.silent || !(h.may_be & (LIVE | UNSET)) ||
			    !rule_on(RULE_ERROR_READ))
				continue;

			std::string n = name(s, t);

			if (h.may_be & UNSET)
				gone(s, t, where, "looked at");
			else
				error(s, UNTESTED, where, t,
				      text("the error of '%s' is read, but it may be live",
					   n.c_str()))
					.hint(text("only after a test: if (!deed_ok(%s)) return"
						   " deed_err(%s);", n.c_str(), n.c_str()));
		}
		if (v) {
			s.forget_value(v);
			s.facts[v] = errno_value();
		}
		return true;
	}
	if (named(callee, "__deed_err_ptr") && v) {
		s.forget_value(v);
		s.facts[v] = errno_value();
		return true;
	}
	if ((fndecl_built_in_p(callee, BUILT_IN_EXPECT) ||
	     fndecl_built_in_p(callee, BUILT_IN_EXPECT_WITH_PROBABILITY)) && v) {
		fact f = passed(s, stmt, 0);

		s.forget_value(v);
		if (!f.empty())
			s.facts[v] = f;
		return true;
	}
	return false;
}

/* A handle is passed: from here on it is the callee's. */
void function_flow::argument_by_value(state &s, gcall *stmt, unsigned int i, tree callee)
{
	location_t where = gimple_location(stmt);
	auto parts = handles_in(resolve(s, gimple_call_arg(stmt, i)));
	bool replaces = i && promise_of(callee, i - 1).replaces;
	bool accepts = promise_of(callee, i).accepts || replaces;

	check_whole(s, parts, where);
	for (place_id p : parts) {
		if (!accepts && rule_on(RULE_ARGUMENT_LIVE))
			need_live(s, p, where, "passed on");

		handle h = take(s, p, where, "passed on");

		if (replaces)
			given_ = h;
		forget_contents(s, p);
		if (!rule_on(RULE_ARGUMENT_MOVES))
			at(s, p).may_be = h.may_be;
	}
}

/* The address of handles is passed, or of an object with handles in it. */
void function_flow::argument_by_address(state &s, gcall *stmt, unsigned int i, tree callee,
					const std::vector<place_id> &parts)
{
	location_t where = gimple_location(stmt);
	promise promised = promise_of(callee, i);
	bool by_hand = !ends_scope(stmt, callee);

	if (promised.accepts && !promised.drops && parts.size() > 1) {
		check_parts(s, parts, where);
		check_whole(s, parts, where);
	}
	for (place_id p : parts) {
		handle &h = at(s, p);

		if (promised.drops) {
			if (!by_hand && parts.size() == 1)
				hint_.dropped(stmt, h.silent ? ~0 : h.may_be);
			drop(s, p, where, by_hand, promised.drops_live || !promised.accepts);
		} else if (promised.fills || promised.replaces) {
			/* see result() */
			if (promised.replaces && h.may_be & UNSET && !h.silent)
				gone(s, p, where, "replaced");
		} else if (promised.accepts) {
			if (h.may_be & UNSET && !h.silent)
				gone(s, p, where, "looked at");
		} else if (is_handle(TREE_TYPE(TREE_TYPE(gimple_call_arg(stmt, i))))) {
			need_live(s, p, where, "used");
		} else if (!h.silent && h.may_be != LIVE && rule_on(RULE_PARTS)) {
			std::string n = name(s, p);

			error(s, PARTIAL, where, p,
			      text("the object is passed on while '%s' is empty", n.c_str()))
				.hint("fill all its handles first, or say that the function does:"
				      " deed_fills(n)");
		}
	}
}

/* An address that others use after the call: neither of the stack, nor of what ends. */
void function_flow::check_lasting(state &s, tree address, location_t where)
{
	pointer p = points_to(s, address);
	std::string what;

	if (p.where >= 0 && places_.region_at(p.where).what == region::LOCAL)
		what = "a variable of this function";
	for (place_id owner : p.loans) {
		if (places_.root(owner))
			what = "'" + name(s, owner) + "'";
	}
	if (what.empty() || reported_at(where) || !rule_on(RULE_STACK_KEPT))
		return;
	report(BORROW_ESCAPE, where,
	       text("what is given here is used after the call, and %s does not outlive the"
		    " function", what.c_str()))
		.hint("give what the state has, or what its object has");
}

/* Others had the lock for a while: what was in a list or a box may have gone. */
void function_flow::renew(state &s, gcall *stmt, unsigned int i)
{
	pointer guard = points_to(s, gimple_call_arg(stmt, i));

	if (!rule_on(RULE_WAIT_RENEWS))
		return;

	auto is_guards = [&](place_id p) {
		return places_[p].where == guard.where && places_[p].offset == guard.offset;
	};

	for (auto &known : s.pointers) {
		pointer &q = known.second;

		for (place_id loan : q.loans) {
			auto owners = places_.owners(loan);
			bool inside = std::any_of(owners.begin(), owners.end(), is_guards);

			if (q.dead || !inside || is_guards(loan))
				continue;
			q.dead = true;
			q.ended = loan;
			q.ended_at = gimple_location(stmt);
			q.ended_by_scope = false;
		}
	}
}

/* What a struct carries, the callee may follow: it gets the struct, or its address. */
void function_flow::check_local(state &s, region_id region, location_t where)
{
	if (region >= 0 && places_.region_at(region).what == region::LOCAL)
		check_pointer(s, places_.region_at(region).decl, where);
}

void function_flow::argument(state &s, gcall *stmt, unsigned int i, tree callee)
{
	tree arg = gimple_call_arg(stmt, i), type = TREE_TYPE(arg);
	location_t where = gimple_location(stmt);

	if (!leaves_of(type).empty()) {
		argument_by_value(s, stmt, i, callee);
		return;
	}
	check_followed(s, arg, where);
	if (variable(arg))
		check_pointer(s, arg, where);
	else if (AGGREGATE_TYPE_P(type))
		check_local(s, resolve(s, arg).where, where);
	if (!POINTER_TYPE_P(type))
		return;
	if (promise_of(callee, i).keeps)
		check_lasting(s, arg, where);
	if (promise_of(callee, i).renews)
		return renew(s, stmt, i);

	pointer p = points_to(s, arg);

	/* what a struct carries, the callee may follow */
	if (!only_fills(callee, i)) {
		check_local(s, p.where, where);
		for (tree var : variables_behind(s, p))
			check_pointer(s, var, where);
	}

	tree expects = parameter_type(stmt, i);
	tree target = expects && POINTER_TYPE_P(expects) ? TREE_TYPE(expects) : NULL_TREE;

	if (target && is_slot(target)) {
		promise promised = promise_of(callee, i);

		/* dropped, or given back to somebody who owns it: not forgotten */
		if (callee && trusted_function(callee) &&
		    (promised.drops || promised.hands_back)) {
			for (place_id slot : slots_at(p, target, false))
				at(s, slot).may_be = EMPTY;
		}
		return;
	}
	if (target && !leaves_of(target).empty()) {
		argument_by_address(s, stmt, i, callee, handles_behind(s, arg, target));
		return;
	}
	if ((callee && trusted_function(callee)) || integer_zerop(arg) || reported_at(where) ||
	    !leads_to_handle(p, places_, type))
		return;
	report(ESCAPE, where, "the address of a handle goes where it cannot be followed")
		.hint("pass it as a pointer to its kind, or move the handle");
}

/*
 * What a result points to: a function lends from the handles whose addresses it
 * gets, and from what the pointers that it gets were lent from. What is in a
 * container is lent by the container's functions, and by any function of the
 * user's that gets the object which has it.
 */
pointer function_flow::lent(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	bool trusted = callee && trusted_function(callee);
	std::vector<place_id> from;	/* handles and containers, one for each argument */
	pointer all;

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i);
		pointer p = points_to(s, arg);

		if (!POINTER_TYPE_P(TREE_TYPE(arg))) {
			if (has_pointers(TREE_TYPE(arg)) && !has_handles(TREE_TYPE(arg)))
				all.borrow_like(p);
			continue;
		}
		tree target = TREE_TYPE(TREE_TYPE(arg));

		carried(s, p, all);
		if (POINTER_TYPE_P(target))
			continue;	/* what is lent is what it leads to */
		if (is_handle(target)) {
			auto parts = handles_of(s, stmt, i);

			for (place_id owner : parts)
				all.borrow_from(places_.owners(owner));
			from.push_back(parts.size() == 1 ? parts[0] : -1);
			continue;
		}
		all.borrow_like(p);
		if (trusted && !is_container(target))
			continue;
		for (place_id container : containers_behind(s, arg, target)) {
			if (!trusted && !may_lend(callee, i, p, places_[container].offset))
				continue;
			all.borrow_from(places_.owners(container));
			from.push_back(is_container(target) ? container : -1);
		}
	}
	if (from.size() == 1 && from[0] >= 0) {
		all.where = places_.object(from[0]);
		all.exact = true;
	}
	/* the task, and what it leads to, is there as long as the call */
	if (named(callee, "get_current"))
		all.lent = true;
	return all;
}

/* The handles behind a pointer, as a @type has them. */
std::vector<place_id> function_flow::handles_behind(state &s, tree arg, tree type)
{
	pointer p = points_to(s, arg);
	region_id in = p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;

	return handles_at(in, p.exact || p.where < 0 ? p.offset : -1, type);
}

/* The same for containers. */
std::vector<place_id> function_flow::containers_behind(state &s, tree arg, tree type)
{
	pointer p = points_to(s, arg);
	region_id in = p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;
	HOST_WIDE_INT offset = p.exact || p.where < 0 ? p.offset : -1;
	std::vector<place_id> all;

	for (const leaf &l : slots_of(type)) {
		if (in >= 0 && is_container(l.kind))
			all.push_back(places_.at(in, offset + l.offset, l.kind));
	}
	return all;
}

/* The handles whose address is argument @i. */
std::vector<place_id> function_flow::handles_of(state &s, gcall *stmt, unsigned int i)
{
	tree arg = gimple_call_arg(stmt, i);

	if (!POINTER_TYPE_P(TREE_TYPE(arg)))
		return {};
	return handles_behind(s, arg, TREE_TYPE(TREE_TYPE(arg)));
}

/* What was at a place is the result; the place has what was given for it. */
void function_flow::replace(state &s, place_id p, handle &result, location_t where)
{
	handle &h = at(s, p);

	result.may_be = h.may_be & ~(MOVED | DROPPED);
	if (h.may_be & (MOVED | DROPPED))
		result.may_be |= EMPTY;
	result.silent = h.silent;
	end_loans(s, p, where, false);
	if (h.borrowed && h.may_be == LIVE && given_.may_be != LIVE && !given_.silent)
		error(s, UNTESTED, where, p,
		      text("what is put in place of '%s' may have failed: it was not tested",
			   name(s, p).c_str()))
			.hint("test it first: others take for live what is behind the pointer");
	if (h.borrowed)
		return;
	set(s, p, given_.may_be, where);
	at(s, p).acquired = given_.acquired;
}

/* What the call returns goes to where it is kept. */
void function_flow::keep_result(state &s, gcall *stmt, const handle &made)
{
	tree callee = gimple_call_fndecl(stmt), lhs = gimple_call_lhs(stmt);
	tree type = gimple_call_return_type(stmt);
	location_t where = gimple_location(stmt);
	unsigned int v = variable(lhs);
	bool handles = !leaves_of(type).empty();

	if (lhs)
		note_return(s, lhs, where);
	if (lhs && handles) {
		if (VAR_P(lhs) && !DECL_NAME(lhs) && callee && DECL_NAME(callee))
			made_by_[lhs] = IDENTIFIER_POINTER(DECL_NAME(callee));
		auto parts = handles_in(resolve(s, lhs));
		handle part = made;

		part.group = parts.size() > 1 ? parts[0] + 1 : 0;
		if (is_guard(type))
			part.loans = lent(s, stmt).loans;
		for (place_id p : parts) {
			put(s, p, part, where);
			if (is_part(lhs) && rule_on(RULE_PARTS))
				need_live(s, p, where, "made a part");
		}
	} else if (handles) {
		/* GCC itself refuses to ignore a result that must be looked at */
		bool told = callee && lookup_attribute("warn_unused_result",
			TYPE_ATTRIBUTES(TREE_TYPE(callee)));

		if (!told && !reported_at(where) && rule_on(RULE_EXIT_LEAKS))
			report(LEAK, where,
			       "the handle that is returned is lost: nobody drops it")
				.hint("keep it in a variable: deed_own(kind, name) = ...");
	} else if (lhs && !v && has_pointers(type)) {
		check_stored(s, lhs, lent(s, stmt), where);
	} else if (v) {
		pointer p = has_pointers(type) ? lent(s, stmt) : pointer();

		/* it returns the error that it is told of */
		bool same = named(callee, "dev_err_probe") && gimple_call_num_args(stmt) > 1;
		fact f = same ? passed(s, stmt, 1) : fact();

		p.exclusive |= lent_again(s, stmt);
		p.set_at = where;
		s.forget_value(v);
		if (!f.empty())
			s.facts[v] = f;
		if (p.empty())
			s.pointers.erase(v);
		else
			s.pointers[v] = p;
	}
}

/* An out-parameter is filled, or is not: what is returned tells. */
void function_flow::fill(state &s, gcall *stmt, const std::vector<out_parameter> &filled,
			 std::vector<state> &out)
{
	location_t where = gimple_location(stmt);
	unsigned int v = number_variable(gimple_call_lhs(stmt));

	for (const out_parameter &to : filled) {
		place_id p = to.at;
		handle &h = at(s, p);

		if (h.silent)
			continue;
		if (h.may_be & UNSET)
			gone(s, p, where, "filled");
		else if (h.borrowed)
			error(s, OVERWRITE, where, p,
			      text("'%s' is filled behind a pointer: what it owns would be lost",
				   name(s, p).c_str()))
				.hint(is_scoped(places_[p].kind) ?
				      "a function that fills it says so: deed_fills(n)" :
				      "fill a variable, then use the replace function");
		else if (h.may_be & LIVE)
			put(s, p, handle(), where);	/* says that it is overwritten */
	}
	if (!VOID_TYPE_P(gimple_call_return_type(stmt))) {
		state failed = s;

		for (const out_parameter &to : filled)
			set(failed, to.at, to.left, where);
		if (v) {
			failed.facts[v] = fails_negative(gimple_call_fndecl(stmt)) ?
				errno_value() : fact();
			failed.facts[v].nonzero = true;
			s.facts[v] = fact::number(0);
		}
		out.push_back(failed);
	}
	for (const out_parameter &to : filled) {
		set(s, to.at, LIVE, where);

		handle &h = at(s, to.at);

		h.acquired = where;
		h.acquired_on = node_;
		h.fresh = false;
	}
}

/*
 * What an out-parameter is if the call failed. Of a hardware struct some may be
 * filled: the scope of the device has them, and releases them.
 */
static unsigned char left_by_failure(gcall *stmt, unsigned int i, tree kind)
{
	bool part = !is_handle(TREE_TYPE(TREE_TYPE(gimple_call_arg(stmt, i))));

	return part && is_scoped(kind) ? LIVE | EMPTY : EMPTY;
}

/* What the call leaves: its result, and what it filled. */
void function_flow::result(state s, gcall *stmt, bool empty_handed, std::vector<state> &out)
{
	tree callee = gimple_call_fndecl(stmt);
	bool trusted = callee && trusted_function(callee);
	bool stores = !releases_ && !slots_.empty() && !(empty_handed && trusted);
	/* whether it leaves everything as it was if it fails */
	bool undoes = trusted && INTEGRAL_TYPE_P(gimple_call_return_type(stmt));
	std::vector<out_parameter> filled;
	std::set<member> ready = initialise(s, stmt);
	handle made;

	made.may_be = LIVE | FAILED | EMPTY;
	if (returns_live(callee) || !rule_on(RULE_RESULT_UNTESTED))
		made.may_be = LIVE;
	made.fresh = returns_fresh(callee);
	made.acquired = gimple_location(stmt);
	made.acquired_on = node_;
	for (unsigned int i = 0; callee && i < gimple_call_num_args(stmt); i++) {
		promise promised = promise_of(callee, i);

		undoes |= promised.fills;
		if (!promised.fills && !promised.replaces)
			continue;
		auto places = handles_of(s, stmt, i);

		if (promised.replaces) {
			check_parts(s, places, gimple_location(stmt));
			check_whole(s, places, gimple_location(stmt));
		}
		for (place_id p : places) {
			if (promised.replaces)
				replace(s, p, made, gimple_location(stmt));
			else if (rule_on(RULE_FILLS))
				filled.push_back({ p, left_by_failure(stmt, i, places_[p].kind) });
		}
	}
	keep_result(s, stmt, made);
	stores = stores && !stored_by(stmt).empty();
	if (!filled.empty() || (stores && undoes) || !ready.empty())
		fill(s, stmt, filled, out);
	s.ready.insert(ready.begin(), ready.end());
	if (stores)
		store(s, stmt);
	out.push_back(s);
}

/*
 * A function of the user's that may change a container knows nothing of what its
 * other arguments are borrowed from.
 */
void function_flow::check_alone(state &s, gcall *stmt, unsigned int exclusive,
				const std::vector<place_id> &containers)
{
	location_t where = gimple_location(stmt);

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i);

		if (i == exclusive || !POINTER_TYPE_P(TREE_TYPE(arg)) || reported_at(where))
			continue;

		auto others = containers_behind(s, arg, TREE_TYPE(TREE_TYPE(arg)));
		auto loans = points_to(s, arg).loans;

		others.insert(others.end(), loans.begin(), loans.end());
		for (place_id c : containers) {
			if (std::find(others.begin(), others.end(), c) == others.end())
				continue;
			report(BORROW_DEAD, where,
			       text("the '%s' may be changed by the function, and another"
				    " argument leads into it", kind_name(places_[c].kind)))
				.hint("pass the container alone, or what is needed of the member");
			break;
		}
	}
}

/*
 * A function of the user's may put another resource in place of what it is lent,
 * and take out what is in a container. A container's own functions do that, too,
 * unless they lend from it.
 */
void function_flow::lent_exclusively(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	bool trusted = callee && trusted_function(callee);
	bool lends = trusted && POINTER_TYPE_P(gimple_call_return_type(stmt));
	location_t where = gimple_location(stmt);

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i), type = parameter_type(stmt, i);
		tree target = type && POINTER_TYPE_P(type) ? TREE_TYPE(type) : NULL_TREE;

		if (!target || TYPE_READONLY(target))
			continue;
		if (!trusted || (is_container(target) && !lends)) {
			auto containers = containers_behind(s, arg, target);

			if (!trusted)
				check_alone(s, stmt, i, containers);
			for (place_id c : containers)
				end_loans(s, c, where, ends_scope(stmt, callee));
		}
		if (trusted || !rule_on(RULE_CALLEE_CHANGES))
			continue;
		/* the handle itself, or those in the object */
		for (place_id p : handles_behind(s, arg, target))
			end_loans(s, p, where, false);
	}
}

/* Whether a place has one region alone: what a local pointer leads to may have several. */
bool function_flow::is_told_apart(place_id p) const
{
	const region &r = places_.region_of(p);

	return r.what != region::FOREIGN || (r.decl && TREE_CODE(r.decl) == PARM_DECL);
}

/* list_next(list, member): the member is of this list. */
void function_flow::check_member(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);

	if (!callee || !trusted_function(callee) || gimple_call_num_args(stmt) != 2 ||
	    !POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, 0))) ||
	    !is_container(TREE_TYPE(TREE_TYPE(gimple_call_arg(stmt, 0)))) ||
	    reported_at(gimple_location(stmt)) || !rule_on(RULE_LOAN_ALONE))
		return;

	tree list = gimple_call_arg(stmt, 0);
	auto these = containers_behind(s, list, TREE_TYPE(TREE_TYPE(list)));

	auto loans = points_to(s, gimple_call_arg(stmt, 1)).loans;

	/* a function may have lent it of any of several */
	if (these.size() == 1 && std::count(loans.begin(), loans.end(), these[0]))
		return;
	for (place_id other : loans) {
		if (these.size() != 1 || places_[other].kind != places_[these[0]].kind ||
		    !is_told_apart(these[0]) || !is_told_apart(other))
			continue;
		report(BORROW_ALIAS, gimple_location(stmt),
		       text("the member was borrowed from another '%s'",
			    kind_name(places_[other].kind)))
			.hint("go on in the list in which it was found");
		return;
	}
}

/* A call that may never return: no device must wait for its caller. */
void function_flow::check_wait(state &s, gcall *stmt)
{
	location_t where = gimple_location(stmt);
	std::vector<place_id> held = lent_guards_;

	for (const auto &known : s.handles) {
		if (is_live_guard(places_[known.first].kind))
			held.push_back(known.first);
	}
	for (place_id p : held) {
		handle &h = at(s, p);

		if (h.silent || !(h.may_be & LIVE))
			continue;

		std::string n = name(s, p), what = callee_name(stmt);
		location_t since = h.acquired;
		deed_error &e = error(s, WAITS_LIVE, where, p,
			text("'%s' waits without bound or touches user memory, while '%s' %s",
			     what.c_str(), n.c_str(),
			     h.may_be == LIVE ? "is held" : "may be held"));

		if (since != UNKNOWN_LOCATION)
			e.note(since, "the device is entered here");
		explain_wait(e, stmt);
		e.hint("let the guard go first, in a block of its own: unbind waits for it");
	}
}

void function_flow::call(state s, gcall *stmt, std::vector<state> &out)
{
	tree callee = gimple_call_fndecl(stmt);
	bool empty_handed = gives_nothing(s, stmt);

	untrusted_call(s, stmt);
	if (special(s, stmt)) {
		out.push_back(s);
		return;
	}
	/* addresses first: what is passed by value may be moved in the same call */
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		if (leaves_of(TREE_TYPE(gimple_call_arg(stmt, i))).empty())
			argument(s, stmt, i, callee);
	}
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		if (!leaves_of(TREE_TYPE(gimple_call_arg(stmt, i))).empty())
			argument(s, stmt, i, callee);
	}
	check_member(s, stmt);
	lent_exclusively(s, stmt);
	check_reference(s, stmt);
	check_alias(s, stmt);
	if (may_wait(stmt) && rule_on(RULE_WAITS_LIVE))
		check_wait(s, stmt);
	lent_behind(s, stmt);
	result(s, stmt, empty_handed, out);
	fetch_once(stmt, out);
}
