/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that came from user memory, until they were compared with a bound.
 *
 * A number has an identity: what it was loaded from, copied to and converted to
 * without loss is the same number, so that a test of one says it of all. What is
 * computed from one that is not trusted is not trusted either, unless it was cut
 * down: masked, divided for its rest, taken as the smaller of two.
 */
#ifndef DEED_UNTRUSTED_H
#define DEED_UNTRUSTED_H

#include "gcc.h"

/* Where a number stands: a temporary, or a place in a region. */
struct holder {
	unsigned int variable;	/* of the temporary or the local variable, or 0 */
	int where;		/* the region, or -1 */
	HOST_WIDE_INT offset;
	int bit = 0;		/* of a bit-field, from 1 on */
	bool is_unsigned = false; /* its type, which does not tell two apart */

	bool operator<(const holder &o) const
	{
		return std::tie(variable, where, offset, bit) <
		       std::tie(o.variable, o.where, o.offset, o.bit);
	}
	bool operator==(const holder &o) const
	{
		return !(*this < o) && !(o < *this);
	}
};

/* What is known of a number that came from outside. */
struct doubt {
	bool high = false;	/* no upper bound was checked */
	bool low = false;	/* it may be negative, and that was not checked */
	HOST_WIDE_INT most = -1; /* a constant that it was checked against, or -1 */
	int steps = 0;		/* by so many that was computed from other bounds */
	bool vague = false;	/* others computed it, from such a one: no bound */
	int width = 64;		/* without a sign, it has no more bits */
	bool room = false;	/* it is not more for lack of room, and nobody compared it */

	bool bad() const { return high || low; }
	/* Whether all that bounds it is how large the user can make it. */
	bool unchecked() const { return bad() || room; }
	bool operator==(const doubt &o) const
	{
		return !(*this < o) && !(o < *this);
	}
	bool operator<(const doubt &o) const
	{
		return std::tie(high, low, most, steps, vague, width, room) <
		       std::tie(o.high, o.low, o.most, o.steps, o.vague, o.width, o.room);
	}
	/* (number code bound) holds. */
	void tested(bool is_unsigned, tree_code code, HOST_WIDE_INT bound, bool constant);
	void unite(const doubt &o)
	{
		most = high || o.high || most < 0 || o.most < 0 ? -1 : std::max(most, o.most);
		high |= o.high;
		low |= o.low;
		steps = std::max(steps, o.steps);
		vague |= o.vague;
		width = std::max(width, o.width);
		room |= o.room;
	}
};

/* Two numbers without a sign that are added, by their order, in a type of that width. */
struct sum {
	int first, second, width;

	bool operator==(const sum &o) const
	{
		return first == o.first && second == o.second && width == o.width;
	}
	bool has(int number) const { return first == number || second == number; }
};

/* Results below, at and above 0, as a set. */
#define CLASSES 3
#define BELOW_ZERO 1
#define ZERO 2
#define ABOVE_ZERO 4
#define ALL_CLASSES ((1 << CLASSES) - 1)

/* What is known of a number if some result is in a class. */
struct outcome {
	bool there = false;		/* whether it ever is */
	doubt what;
	HOST_WIDE_INT least = 0;

	/* What holds in either of two. */
	void unite(const outcome &o);
	bool operator==(const outcome &o) const
	{
		return there == o.there && what == o.what && least == o.least;
	}
};

/* By the class of a result. */
struct outcomes {
	outcome in[CLASSES];

	/* What holds in all classes of a set. */
	outcome of(int classes) const;
	/* The same of what may be good, if anything is. */
	outcome best() const;
	/* True if that is more than was known. */
	bool unite(const outcomes &o);
	bool operator==(const outcomes &o) const
	{
		return std::equal(in, in + CLASSES, o.in);
	}
};

/* What a result says of numbers, to who asks it. */
struct answers {
	int classes = ALL_CLASSES;	/* that it can still be in */
	std::map<int, outcomes> about;

	bool operator==(const answers &o) const
	{
		return classes == o.classes && about == o.about;
	}
};

