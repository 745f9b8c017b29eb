// SPDX-License-Identifier: GPL-2.0
/*
 * What may be done with a handle in which state, and how it reads if it may not.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"

/* What is known of the handle at a place; what its region says, at first. */
handle &function_flow::at(state &s, place_id p)
{
	auto found = s.handles.find(p);

	if (found != s.handles.end())
		return found->second;

	const region &r = places_.region_of(p);
	handle h;

	switch (r.what) {
	case region::LOCAL:
		break;
	case region::OBJECT:
		h.may_be = at(s, r.owner).fresh ? EMPTY : LIVE;
		h.borrowed = !at(s, r.owner).fresh;
		break;
	case region::FOREIGN:
		h.may_be = LIVE;
		h.borrowed = true;
		/* a global one is refused where it is declared */
		h.silent = VAR_P(r.decl) && has_handles(TREE_TYPE(r.decl));
		break;
	}
	return s.handles[p] = h;
}

/* What a place says by itself need not be said: it would keep paths apart. */
void function_flow::forget_defaults(state &s)
{
	for (auto h = s.handles.begin(); h != s.handles.end();) {
		const region &r = places_.region_of(h->first);
		const handle &known = h->second;
		bool plain = false;

		if (r.what == region::LOCAL)
			plain = known.may_be == UNSET;
		else if (known.borrowed)
			plain = known.may_be == LIVE;
		else if (r.what == region::OBJECT)
			plain = known.may_be == EMPTY;
		h = plain && !known.silent ? s.handles.erase(h) : std::next(h);
	}
}

std::string function_flow::name(state &s, place_id p)
{
	std::string name = places_.name(p);
	const region &r = places_.region_of(p);

	if (!name.empty())
		return name;
	name = at(s, p).was;
	if (!name.empty())
		return name;
	if (r.what == region::LOCAL && made_by_.count(r.decl))
		return "the result of " + made_by_[r.decl] + "()";
	if (is_guard(places_[p].kind))
		return "the guard";
	if (places_.is_variable(p))
		return "a variable";
	return text("a handle of kind %s", kind_name(places_[p].kind));
}

/* An error about a handle, of which nothing more is said from here on. */
deed_error &function_flow::error(state &s, deed_id id, location_t where, place_id p,
				 const std::string &what)
{
	static deed_error none;
	handle &h = at(s, p);
	bool was_silent = h.silent;

	h.silent = true;
	if (was_silent || reported_at(where)) {
		none = deed_error();
		return none;
	}

	deed_error &e = report(id, where, what);

	paths_.explain(e, h.acquired_on, h.changed_on, node_);
	if (paths_.united())
		e.note(DECL_SOURCE_LOCATION(fun_->decl),
		       text("this function has more than %u combinations of states, which were"
			    " looked at together: split it", paths::WIDTH));
	return e;
}

/* The handle is empty because it was moved or dropped, on some path. */
void function_flow::gone(state &s, place_id p, location_t where, const char *what)
{
	handle &h = at(s, p);
	std::string n = name(s, p);
	location_t since = h.changed;

	if (h.may_be & UNSET) {
		error(s, UNINIT, where, p,
		      text("'%s' is %s before it holds anything", n.c_str(), what))
			.hint("initialise it where it is declared: deed_own(kind, name) = ...");
	} else if (h.may_be & MOVED) {
		error(s, USE_AFTER_MOVE, where, p,
		      text("'%s' is %s after it was moved", n.c_str(), what))
			.note(since, "moved here")
			.hint("use it before it is moved, or keep a handle of its own for each use");
	} else if (h.may_be & DROPPED) {
		bool again = !strcmp(what, "dropped");
		bool released = releases_ && places_.region_of(p).what == region::FOREIGN;

		error(s, released && again ? RELEASE : again ? DOUBLE_DROP : USE_AFTER_DROP, where, p,
		      again ? text("'%s' is dropped twice", n.c_str()) :
		      text("'%s' is %s after it was dropped", n.c_str(), what))
			.note(since, "dropped here")
			.hint(again ? "leave it to the end of its scope, which drops it once" :
			      "drop it after its last use, or leave that to the end of its scope");
	}
}

