// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers from user memory and calls: what functions are passed, and what calls return,
 * leave behind what they got, and say of it.
 */
#include "function_flow.h"

#include "flow.h"
#include "kernel.h"
#include "origin.h"
#include "rules.h"
#include "writes.h"

/* Whether the pass follows a function, and knows what it does. */
static bool is_followed(tree fndecl)
{
	return !trusted_function(fndecl) && DECL_STRUCT_FUNCTION(fndecl) &&
	       DECL_STRUCT_FUNCTION(fndecl)->cfg && in_module(DECL_SOURCE_LOCATION(fndecl));
}

/* check_add_overflow(), size_add() and the like: that it fits a type bounds nothing. */
static bool is_arithmetic(gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);

	if (gimple_call_internal_p(stmt))
		return gimple_call_internal_fn(stmt) == IFN_ADD_OVERFLOW ||
		       gimple_call_internal_fn(stmt) == IFN_SUB_OVERFLOW ||
		       gimple_call_internal_fn(stmt) == IFN_MUL_OVERFLOW;
	return saturates(callee);
}

void function_flow::untrusted_arithmetic(state &s, gcall *stmt)
{
	tree lhs = gimple_call_lhs(stmt);
	doubt d;
	holder h;

	for (unsigned int i = 0; lhs && i < gimple_call_num_args(stmt); i++)
		d.unite(s.untrusted.of(number_at(s, gimple_call_arg(stmt, i))));
	if (lhs && holder_of(s, lhs, h))
		s.untrusted.forget(h);
	if (!d.unchecked())
		return;
	d.high |= d.room;
	d.room = false;
	d.most = -1;
	doubt_number(s, lhs, stmt, d);

	tree callee = gimple_call_fndecl(stmt);

	/* as much as there can be, if it does not fit */
	if (named(callee, "size_add"))
		note_sum(s, lhs, gimple_call_arg(stmt, 0), gimple_call_arg(stmt, 1));
}

/* The numbers that an argument is, has or leads to; itself at -1. */
std::vector<std::pair<holder, int>> function_flow::numbers_of(state &s, tree arg)
{
	if (INTEGRAL_TYPE_P(TREE_TYPE(arg))) {
		int number = number_at(s, arg);

		if (number < 0)
			return {};
		return { { { 0, -1, -1 }, number } };
	}
	if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(arg))) {
		memory m = resolve(s, arg);

		return s.untrusted.in_region(m.where, m.offset + m.within,
					     int_size_in_bytes(TREE_TYPE(arg)));
	}
	if (!POINTER_TYPE_P(TREE_TYPE(arg)))
		return {};

	pointer p = points_to(s, arg);

	return s.untrusted.in_region(p.where, p.offset, HOST_WIDE_INT_MAX);
}

/* What is known of the fields of a word that is passed, if all who pass it know of them. */
void function_flow::pass_fields(state &s, int word, unsigned int i, HOST_WIDE_INT at, tree callee)
{
	const std::map<tree, int> fields = s.untrusted.fields_of(word);
	std::set<tree> getters;

	if (at < 0)
		return;
	for (const auto &f : fields) {
		getters.insert(f.first);
		untrusted_inputs[callee].insert({ i, place_of_field(at, f.first), 0,
						  s.untrusted.of(f.second),
						  s.untrusted.not_zero(f.second) });
	}

	auto passed = fields_passed.emplace(std::make_tuple(callee, i, at), getters);
	std::set<tree> &common = passed.first->second;

	for (auto g = common.begin(); g != common.end();) {
		if (getters.count(*g)) {
			++g;
			continue;
		}
		g = common.erase(g);
		follow_again.insert(callee);
	}
}

/* What a function of the user's gets that is not trusted; it is followed again. */
void function_flow::pass_untrusted(state &s, gcall *stmt, unsigned int i, tree callee)
{
	std::set<untrusted_input> &all = untrusted_inputs[callee];
	size_t before = all.size();

	for (const auto &n : numbers_of(s, gimple_call_arg(stmt, i))) {
		if (s.untrusted.of(n.second) == doubt())
			continue;
		all.insert({ i, n.first.offset, n.first.bit, s.untrusted.of(n.second),
			     s.untrusted.not_zero(n.second) });
		pass_fields(s, n.second, i, n.first.offset, callee);
	}
	if (all.size() > before)
		follow_again.insert(callee);
}

/* Through a pointer it may be any function of the file that has its type. */
void function_flow::pass_by_pointer(state &s, gcall *stmt)
{
	cgraph_node *node;

	FOR_EACH_DEFINED_FUNCTION(node) {
		if (!node->address_taken || !is_followed(node->decl) ||
		    !comptypes(TREE_TYPE(node->decl), gimple_call_fntype(stmt)))
			continue;
		for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++)
			pass_untrusted(s, stmt, i, node->decl);
	}
}

