/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The flow of handles through one function.
 *
 * Statements are followed in order on each path. assignments.cc and calls.cc say
 * what a statement does, handles.cc what may be done with a handle, and how it
 * reads when it may not.
 */
#ifndef DEED_FUNCTION_FLOW_H
#define DEED_FUNCTION_FLOW_H

#include "diagnostics.h"
#include "hint.h"
#include "loops.h"
#include "paths.h"
#include "state.h"

/* A piece of memory that a statement names. */
struct memory {
	region_id where = -1;
	HOST_WIDE_INT offset = 0;
	bool exact = true;
	HOST_WIDE_INT extent = 0;	/* of the array, if an index is not known */
	HOST_WIDE_INT within = 0;	/* the element, or what an inexact pointer leads to */
	tree type = NULL_TREE;
	tree through = NULL_TREE;	/* the pointer that was followed */
};

/* What a call gets by a pointer. */
struct reached;

/* A handle that a call fills, and what it may be if the call fails. */
struct out_parameter {
	place_id at;
	unsigned char left;
};

/* An object that a function may initialise parts of; or has to, before it returns 0. */
struct lent_object {
	tree parameter;
	unsigned int number;
	region_id where;
	bool wanted;
};

class function_flow {
public:
	explicit function_flow(function *fun) : fun_(fun), paths_(fun), loops_(fun) {}

	/*
	 * Follows all paths, and reports. @releases: it is a release function.
	 * Returns what was proven of its drops, which is for all paths.
	 */
	hint run(bool releases);

private:
	/* function_flow.cc: blocks, and the two ends of the function */
	state at_entry(bool releases);
	void block(int node);
	void statement(gimple *stmt, state s, std::vector<state> &out);
	void branch(basic_block bb, state &s);
	void leave(state &s, greturn *stmt);
	void forget_variables(pointer &p);
	void note_return(state &s, tree to, location_t at);
	void leave_promises(state &s, tree value, location_t at);

	/* assignments.cc */
	void assignment(state &s, gimple *stmt);
	void assembly(state &s, gasm *stmt);
	void copy(state &s, tree to, tree from, location_t at);
	void clear(state &s, const memory &to, location_t at);
	void store_first_word(state &s, const memory &to, tree word, location_t at);
	void value(state &s, tree to, gimple *stmt);
	void number(state &s, unsigned int to, gimple *stmt);
	void scope_ends(state &s, tree var, location_t at);
	memory resolve(state &s, tree ref);
	std::vector<place_id> handles_in(const memory &m);
	std::vector<place_id> handles_at(region_id where, HOST_WIDE_INT offset, tree type);
	bool is_first_word(tree ref, tree &handle);

	/* pointers.cc */
	pointer points_to(state &s, tree value);
	pointer address_of(state &s, tree ref);
	pointer read_from(state &s, tree ref);
	std::vector<tree> variables_behind(state &s, const pointer &via);
	void carried(state &s, const pointer &via, pointer &p);
	void check_stored(state &s, tree to, pointer p, location_t at);
	bool stores_handle(state &s, tree to, tree from, location_t at);
	bool carry(state &s, const memory &to, const pointer &p);
	void check_followed(state &s, tree ref, location_t at);
	void check_pointer(state &s, tree value, location_t at);
	void check_local(state &s, region_id region, location_t where);

	/* filled.cc: what is stored for the caller, in what it has lent */
	unsigned int parameter_of(region_id where) const;
	bool stores_for_caller(const pointer &p, region_id where);
	void note_lent(const pointer &p);
	void mixed(state &s, const pointer &to);
	void filled_by(state &s, gcall *stmt, unsigned int i);
	void filled_by_kernel(state &s, gcall *stmt, unsigned int i);
	void lent_behind(state &s, gcall *stmt);