/* A handle is borrowed, or passed to where it must be live. */
void function_flow::need_live(state &s, place_id p, location_t where, const char *what)
{
	handle &h = at(s, p);

	if (h.silent || h.may_be == LIVE || !rule_on(RULE_POINTER_LIVE))
		return;
	if (h.may_be & (UNSET | MOVED | DROPPED))
		return gone(s, p, where, what);
	if (h.may_be & STALE) {
		h.silent = true;	/* the copy is the mistake */
		return;
	}

	std::string n = name(s, p);
	location_t made = h.acquired;
	deed_error &e = h.may_be & LIVE ?
		error(s, UNTESTED, where, p,
		      text("'%s' is %s, but it may have failed: it was not tested", n.c_str(),
			   what)) :
		error(s, UNTESTED, where, p,
		      text("'%s' is %s, but it holds nothing here", n.c_str(), what));

	if (made != UNKNOWN_LOCATION && !is_scoped(places_[p].kind))
		e.note(made, "acquired here");
	if (is_scoped(places_[p].kind))
		e.hint("what fills it returns 0 or an errno: test that first");
	else if (places_.name(p).empty())
		e.hint("keep it in a variable with deed_own(), and test that with deed_ok()");
	else
		e.hint(text("test it first: if (!deed_ok(%s)) return deed_err(%s);", n.c_str(),
			    n.c_str()));
}

void function_flow::set(state &s, place_id p, unsigned char may_be, location_t where)
{
	handle &h = at(s, p);

	s.forget_tests(p);
	h.may_be = may_be;
	h.changed = where;
	h.changed_on = node_;
}

/* In an object, or in what an out-parameter points to: only a slot gives it back. */
bool function_flow::behind_pointer(place_id p) const
{
	if (places_.region_of(p).what == region::OBJECT)
		return true;
	for (const auto &f : filled_) {
		if (f.second == places_[p].where)
			return true;
	}
	return false;
}

/* The value of a handle is taken out of its place, which keeps stale bits. */
handle function_flow::take(state &s, place_id p, location_t where, const char *what)
{
	handle &h = at(s, p);
	handle value = h;
	std::string n = name(s, p);

	value.borrowed = false;
	if ((h.borrowed || behind_pointer(p)) && !h.silent && rule_on(RULE_POINTER_BORROWED)) {
		error(s, MOVE_BEHIND_POINTER, where, p,
		      text("'%s' is moved from behind a pointer", n.c_str()))
			.note(where, "its owner would drop it, or use it, once more")
			.hint(is_scoped(places_[p].kind) ?
			      "it stays where it is: pass a pointer to it" :
			      text("let a slot hold it, and take it from there: %s_slot_take()",
				   kind_name(places_[p].kind)));
		value.silent = true;
		return value;
	}
	if (!h.silent && h.may_be & (UNSET | MOVED | DROPPED)) {
		gone(s, p, where, what);
		value.silent = true;
		value.may_be = LIVE;
	}
	end_loans(s, p, where, false);
	if (h.may_be & STALE)
		value.silent = true;
	set(s, p, STALE, where);
	at(s, p).fresh = false;
	if (!places_.name(p).empty())
		value.changed = where;	/* a name that the user knows */

	const region &r = places_.region_of(p);

	if (r.what == region::LOCAL && !DECL_NAME(r.decl))
		s.handles.erase(p);	/* a temporary, that nobody can name again */
	return value;
}