/*
 * Whether a function that gets an address may have put something else there; one of
 * another file may have checked it, too.
 */
static bool may_change(gcall *stmt, unsigned int i, tree callee)
{
	tree types = TYPE_ARG_TYPES(gimple_call_fntype(stmt));

	if (!POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, i))))
		return false;
	for (unsigned int n = 0; types && n < i; n++)
		types = TREE_CHAIN(types);
	return !types || !POINTER_TYPE_P(TREE_VALUE(types)) ||
	       !TYPE_READONLY(TREE_TYPE(TREE_VALUE(types))) ||
	       (in_module(DECL_SOURCE_LOCATION(callee)) && !trusted_function(callee) &&
		!VOID_TYPE_P(gimple_call_return_type(stmt)));
}

/* Whether a call passes what nobody compared. */
bool function_flow::passes_doubtful(state &s, gcall *stmt)
{
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		for (const auto &n : numbers_of(s, gimple_call_arg(stmt, i))) {
			if (s.untrusted.of(n.second).unchecked())
				return true;
		}
	}
	return false;
}

/* A number of the caller's, of which a call says that; whether it says when shows later. */
void function_flow::told_of(state &s, gcall *stmt, int number, const outcomes &left)
{
	tree lhs = gimple_call_lhs(stmt);

	if (number < 0)
		return;
	/* whether a handle, a pointer or a struct says that all is well is not followed */
	if (lhs && !INTEGRAL_TYPE_P(TREE_TYPE(lhs)))
		return s.untrusted.also(number, left.best());

	const outcome always = left.of(ALL_CLASSES);
	bool says = std::any_of(left.in, left.in + CLASSES, [&always](const outcome &one) {
		return one.there && !(one == always);
	});

	s.untrusted.also(number, always);
	if (lhs && says)
		s.untrusted.answer(result_of_statement(s, stmt), number, left);
}

/* A number that a function has put behind argument @i, or left there. */
void function_flow::left_behind(state &s, gcall *stmt, unsigned int i, tree callee,
				const untrusted_output &out)
{
	pointer p = points_to(s, gimple_call_arg(stmt, i));
	const region &r = places_.region_at(p.where);
	const void *maker = gimple_call_arg_ptr(stmt, i);
	holder h = { r.what == region::LOCAL ? variable(r.decl) : 0, p.where,
		     word_at(out.offset) + p.offset, out.bit, out.is_unsigned };
	const outcome worst = out.left.of(ALL_CLASSES);
	int number = s.untrusted.at(h);

	if (field_at(out.offset))
		return told_of(s, stmt, number_of_field(s, maker, number, out.offset), out.left);
	if (number < 0 || writes_of(callee, i).may(out.offset)) {
		s.untrusted.forget(h);
		number = new_number(s, maker, out.offset, out.bit);
		s.untrusted.put(h, number);
		s.untrusted.make(number, worst.what, false);
	}
	told_of(s, stmt, number, out.left);
}

/* What a function says of what it got by value. */
void function_flow::said_of_value(state &s, gcall *stmt, unsigned int i, tree callee)
{
	const untrusted_outputs &all = untrusted_left[callee];
	const void *maker = gimple_call_arg_ptr(stmt, i);

	for (const auto &n : numbers_of(s, gimple_call_arg(stmt, i))) {
		for (const untrusted_output &out : all.any) {
			if (out.parameter != (int)i || word_at(out.offset) != n.first.offset ||
			    out.bit != n.first.bit)
				continue;
			told_of(s, stmt, !field_at(out.offset) ? n.second :
				number_of_field(s, maker, n.second, out.offset), out.left);
		}
		/* its body was not followed with that yet */
		if (!all.find(i, n.first.offset, n.first.bit))
			s.untrusted.trust(n.second);
	}
}

/* What a function of this file leaves behind what it gets: @passed, it got doubtful numbers. */
void function_flow::left_by(state &s, gcall *stmt, tree callee, bool passed)
{
	const untrusted_outputs &all = untrusted_left[callee];

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i);
		pointer p = points_to(s, arg);
		const writes &theirs = writes_of(callee, i);

		/* where the result is now, there was what was passed */
		if (!POINTER_TYPE_P(TREE_TYPE(arg)) && arg != gimple_call_lhs(stmt))
			said_of_value(s, stmt, i, callee);
		if (!POINTER_TYPE_P(TREE_TYPE(arg)) || p.where < 0)
			continue;
		for (const auto &n : numbers_of(s, arg)) {
			holder h = { 0, p.where, n.first.offset + p.offset, n.first.bit };
			const region &r = places_.region_at(p.where);

			if (all.find(i, n.first.offset, n.first.bit))
				continue;
			h.variable = r.what == region::LOCAL ? variable(r.decl) : 0;
			if (theirs.may(n.first.offset))
				s.untrusted.forget(h);
			else	/* its body was not followed with that yet */
				s.untrusted.trust(n.second);
		}
		/* a field is the word's that is there now */
		for (int fields = 0; fields < 2; fields++) {
			for (const untrusted_output &out : passed ? all.any : all.own) {
				if (out.parameter == (int)i && !field_at(out.offset) == !fields)
					left_behind(s, stmt, i, callee, out);
			}
		}
	}
}