/* A field of a word of bits: by the word's number, and the function that gets it. */
struct field_of_word {
	int word;
	tree getter;

	bool operator==(const field_of_word &o) const
	{
		return word == o.word && getter == o.getter;
	}
};

/* The numbers of a state, by identity. */
struct doubts {
	std::map<holder, int> numbers;
	std::map<int, doubt> known;
	std::set<int> fetched;		/* regions: calls whose argument was fetched */
	/* Of numbers without a sign; joined where paths meet, as facts are. */
	std::map<int, HOST_WIDE_INT> least;	/* not less than that, if more than 0 */
	std::map<int, std::set<int>> below;	/* those that are not more than it is */
	std::map<int, sum> sums;		/* of which two it is one */
	std::map<int, std::pair<int, HOST_WIDE_INT>> less;	/* than which, and by how much */
	std::map<int, field_of_word> fields;	/* of which word it is one */
	std::map<int, answers> said;		/* by results: what they say of others */

	bool empty() const { return numbers.empty(); }
	/* The identity of what is held there, or -1. */
	int at(const holder &h) const;
	/* The numbers of a region, from an offset on, and how far from there they are. */
	std::vector<std::pair<holder, int>> in_region(int where, HOST_WIDE_INT from,
						      HOST_WIDE_INT size) const;
	/* What is known of a number; nothing is wrong with -1. */
	doubt of(int number) const;
	void put(const holder &h, int number);
	void forget(const holder &h) { numbers.erase(h); }
	/* All in a region. */
	void forget_region(int where);
	/* Keeps what is held by a variable that @live tells, or in memory of others. */
	void keep(const std::set<unsigned int> &live);
	/* A number that is new, of which that is known. */
	void make(int number, const doubt &d, bool not_zero);
	bool not_zero(int number) const { return least.count(number) != 0; }
	HOST_WIDE_INT least_of(int number) const;
	/* It is at least that: so are those above it, and what was taken from it did not wrap. */
	void at_least(int number, HOST_WIDE_INT bound);
	/* The number that is that sum, or -1. */
	int sum_of(const sum &two) const;
	/* The number of a field that somebody got, or -1. */
	int field_of(const field_of_word &field) const;
	/* What somebody got of a word: the getters, and the numbers. */
	std::map<tree, int> fields_of(int word) const;
	/* Fields that are got again may be other numbers. */
	void forget_fields(int word);
	/* Without a sign, one is not more than the other; and the rest of a sum, if it is one. */
	void not_more(int number, int than);
	/* The first that holds a number, or NULL. */
	const holder *holder_of(int number) const;
	/* What holds one number holds another: the same, of the round of a loop before. */
	void rename(int number, int before);
	/* Nothing is wrong with a number any more. */
	void trust(int number);
	/* What is known of a number, as something that a result would say. */
	outcome outcome_of(int number) const { return { true, of(number), least_of(number) }; }
	/* Whether there are others beside which something is known of it. */
	bool is_related(int number) const;
	/* A result says that of a number, to who asks it. */
	void answer(int result, int number, const outcomes &all);
	/* Whether a result says something in one of the classes. */
	bool may_say(int result, int classes) const;
	/* Whether what says something of a number is never as it is here. */
	bool never(int result, int number) const;
	/* Another says the same in a type of another sign; a narrower one may be 0, too. */
	void answer_in(int result, int other, bool narrower);
	/* That holds of a number, too. */
	void also(int number, const outcome &o);
	/* (number code bound) holds, where the bound may be known. */
	void tested(int number, bool is_unsigned, tree_code code, HOST_WIDE_INT bound,
		    bool constant);
	/* The same of all that a variable holds. */
	void variable_tested(unsigned int variable, tree_code code, HOST_WIDE_INT bound);
	void widen(const doubts &o);
	/* Takes what holds in both of what does not keep paths apart. True if that changed. */
	bool join(const doubts &o);
	/* Whether the facts, which do not keep paths apart, are the same. */
	bool same_facts(const doubts &o) const;
	bool operator<(const doubts &o) const
	{
		return std::tie(numbers, known, fetched) <
		       std::tie(o.numbers, o.known, o.fetched);
	}

private:
	void forget_facts(int number);
	void asked(int result, bool is_unsigned, tree_code code, HOST_WIDE_INT bound);
	void join_answers(const doubts &o);
	void pass_on(int number);
	void settle(int number);
};