/* A value is assigned to a place. */
void function_flow::put(state &s, place_id p, const handle &value, location_t where)
{
	handle &h = at(s, p);
	std::string n = name(s, p);

	if (h.borrowed && !h.silent && rule_on(RULE_POINTER_BORROWED)) {
		error(s, OVERWRITE, where, p,
		      text("'%s' is overwritten behind a pointer: what it owns would be lost",
			   n.c_str()))
			.hint(is_scoped(places_[p].kind) ?
			      "it stays as it is until the device goes" :
			      "use its replace function, or let a slot hold it");
		return;
	}
	if (!h.silent && h.may_be & LIVE && rule_on(RULE_OVERWRITE)) {
		location_t made = h.acquired;
		deed_error &e = error(s, OVERWRITE, where, p,
			text("'%s' is overwritten while it %s its resource", n.c_str(),
			     h.may_be == LIVE ? "owns" : "may own"));

		if (made != UNKNOWN_LOCATION)
			e.note(made, "acquired here");
		e.hint(is_scoped(places_[p].kind) ?
		       "it is filled once, and stays as it is until the device goes" :
		       "drop or move it first, or use its replace function");
	}
	end_loans(s, p, where, false);
	forget_contents(s, p);
	s.forget_tests(p);

	handle &now = at(s, p);
	bool silent = now.silent;

	now = value;
	now.silent |= silent;
	now.borrowed = false;
	if (now.acquired == UNKNOWN_LOCATION) {
		now.acquired = where;
		now.acquired_on = node_;
	}
	if (now.changed == UNKNOWN_LOCATION)
		now.changed = where;
}

/* What is known of the handles in an object, and in theirs, is known no longer. */
void function_flow::forget_contents(state &s, place_id owner)
{
	for (auto h = s.handles.begin(); h != s.handles.end();) {
		auto owners = places_.owners(h->first);
		bool inside = h->first != owner &&
			std::binary_search(owners.begin(), owners.end(), owner);

		h = inside ? s.handles.erase(h) : std::next(h);
	}
}

/* What is known of the fields of an object goes with the handle that owns it. */
void function_flow::put_contents(state &s, place_id from, place_id to)
{
	region_id old = places_.object(from), now = places_.object(to);
	std::vector<std::pair<place_id, handle>> moved;

	for (auto h = s.handles.begin(); h != s.handles.end();) {
		if (places_[h->first].where != old) {
			++h;
			continue;
		}
		moved.push_back(*h);
		h = s.handles.erase(h);
	}
	for (auto &m : moved) {
		const place p = places_[m.first];

		s.handles[places_.at(now, p.offset, p.kind)] = m.second;
	}
}

/* All that was borrowed from a handle must not be used any more. */
void function_flow::end_loans(state &s, place_id p, location_t where, bool scope)
{
	for (auto &known : s.pointers)
		known.second.ends(p, where, scope, false);
	for (auto &known : s.handles) {
		handle &h = known.second;

		if (!(h.may_be & LIVE) || known.first == p || h.silent ||
		    std::find(h.loans.begin(), h.loans.end(), p) == h.loans.end() ||
		    !rule_on(RULE_LOAN_ENDS))
			continue;

		std::string guard = name(s, known.first), owner = name(s, p);

		if (scope)
			error(s, BORROW_ESCAPE, h.changed, known.first,
			      text("'%s' leaves, but '%s', in which its lock is, does not",
				   guard.c_str(), owner.c_str()))
				.hint("lock in the function that owns the object");
		else
			error(s, BORROW_DEAD, where, known.first,
			      text("'%s' is gone while '%s' still holds a lock in it",
				   owner.c_str(), guard.c_str()))
				.note(h.acquired, "locked here")
				.hint("let the guard go first: give it a block of its own");
	}
}