	/* calls.cc */
	void call(state s, gcall *stmt, std::vector<state> &out);
	bool special(state &s, gcall *stmt);
	void argument(state &s, gcall *stmt, unsigned int i, tree callee);
	void argument_by_value(state &s, gcall *stmt, unsigned int i, tree callee);
	void argument_by_address(state &s, gcall *stmt, unsigned int i, tree callee,
				 const std::vector<place_id> &handles);
	void result(state s, gcall *stmt, bool empty_handed, std::vector<state> &out);
	pointer lent(state &s, gcall *stmt);
	void lent_exclusively(state &s, gcall *stmt);
	bool is_told_apart(place_id p) const;
	void check_member(state &s, gcall *stmt);
	void check_wait(state &s, gcall *stmt);
	void check_lasting(state &s, tree address, location_t at);
	void renew(state &s, gcall *stmt, unsigned int i);
	std::vector<place_id> handles_behind(state &s, tree arg, tree type);
	void check_alone(state &s, gcall *stmt, unsigned int exclusive,
			 const std::vector<place_id> &containers);
	std::vector<place_id> containers_behind(state &s, tree arg, tree type);
	std::vector<place_id> handles_of(state &s, gcall *stmt, unsigned int i);
	void replace(state &s, place_id p, handle &result, location_t at);
	void keep_result(state &s, gcall *stmt, const handle &made);
	void fill(state &s, gcall *stmt, const std::vector<out_parameter> &filled,
		  std::vector<state> &out);

	/* slots.cc: of an object that is released, or filled */
	void note_slots(state &s, region_id there, tree type, const handle &h);
	void leave_slots(state &s, bool fails, location_t at);
	bool gives_nothing(state &s, gcall *stmt);
	std::vector<place_id> slots_at(const pointer &p, tree kind, bool all);
	void store(state &s, gcall *stmt);
	void check_counted(gcall *stmt, state &s);
	void check_reference(state &s, gcall *stmt);

	/* initialised.cc: of an object that is lent, what others want initialised */
	void note_members(tree parameter, unsigned int number, region_id there, bool wanted);
	bool is_lent(region_id where) const;
	std::set<member> initialise(state &s, gcall *stmt);
	void leave_members(state &s, int zero, location_t at);

	/* aliases.cc */
	bool lent_again(state &s, gcall *stmt);
	std::vector<reached> reached_by(state &s, gcall *stmt);
	void check_alias(state &s, gcall *stmt);

	/* untrusted_flow.cc: numbers from user memory, and where they go */
	void put_number(state &s, holder h, tree type, int number);
	bool holder_of(state &s, tree ref, holder &h);
	int number_at(state &s, tree ref);
	int number_of(const void *maker, HOST_WIDE_INT offset, int bit = 0);
	void set_apart(state &s, int number);
	int new_number(state &s, const void *maker, HOST_WIDE_INT offset, int bit = 0);
	void doubt_number(state &s, tree to, gimple *stmt, const doubt &d,
			  bool not_zero = false);
	void fill_with_numbers(state &s, const void *maker, tree type, region_id in,
			       HOST_WIDE_INT from);
	void fetched(state &s, gimple *stmt, tree arg);
	void checked(state &s, gcall *stmt, unsigned int i);
	bool may_be_zero(state &s, tree value);
	bool may_become_zero(state &s, gimple *stmt, const doubt &d);
	HOST_WIDE_INT most_of(state &s, tree value);
	HOST_WIDE_INT at_most(state &s, gimple *stmt);
	bool may_be_less(state &s, tree a, tree b, HOST_WIDE_INT less);
	doubt taken_away(state &s, gimple *stmt, const doubt &both);
	doubt computed(state &s, gimple *stmt);
	doubt computed_of(state &s, gimple *stmt);
	void relate(state &s, gimple *stmt);
	bool is_sum(state &s, gimple *stmt, sum &two);
	void converted(state &s, gimple *stmt);
	void copy_numbers(state &s, const memory &target, const memory &source,
			  HOST_WIDE_INT size);
	bool copied_bytes(state &s, gcall *stmt);
	void untrusted_assignment(state &s, gimple *stmt);