/* A loop adds up: what comes out of its last round has no bound that can be told. */
#define SUMS 4

/* What a type alone says of a number that came from outside. */
doubt doubt_of(tree type);

/* The type of what a number was before it became as wide as it is. */
tree narrow_type(tree number);

/* Whether a number of which @d is known fits an array of so many elements. */
bool fits(const doubt &d, HOST_WIDE_INT elements);

/* A number of a type, by its place. */
struct number_place {
	HOST_WIDE_INT offset;
	int bit;
	tree type;
};

/* Bit-fields of one byte are told apart. */
int bit_of(tree field);

/* Whether it is a struct deed_untrusted_u32, or the like. */
bool is_nominal(tree type);

/* The type of the number in a word of DEED_BITS(), or NULL. */
tree bits_of(tree type);

/* What bits.h can do with words. */
enum word_operation { NO_OPERATION, PREPARES, SETS, GETS, NUMBER, ANY, OR, AND, WITHOUT };

word_operation operation_on_word(tree fndecl);

/* What is known of a field by what is known of its word. */
doubt doubt_of_field(tree getter, const doubt &word);

/* A place for a field of a word at an offset, which can be moved; and its getter, or NULL. */
HOST_WIDE_INT place_of_field(HOST_WIDE_INT word, tree getter);
tree field_at(HOST_WIDE_INT place);
HOST_WIDE_INT word_at(HOST_WIDE_INT place);

/* The numbers of a type, by their place; also what is nominal, for who opens that. */
void each_number(tree type, HOST_WIDE_INT at, int bit, std::vector<number_place> &out);

/*
 * Parameters of functions of this file that somebody passes what is not trusted:
 * the number itself, or a place behind it.
 */
struct untrusted_input {
	unsigned int parameter;
	HOST_WIDE_INT offset;	/* behind the pointer, or in the struct; or -1: itself */
	int bit;
	doubt what;
	bool not_zero;

	bool operator<(const untrusted_input &o) const
	{
		return std::tie(parameter, offset, bit, what, not_zero) <
		       std::tie(o.parameter, o.offset, o.bit, o.what, o.not_zero);
	}
};

extern std::map<tree, std::set<untrusted_input>> untrusted_inputs;

/* Fields of a word that a parameter has, or leads to, which all who pass it have looked at. */
extern std::map<std::tuple<tree, unsigned int, HOST_WIDE_INT>, std::set<tree>> fields_passed;

/* What is returned, as the parameter that a function leaves something in. */
#define RESULT (-1)

/*
 * A number that is not trusted, and that a function of this file returns, that it got, or
 * has put or left behind what it got: by what it returns then.
 */
struct untrusted_output {
	int parameter;		/* from 0, or RESULT */
	HOST_WIDE_INT offset;	/* behind the pointer, or in the struct; or -1: itself */
	int bit;
	bool is_unsigned = false;
	outcomes left;

	bool is_of(const untrusted_output &o) const
	{
		return parameter == o.parameter && offset == o.offset && bit == o.bit;
	}
};

struct untrusted_outputs {
	std::vector<untrusted_output> any;	/* whatever callers passed */
	std::vector<untrusted_output> own;	/* when they passed nothing that is not trusted */

	const untrusted_output *find(int parameter, HOST_WIDE_INT offset, int bit) const;
};

extern std::map<tree, untrusted_outputs> untrusted_left;

/* Adds what a function leaves on one path. True if that is more than was known. */
bool add_output(std::vector<untrusted_output> &all, const untrusted_output &out);

/* Functions to be followed again: they get more of that, or those do that they call. */
extern std::set<tree> follow_again;

#endif /* DEED_UNTRUSTED_H */