/* A handle is dropped: by the user's hand, or by the end of its scope. */
void function_flow::drop(state &s, place_id p, location_t where, bool by_hand, bool live)
{
	handle &h = at(s, p);
	std::string n = name(s, p);

	if (h.silent) {
		set(s, p, DROPPED, where);
		return;
	}
	if (h.borrowed && rule_on(RULE_POINTER_BORROWED)) {
		error(s, DROP_BORROWED, where, p,
		      text("'%s' is dropped here, but only borrowed", n.c_str()))
			.hint("leave it to its owner; a function that drops what it gets by"
			      " address says so: deed_drops(n)");
		return;
	}
	if (h.may_be & STALE) {
		if (!reported_at(h.changed))
			error(s, COPY, h.changed, p,
			      text("'%s' is copied, and then both would be dropped", n.c_str()))
				.hint("hand it on with deed_move()");
		set(s, p, DROPPED, where);
		return;
	}
	if (h.may_be & UNSET) {
		location_t decl = DECL_P(places_.region_of(p).decl) && !by_hand ?
			DECL_SOURCE_LOCATION(places_.region_of(p).decl) : where;

		error(s, UNINIT, decl, p,
		      text("'%s' is dropped before it holds anything", n.c_str()))
			.hint("initialise it where it is declared: deed_own(kind, name) = ...");
	} else if (by_hand && h.may_be & (MOVED | DROPPED)) {
		gone(s, p, where, "dropped");
	} else if (live && h.may_be != LIVE && rule_on(RULE_RELEASE)) {
		if (releases_ && places_.region_of(p).what == region::FOREIGN)
			error(s, RELEASE, where, p,
			      text("'%s' may be empty when it is released", n.c_str()))
				.hint("use the drop that tests");
		else
			need_live(s, p, where, "dropped");
	}
	if (at(s, p).may_be & LIVE)
		check_contents(s, p, where);
	if (releases_ && live && places_.region_of(p).what == region::FOREIGN)
		released_live[TYPE_MAIN_VARIANT(TREE_TYPE(TREE_TYPE(
			places_.region_of(p).decl)))].insert(places_[p].offset);
	end_loans(s, p, where, !by_hand);
	if (rule_on(RULE_DROP_EMPTIES))
		set(s, p, DROPPED, where);
	else
		at(s, p).may_be = LIVE;
	at(s, p).fresh = false;
	forget_contents(s, p);
}

/*
 * An object that was not handed on yet is dropped: its release function must not
 * take for live what is still empty.
 */
void function_flow::check_contents(state &s, place_id p, location_t where)
{
	tree word = TYPE_FIELDS(places_[p].kind);

	if (!at(s, p).fresh || !word || !POINTER_TYPE_P(TREE_TYPE(word)) ||
	    !rule_on(RULE_RELEASE))
		return;

	tree type = TYPE_MAIN_VARIANT(TREE_TYPE(TREE_TYPE(word)));
	auto needs = released_live.find(type);

	if (needs == released_live.end())
		return;
	for (place_id part : handles_at(places_.object(p), 0, type)) {
		handle &h = at(s, part);

		if (h.silent || h.may_be == LIVE || !needs->second.count(places_[part].offset))
			continue;

		std::string n = name(s, part);

		error(s, RELEASE, where, part,
		      text("'%s' is empty when '%s' is dropped, whose release function takes it"
			   " for live", n.c_str(), name(s, p).c_str()))
			.hint("fill it before anything can fail, or use the drop that tests in"
			      " the release function");
	}
}

/* The object of a handle is handed on: all handles in it are live. */
void function_flow::check_complete(state &s, place_id p, location_t where)
{
	tree word = TYPE_FIELDS(places_[p].kind);

	if (!(at(s, p).may_be & LIVE) || !at(s, p).fresh || at(s, p).silent ||
	    !rule_on(RULE_PARTS))
		return;
	for (place_id field : handles_at(places_.object(p), 0, TREE_TYPE(TREE_TYPE(word)))) {
		handle &h = at(s, field);

		if (h.silent || is_guard(places_[field].kind))
			continue;
		if (h.may_be == LIVE) {
			check_complete(s, field, where);
			continue;
		}

		bool untested = h.may_be & LIVE;
		std::string n = name(s, field), whole = name(s, p);

		error(s, PARTIAL, where, field,
		      text("'%s' is handed on while '%s' is %s", whole.c_str(), n.c_str(),
			   untested ? "not tested" : "empty"))
			.hint("fill all its handles first, or make that one a slot");
		return;
	}
}