	/* untrusted_calls.cc: what functions are passed, and what calls leave and say */
	std::vector<std::pair<holder, int>> numbers_of(state &s, tree arg);
	bool passes_doubtful(state &s, gcall *stmt);
	void pass_fields(state &s, int word, unsigned int i, HOST_WIDE_INT at, tree callee);
	void pass_untrusted(state &s, gcall *stmt, unsigned int i, tree callee);
	void pass_by_pointer(state &s, gcall *stmt);
	void put_input(state &s, tree p, const untrusted_input &in, int number);
	void untrusted_entry(state &s);
	void told_of(state &s, gcall *stmt, int number, const outcomes &left);
	void left_behind(state &s, gcall *stmt, unsigned int i, tree callee,
			 const untrusted_output &out);
	void said_of_value(state &s, gcall *stmt, unsigned int i, tree callee);
	void left_by(state &s, gcall *stmt, tree callee, bool passed);
	bool returned(state &s, gcall *stmt, tree callee, bool passed);
	void untrusted_result(state &s, gcall *stmt, tree callee, bool ours, bool passed);
	void handed_on(state &s, gcall *stmt, tree callee);
	void untrusted_arithmetic(state &s, gcall *stmt);
	void untrusted_arguments(state &s, gcall *stmt, tree callee, bool ours);
	void untrusted_call(state &s, gcall *stmt);
	region_id fetches_of(state &s, gcall *stmt);
	void fetch_once(gcall *stmt, std::vector<state> &out);

	/* untrusted_returns.cc: what the function leaves its caller */
	struct leaving;
	void note_output(leaving &now, int classes, int parameter, const holder &at,
			 const outcome &left);
	void note_fields(leaving &now, int parameter, const holder &word, int number);
	void note_outputs(leaving &now, int parameter, tree p);
	bool assume_returned(state &s, tree value, int c);
	void note_left(state &s, tree value);

	/* untrusted_answers.cc: what results say */
	bool says_the_same(state &s, int result, tree from, tree into);
	int result_of_statement(state &s, gimple *stmt);
	bool take_truth(state &s, gimple *stmt, bool holds);
	std::map<int, outcomes> truth(state &s, gimple *stmt);
	void keep_truth(state &s, gimple *stmt, const std::map<int, outcomes> &about);

	/* untrusted_bits.cc: words of DEED_BITS(), and their fields */
	int number_of_word(state &s, tree arg);
	int number_of_field(state &s, const void *maker, int word, HOST_WIDE_INT place);
	void word_set(state &s, gcall *stmt);
	bool word_call(state &s, gcall *stmt);

	/* untrusted_sinks.cc */
	void doubtful(state &s, tree value, location_t at, const char *as);
	void check_index(state &s, tree ref, bool address, location_t at);
	void check_indices(state &s, gimple *stmt);
	void check_shift(state &s, tree width_of, tree by, location_t at);
	void check_divisor(state &s, tree by, location_t at);
	void check_length(state &s, gcall *stmt, unsigned int i, const char *as);
	void check_sinks(state &s, gcall *stmt, tree callee);

	/* untrusted_tests.cc */
	bool is_constant(const state &s, tree value, HOST_WIDE_INT &number) const;
	void compare(state &s, tree a, tree_code code, tree b);
	void counts_to(state &s, basic_block bb, tree a, tree_code code, tree b);
	void compare_both(state &s, basic_block bb, tree a, tree_code code, tree b);
	bool ends_otherwise(state &s, const std::set<basic_block> &loop, basic_block but);
	void check_bound(state &s, basic_block bb, gcond *cond);
	bool makes_long(state &s, const std::set<basic_block> &loop, tree a, tree_code code,
			tree b);
	void note_sum(state &s, tree sum, tree a, tree b);
	void sum_fits(state &s, gimple *truth);
	void told(state &s, basic_block bb, gimple *maker, bool holds);
	void part_told(state &s, basic_block bb, tree truth, bool holds);
	void untrusted_branch(state &s, gcond *cond, bool holds);
	void untrusted_case(state &s, gswitch *sw, edge taken);