/* What a function of this file returns that is not trusted; false if that is nothing. */
bool function_flow::returned(state &s, gcall *stmt, tree callee, bool passed)
{
	const untrusted_outputs &all = untrusted_left[callee];
	tree lhs = gimple_call_lhs(stmt);
	bool any = false;

	for (const untrusted_output &out : passed ? all.any : all.own) {
		if (out.parameter != RESULT)
			continue;
		any = true;

		const outcome worst = out.left.of(ALL_CLASSES);

		if (INTEGRAL_TYPE_P(TREE_TYPE(lhs))) {
			doubt_number(s, lhs, stmt, worst.what, worst.least);
			continue;
		}
		if (!RECORD_OR_UNION_TYPE_P(TREE_TYPE(lhs)))
			continue;

		memory m = resolve(s, lhs);
		int number = new_number(s, stmt, out.offset, out.bit);

		if (m.where < 0)
			continue;
		put_number(s, { 0, m.where, m.offset + m.within + out.offset, out.bit },
			   out.is_unsigned ? unsigned_type_node : integer_type_node, number);
		s.untrusted.make(number, worst.what, worst.least);
	}
	return any;
}

/* Whether a function says that what it got is good, when it returns something or other. */
static bool checks(tree callee, unsigned int i, const holder &at)
{
	const untrusted_output *out = untrusted_left[callee].find(i, at.offset, at.bit);

	return !out || !out->left.best().what.bad();
}

/* What the call returns: the user's number, or one that was made of his. */
void function_flow::untrusted_result(state &s, gcall *stmt, tree callee, bool ours, bool passed)
{
	tree lhs = gimple_call_lhs(stmt);
	doubt d;

	if (!lhs)
		return;
	if (returns_untrusted(callee))
		return doubt_number(s, lhs, stmt, doubt_of(TREE_TYPE(lhs)));
	if (is_nominal(TREE_TYPE(lhs))) {
		memory m = resolve(s, lhs);

		fill_with_numbers(s, stmt, TREE_TYPE(lhs), m.where, m.offset + m.within);
	}
	if (ours && returned(s, stmt, callee, passed))
		return;
	for (unsigned int i = 0; ours && i < gimple_call_num_args(stmt); i++) {
		for (const auto &n : numbers_of(s, gimple_call_arg(stmt, i)))
			d.vague |= s.untrusted.of(n.second).bad() &&
				   !checks(callee, i, n.first) &&
				   INTEGRAL_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, i)));
	}
	if (d.vague && INTEGRAL_TYPE_P(TREE_TYPE(lhs)))
		doubt_number(s, lhs, stmt, d);
}

/* What a function of the kernel makes of the bytes that it gets is what they were. */
void function_flow::handed_on(state &s, gcall *stmt, tree callee)
{
	tree lhs = gimple_call_lhs(stmt);

	if (!lhs || !gimple_call_num_args(stmt) || !INTEGRAL_TYPE_P(TREE_TYPE(lhs)))
		return;

	HOST_WIDE_INT size = int_size_in_bytes(TREE_TYPE(lhs));
	bool swaps = gimple_call_builtin_p(stmt, BUILT_IN_BSWAP16) ||
		     gimple_call_builtin_p(stmt, BUILT_IN_BSWAP32) ||
		     gimple_call_builtin_p(stmt, BUILT_IN_BSWAP64) || reads_number(callee);

	if (!swaps && !gimple_call_builtin_p(stmt, BUILT_IN_EXPECT))
		return;
	for (const auto &n : numbers_of(s, gimple_call_arg(stmt, 0))) {
		const doubt d = s.untrusted.of(n.second);

		if (d.unchecked() && n.first.offset < size)
			return doubt_number(s, lhs, stmt, swaps ? doubt_of(TREE_TYPE(lhs)) : d);
	}
}

/* What a call does to what it gets, and what it says of that. */
void function_flow::untrusted_arguments(state &s, gcall *stmt, tree callee, bool ours)
{
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		promise p = promise_of(callee, i);
		tree arg = gimple_call_arg(stmt, i);

		if (p.fetches)
			fetched(s, stmt, arg);
		else if (p.checks)
			checked(s, stmt, i);
		else if (!s.untrusted.empty() && !ours && may_change(stmt, i, callee) &&
			 points_to(s, arg).where >= 0)
			s.untrusted.forget_region(points_to(s, arg).where);
	}
}

