/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pass knows at a point of a path.
 *
 * Memory is seen as regions: a local variable, the object that a handle owns,
 * or foreign memory, which is reached through a pointer of unknown origin. A
 * place is where a handle stands: a region, and an offset in it. A state maps
 * places to what the handles there may be, variables to what they point to, and
 * variables to what is known of their values.
 */
#ifndef DEED_STATE_H
#define DEED_STATE_H

#include "gcc.h"
#include "contract.h"
#include "untrusted.h"

typedef int place_id;
typedef int region_id;

/* What a handle may be: a set of these. Certainly live: LIVE alone. */
enum {
	UNSET	= 1,	/* never initialised */
	EMPTY	= 2,	/* empty: nothing was ever in it */
	FAILED	= 4,	/* holds an errno */
	MOVED	= 8,	/* empty: what it had was moved on */
	DROPPED	= 16,	/* empty: what it had was dropped */
	LIVE	= 32,	/* owns its resource */
	STALE	= 64,	/* its bits were copied elsewhere, it still has them */
};

struct region {
	enum { LOCAL, OBJECT, FOREIGN } what;
	tree decl;		/* LOCAL: the variable; FOREIGN: how it is reached */
	place_id owner;		/* OBJECT: the handle that owns it */
};

struct place {
	region_id where;
	HOST_WIDE_INT offset;	/* in bytes */
	tree kind;
};

/* Regions and places of the function that is looked at. */
class places {
public:
	void clear();
	region_id local(tree decl);
	region_id foreign(tree pointer);
	region_id object(place_id owner);
	region_id unknown();
	place_id at(region_id where, HOST_WIDE_INT offset, tree kind);

	const region &region_at(region_id r) const { return regions_[r]; }
	const place &operator[](place_id p) const { return places_[p]; }
	const region &region_of(place_id p) const { return regions_[places_[p].where]; }
	/* Every handle whose end would end what is at @p: its owner, and theirs. */
	std::vector<place_id> owners(place_id p) const;
	/* Whether it is a variable without handles, which lends its address. */
	bool is_variable(place_id p) const;
	/* The variable at the root: a local one, or NULL_TREE in foreign memory. */
	tree root(place_id p) const;
	/* What the user calls it, or nothing. */
	std::string name(place_id p) const;

private:
	tree type_of(const region &r) const;
	region_id add(const region &r);

	std::vector<region> regions_;
	std::vector<place> places_;
	std::map<std::pair<region_id, HOST_WIDE_INT>, place_id> found_;
	std::map<std::pair<int, long>, region_id> found_regions_;
};

/* What is known of the handle at a place. */
struct handle {
	unsigned char may_be = UNSET;
	bool fresh = false;		/* its object was zeroed and not handed on */
	bool borrowed = false;		/* somebody else owns it */
	bool silent = false;		/* an error was reported: say no more of it */
	int group = 0;			/* the parts of a composite that came as one */
	std::vector<place_id> loans;	/* a guard: what must outlive it */
	/* for messages only: */
	location_t acquired = UNKNOWN_LOCATION;
	location_t changed = UNKNOWN_LOCATION;
	int acquired_on = -1, changed_on = -1;	/* the nodes of the path */
	std::string was;		/* what the user calls it, if it came from a name */

	bool operator==(const handle &o) const
	{
		return may_be == o.may_be && fresh == o.fresh &&
		       borrowed == o.borrowed && silent == o.silent && group == o.group &&
		       loans == o.loans;
	}
	bool operator<(const handle &o) const
	{
		return std::tie(may_be, fresh, borrowed, silent, group, loans) <
		       std::tie(o.may_be, o.fresh, o.borrowed, o.silent, o.group, o.loans);
	}
};

/* Where a pointer, or a struct with pointers, points to. */
struct pointer {
	region_id where = -1;		/* or unknown */
	HOST_WIDE_INT offset = 0;
	bool exact = false;		/* whether the offset is known */
	HOST_WIDE_INT extent = 0;	/* if not, from there so far at most; or 0 */
	HOST_WIDE_INT size = 0;		/* of a part: how many bytes it takes */
	bool dead = false;		/* one of the loans has ended */
	bool lent = false;		/* the caller has lent it */
	bool exclusive = false;		/* borrowed to be written through */
	region_id home = -1;		/* of the caller's: in which it was read */
	std::vector<place_id> loans;	/* handles that must stay as they are, variables */
	std::vector<place_id> word_of;	/* it is the first word of these handles */
	std::map<HOST_WIDE_INT, pointer> parts;	/* of a struct, where they are known */
	/* for messages only: */
	place_id ended = -1;
	location_t ended_at = UNKNOWN_LOCATION;
	bool ended_by_scope = false, ended_by_loan = false;
	location_t set_at = UNKNOWN_LOCATION;