	/* handles.cc: what may be done with a handle */
	handle &at(state &s, place_id p);
	void forget_defaults(state &s);
	void need_live(state &s, place_id p, location_t at, const char *what);
	bool behind_pointer(place_id p) const;
	handle take(state &s, place_id p, location_t at, const char *what);
	void put(state &s, place_id p, const handle &value, location_t at);
	void check_complete(state &s, place_id p, location_t at);
	void forget_contents(state &s, place_id owner);
	void put_contents(state &s, place_id from, place_id to);
	void drop(state &s, place_id p, location_t at, bool by_hand, bool live);
	void end_loans(state &s, place_id p, location_t at, bool scope);
	void check_whole(state &s, const std::vector<place_id> &parts, location_t at);
	void check_parts(state &s, const std::vector<place_id> &parts, location_t at);
	void check_contents(state &s, place_id p, location_t at);
	void lost(state &s, place_id p, location_t at);
	void set(state &s, place_id p, unsigned char may_be, location_t at);
	void gone(state &s, place_id p, location_t at, const char *what);
	std::string name(state &s, place_id p);
	deed_error &error(state &s, deed_id id, location_t at, place_id p,
			  const std::string &text);

	function *fun_;
	paths paths_;
	hint hint_;
	loops loops_;
	/* words of parameters, and the classes in which they were left */
	std::map<std::pair<int, HOST_WIDE_INT>, int> noted_words_;
	places places_;
	tree result_ = NULL_TREE;	/* the variable that is returned */
	int node_ = -1;
	bool releases_ = false;
	handle given_;			/* to a function that replaces another by it */
	/* by their maker, and the place and bit in what it fills */
	std::map<std::tuple<const void *, HOST_WIDE_INT, int>, int> numbers_;
	std::map<holder, int> old_numbers_;	/* of the round of a loop before, by who holds them */
	std::set<place_id> lost_;			/* reported once each */
	std::vector<place_id> slots_;			/* of what is released, or filled */
	std::vector<lent_object> lent_members_;
	std::set<member> missed_;			/* reported once each */
	std::vector<place_id> lent_guards_;		/* live-guards of the caller's */
	std::map<tree, std::string> made_by_;		/* a temporary: the call */
	std::vector<std::pair<tree, region_id>> filled_, emptied_; /* promised parameters */
};

/* Whether a reference names a part of a composite. */
bool is_part(tree ref);

/* Whether a pointer leads to a handle, or to the variable that one is in. */
bool leads_to_handle(const pointer &p, const places &all, tree type);

/*
 * What release functions do, filled in as they are looked at: the offsets of the
 * handles, in an object of a type, that must be live when it is released.
 */
extern std::map<tree, std::set<HOST_WIDE_INT>> released_live;

/*
 * The functions with deed_fills() that have been followed and whose errors may be
 * greater than 0; and whether those of @fndecl are not.
 */
extern std::set<tree> followed, fails_above_zero;

/*
 * Those of the module whose body has been looked at, and those that were called before:
 * of what they store in what they are lent, such a caller knows nothing.
 */
extern std::set<tree> entered, called_early;

/* Whether a function may lend of what is at @offset, where its argument @i, @p, leads to. */
bool may_lend(tree callee, unsigned int i, const pointer &p, HOST_WIDE_INT offset);

/* Whether a function gets pointers to what has pointers, and may write to it. */
bool may_store_for_caller(tree fndecl);
bool fails_negative(tree fndecl);

#endif /* DEED_FUNCTION_FLOW_H */