/* Several handles are handed on as one: all are live, or none is. */
void function_flow::check_whole(state &s, const std::vector<place_id> &parts,
				location_t where)
{
	if (!rule_on(RULE_PARTS) || parts.empty())
		return;

	handle first = at(s, parts[0]);

	for (place_id p : parts) {
		handle h = at(s, p);

		if (h.silent || first.silent)
			return;
		check_complete(s, p, where);
		/* parts that came together are live together */
		if (parts.size() == 1 || (h.may_be == LIVE && first.may_be == LIVE) ||
		    (!(h.may_be & LIVE) && !(first.may_be & LIVE)) ||
		    (h.group && h.group == first.group && h.may_be == first.may_be))
			continue;

		place_id odd = first.may_be == LIVE ? p : parts[0];

		where = at(s, odd).changed != UNKNOWN_LOCATION ? at(s, odd).changed : where;
		if (at(s, odd).may_be & LIVE && !(at(s, odd).may_be & (MOVED | DROPPED)))
			return need_live(s, odd, where, "made a part");

		std::string n = name(s, odd);

		error(s, PARTIAL, where, odd,
		      text("'%s' is not live as the other parts are", n.c_str()))
			.hint("build a composite last, when each part was tested, and return"
			      " deed_fail() before");
		return;
	}
}

/* A composite is moved: no part of it may have been moved or dropped before. */
void function_flow::check_parts(state &s, const std::vector<place_id> &parts,
				location_t where)
{
	place_id odd = -1;
	size_t gone = 0;

	for (place_id p : parts) {
		if (at(s, p).silent)
			return;
		if (at(s, p).may_be & (MOVED | DROPPED)) {
			odd = p;
			gone++;
		}
	}
	if (!gone || gone == parts.size() || !rule_on(RULE_PARTS))
		return;

	std::string n = name(s, odd);
	location_t since = at(s, odd).changed;

	error(s, PARTIAL, where, odd, text("'%s' is no longer in what is moved", n.c_str()))
		.note(since, "moved or dropped here")
		.hint("hand on what is left one by one");
	for (place_id p : parts)
		at(s, p).silent = true;
}

/* A variable ends: what it owns is lost if nobody dropped or moved it. */
void function_flow::lost(state &s, place_id p, location_t where)
{
	auto found = s.handles.find(p);

	if (found == s.handles.end() || places_.region_of(p).what != region::LOCAL ||
	    is_scoped(places_[p].kind))
		return;

	handle h = found->second;
	tree var = places_.region_of(p).decl;

	if (h.silent || h.borrowed || !(h.may_be & LIVE) || !lost_.insert(p).second)
		return;

	at(s, p).changed_on = paths::EVERYWHERE;	/* any branch might have led past it */

	std::string n = name(s, p);
	location_t made = h.acquired != UNKNOWN_LOCATION ? h.acquired :
		DECL_SOURCE_LOCATION(var);

	if (TREE_CODE(var) == PARM_DECL) {
		error(s, LEAK, DECL_SOURCE_LOCATION(var), p,
		      text("'%s' is not handed on or dropped on every path", n.c_str()))
			.note(where, "this path ends with it")
			.hint(text("own it here: deed_own(%s, mine) = deed_move(%s);",
				   kind_name(places_[p].kind), n.c_str()));
	} else if (places_.name(p).empty()) {
		if (!h.was.empty())
			made = h.changed;
		error(s, LEAK, made, p, text("%s is lost: nobody drops it",
					     h.was.empty() ? n.c_str() :
					     ("what was moved from '" + h.was + "'").c_str()))
			.hint("keep it in a variable: deed_own(kind, name) = ...");
	} else {
		error(s, LEAK, DECL_SOURCE_LOCATION(var), p,
		      text("'%s' is not handed on or dropped on every path", n.c_str()))
			.note(made, "acquired here")
			.hint("declare it with deed_own(), which drops it at the end of its scope");
	}
}