	bool empty() const
	{
		return where < 0 && loans.empty() && !dead && !lent &&
		       word_of.empty() && parts.empty();
	}
	/* It is borrowed from all that @o is borrowed from, too. */
	void borrow_like(const pointer &o);
	void borrow_from(const std::vector<place_id> &owners);
	/* Without its parts: it is borrowed from all that they are borrowed from. */
	pointer flat() const;
	/* What is at @offset, for @size bytes, if it is a struct. */
	pointer part(HOST_WIDE_INT offset, HOST_WIDE_INT size) const;
	void set_part(HOST_WIDE_INT offset, HOST_WIDE_INT size, const pointer &p);
	void ends(place_id owner, location_t at, bool scope, bool loan);
	bool operator<(const pointer &o) const
	{
		return std::tie(where, offset, exact, extent, dead, lent, exclusive, home, loans,
				word_of, parts) <
		       std::tie(o.where, o.offset, o.exact, o.extent, o.dead, o.lent, o.exclusive,
				o.home, o.loans, o.word_of, o.parts);
	}
	bool operator==(const pointer &o) const
	{
		return !(*this < o) && !(o < *this);
	}
};

/* What is known of a number. */
struct fact {
	HOST_WIDE_INT low = HOST_WIDE_INT_MIN;
	HOST_WIDE_INT high = HOST_WIDE_INT_MAX;
	bool nonzero = false;
	std::vector<place_id> tested;	/* whether these handles are live */
	bool live_if_true = false;
	unsigned int of = 0;		/* it is (variable <code> bound) */
	tree_code code = ERROR_MARK;
	HOST_WIDE_INT bound = 0;

	static fact number(HOST_WIDE_INT value);
	bool exact() const { return low == high; }
	bool negative() const { return high < 0; }
	bool empty() const
	{
		return low == HOST_WIDE_INT_MIN && high == HOST_WIDE_INT_MAX && !nonzero &&
		       tested.empty() && !of;
	}
	bool operator==(const fact &o) const
	{
		return std::tie(low, high, nonzero, tested, live_if_true, of, code, bound) ==
		       std::tie(o.low, o.high, o.nonzero, o.tested, o.live_if_true, o.of,
				o.code, o.bound);
	}
};

/* A variable or a temporary, as a number. 0: not one that is followed. */
unsigned int variable(tree t);

/* The same, if it is a number that only this function changes, by its name. */
unsigned int number_variable(tree t);

/* A member of what is in a region, by its offset. */
typedef std::pair<region_id, HOST_WIDE_INT> member;

struct state {
	std::map<place_id, handle> handles;
	std::map<unsigned int, pointer> pointers;
	std::map<unsigned int, fact> facts;
	doubts untrusted;
	std::set<member> ready;	/* that were initialised */
	int ends_well = -1;	/* with deed_fills(): whether the result is 0, if known */
	location_t returned = UNKNOWN_LOCATION;	/* where the result was set, for messages */

	/* What makes two states different paths; facts are joined instead. */
	bool operator<(const state &o) const
	{
		return std::tie(handles, pointers, ends_well, ready, untrusted) <
		       std::tie(o.handles, o.pointers, o.ends_well, o.ready, o.untrusted);
	}

	void forget_value(unsigned int var);
	/* No test that was made of @p says anything any more. */
	void forget_tests(place_id p);
	/* Takes what holds in both. Returns whether this changed anything here. */
	bool join_facts(const state &o);
	/* Takes everything that may be in either. */
	void widen(const state &o);
};

/*
 * Takes what it means that (var code bound) is true, or is not. Returns false if
 * that cannot be.
 */
bool assume(state &s, unsigned int var, tree_code code, HOST_WIDE_INT bound, bool holds);

/* Whether (var code bound) is known: 1 true, 0 false, -1 unknown. */
int known(const state &s, unsigned int var, tree_code code, HOST_WIDE_INT bound);

#endif /* DEED_STATE_H */
