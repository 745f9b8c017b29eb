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

	bool bad() const { return high || low; }
	bool operator==(const doubt &o) const
	{
		return high == o.high && low == o.low && most == o.most && steps == o.steps &&
		       vague == o.vague;
	}
	bool operator<(const doubt &o) const
	{
		return std::tie(high, low, most, steps, vague) <
		       std::tie(o.high, o.low, o.most, o.steps, o.vague);
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
	}
};

/* The numbers of a state, by identity. */
struct doubts {
	std::map<holder, int> numbers;
	std::map<int, doubt> known;
	std::set<int> fetched;		/* regions: calls whose argument was fetched */
	std::map<int, std::pair<int, int>> sums; /* that did not overflow: of which two */
	std::set<int> nonzero;		/* joined where paths meet, as facts are */

	bool empty() const { return numbers.empty(); }
	/* The identity of what is held there, or -1. */
	int at(const holder &h) const;
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
	/* What holds one number holds another: the same, of the round of a loop before. */
	void rename(int number, int before);
	/* Nothing is wrong with a number any more. */
	void trust(int number) { make(number, doubt(), true); }
	/* (number code bound) holds, where the bound may be known. */
	void tested(int number, bool is_unsigned, tree_code code, HOST_WIDE_INT bound,
		    bool constant);
	/* The same of all that a variable holds. */
	void variable_tested(unsigned int variable, bool is_unsigned, tree_code code,
			     HOST_WIDE_INT bound);
	void widen(const doubts &o);
	/* Takes what holds in both of what does not keep paths apart. True if that changed. */
	bool join(const doubts &o);
	bool operator<(const doubts &o) const
	{
		return std::tie(numbers, known, fetched, sums) <
		       std::tie(o.numbers, o.known, o.fetched, o.sums);
	}
};

/* Numbers of variables and temporaries that are unsigned, as they are met. */
extern std::set<unsigned int> unsigned_variables;

/* What a type alone says of a number that came from outside. */
doubt doubt_of(tree type);

/* Whether a number of @type, of which @d is known, fits an array of so many elements. */
bool fits(const doubt &d, tree type, HOST_WIDE_INT elements);

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

/* Functions that get more of that than when they were followed. */
extern std::set<tree> follow_again;

#endif /* DEED_UNTRUSTED_H */