void function_flow::untrusted_call(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), lhs = gimple_call_lhs(stmt);
	bool ours = callee && is_followed(callee), passed = ours && passes_doubtful(s, stmt);
	holder h;

	if (is_arithmetic(stmt) && !s.untrusted.empty())
		return untrusted_arithmetic(s, stmt);
	if (!callee && !s.untrusted.empty())
		pass_by_pointer(s, stmt);
	if (!s.untrusted.empty() && word_call(s, stmt))
		return;
	if (passed) {
		for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++)
			pass_untrusted(s, stmt, i, callee);
		follow_now(callee);
	}
	/* the abstractions check what they get */
	if (callee && !s.untrusted.empty() && !in_module(DECL_SOURCE_LOCATION(callee)) &&
	    !trusted_function(callee))
		check_sinks(s, stmt, callee);
	if (lhs && holder_of(s, lhs, h))
		s.untrusted.forget(h);
	if (!callee)
		return;
	untrusted_result(s, stmt, callee, ours, passed);
	handed_on(s, stmt, callee);
	untrusted_arguments(s, stmt, callee, ours);
	if (ours)
		left_by(s, stmt, callee, passed);
	if (!s.untrusted.empty())
		copied_bytes(s, stmt);
}

/* The call whose argument is fetched, as a region; or -1. */
region_id function_flow::fetches_of(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	tree arg = gimple_call_num_args(stmt) > 1 ? gimple_call_arg(stmt, 0) : NULL_TREE;

	if (!callee || !arg || !promise_of(callee, 1).fetches ||
	    strcmp(kind_name(TREE_TYPE(TREE_TYPE(arg))), "deed_ioctl"))
		return -1;

	pointer p = points_to(s, arg);

	return p.where >= 0 ? p.where : variable(arg) ? places_.foreign(arg) : -1;
}

/* The argument of an ioctl is there once; of one that failed nothing was fetched. */
void function_flow::fetch_once(gcall *stmt, std::vector<state> &out)
{
	unsigned int v = number_variable(gimple_call_lhs(stmt));
	state &s = out.back();
	region_id call = fetches_of(s, stmt);
	location_t where = gimple_location(stmt);

	if (call < 0 || !v)
		return;
	if (s.untrusted.fetched.count(call) && !reported_at(where) && !in_unsafe_file(where) &&
	    rule_on(RULE_FETCHED_ONCE))
		report(UNTRUSTED, where, "the argument of the ioctl is fetched a second time")
			.hint("keep what was fetched: the user may have changed it since");

	state failed = s;

	failed.facts[v].nonzero = true;
	s.facts[v] = fact::number(0);
	s.untrusted.fetched.insert(call);
	out.push_back(failed);
}

/* Where the function finds what it was passed; and what it says of it, if it is a value. */
void function_flow::put_input(state &s, tree p, const untrusted_input &in, int number)
{
	bool value = !POINTER_TYPE_P(TREE_TYPE(p));
	HOST_WIDE_INT offset = std::max<HOST_WIDE_INT>(in.offset, 0);

	put_number(s, { 0, value ? places_.local(p) : places_.foreign(p), offset, in.bit },
		   TREE_TYPE(p), number);
	if (value)
		put_number(s, { 0, places_.foreign(p), in.offset, in.bit }, TREE_TYPE(p), number);
}

/* What is known of the parameters, by those who call it. */
void function_flow::untrusted_entry(state &s)
{
	auto inputs = untrusted_inputs.find(fun_->decl);
	unsigned int n = 0;

	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p)) {
		if (is_nominal(TREE_TYPE(p)))
			fill_with_numbers(s, p, TREE_TYPE(p), places_.local(p), 0);
	}
	if (inputs == untrusted_inputs.end())
		return;
	for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), n++) {
		std::set<int> made;

		for (const untrusted_input &in : inputs->second) {
			int number = number_of(p, in.offset, in.bit);
			tree getter = field_at(in.offset);
			HOST_WIDE_INT word = word_at(in.offset);

			if (in.parameter != n ||
			    (getter && !fields_passed[{ fun_->decl, n, word }].count(getter)))
				continue;
			if (!getter)
				put_input(s, p, in, number);
			if (made.insert(number).second) {
				s.untrusted.make(number, in.what, in.not_zero);
				if (getter)
					s.untrusted.fields[number] = { number_of(p, word), getter };
				continue;
			}
			s.untrusted.known[number].unite(in.what);
			if (!in.not_zero)
				s.untrusted.least.erase(number);
		}
	}
}
