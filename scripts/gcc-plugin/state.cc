// SPDX-License-Identifier: GPL-2.0
/*
 * Places, and how states are joined.
 */
#include "state.h"

#include "diagnostics.h"
#include "origin.h"

void places::clear()
{
	regions_.clear();
	places_.clear();
	found_.clear();
	found_regions_.clear();
}

region_id places::add(const region &r)
{
	long key = r.what == region::OBJECT ? r.owner :
		DECL_P(r.decl) ? DECL_UID(r.decl) * 2L : (long)variable(r.decl);
	auto found = found_regions_.find({ r.what, key });

	if (found != found_regions_.end())
		return found->second;
	regions_.push_back(r);
	found_regions_[{ r.what, key }] = regions_.size() - 1;
	return regions_.size() - 1;
}

region_id places::local(tree decl)
{
	return add({ region::LOCAL, decl, -1 });
}

region_id places::foreign(tree pointer)
{
	return add({ region::FOREIGN, pointer, -1 });
}

/* Memory of which nothing is known but that it is not one of the others. */
region_id places::unknown()
{
	return add({ region::FOREIGN, error_mark_node, -1 });
}

region_id places::object(place_id owner)
{
	return add({ region::OBJECT, NULL_TREE, owner });
}

place_id places::at(region_id where, HOST_WIDE_INT offset, tree kind)
{
	auto found = found_.find({ where, offset });

	if (found != found_.end())
		return found->second;
	places_.push_back({ where, offset, TYPE_MAIN_VARIANT(kind) });
	found_[{ where, offset }] = places_.size() - 1;
	return places_.size() - 1;
}

std::vector<place_id> places::owners(place_id p) const
{
	std::vector<place_id> all = { p };

	while (region_of(p).what == region::OBJECT) {
		p = region_of(p).owner;
		all.push_back(p);
	}
	std::sort(all.begin(), all.end());
	return all;
}

bool places::is_variable(place_id p) const
{
	return region_of(p).what == region::LOCAL && !has_handles(TREE_TYPE(region_of(p).decl));
}

tree places::root(place_id p) const
{
	while (region_of(p).what == region::OBJECT)
		p = region_of(p).owner;
	return region_of(p).what == region::LOCAL ? region_of(p).decl : NULL_TREE;
}

/* What the user calls a variable; empty for a compiler's or a macro's own. */
static std::string users_name(tree decl)
{
	if (!decl || !DECL_P(decl) || !DECL_NAME(decl) ||
	    trusted_location(DECL_SOURCE_LOCATION(decl)))
		return "";

	const char *name = IDENTIFIER_POINTER(DECL_NAME(decl));

	return startswith(name, "__UNIQUE_ID_deed_guard") ? "" : name;
}

/* The type of what a region is. */
tree places::type_of(const region &r) const
{
	tree type = r.what == region::OBJECT ?
		TREE_TYPE(TYPE_FIELDS(places_[r.owner].kind)) : TREE_TYPE(r.decl);

	if (r.what != region::LOCAL && type && POINTER_TYPE_P(type))
		type = TREE_TYPE(type);
	return type;
}

std::string places::name(place_id p) const
{
	const region &r = region_of(p);
	std::string base = r.what == region::OBJECT ? name(r.owner) : users_name(r.decl);
	tree type = type_of(r);

	std::vector<leaf> all, slots;

	if (type) {
		all = leaves_of(type);
		slots = slots_of(type);
	}

	all.insert(all.end(), slots.begin(), slots.end());
	for (const leaf &l : all) {
		if (l.offset != places_[p].offset || !l.field || !DECL_NAME(l.field))
			continue;

		const char *member = IDENTIFIER_POINTER(DECL_NAME(l.field));

		if (startswith(member, "__"))
			return base;
		if (base.empty())
			return member;
		return base + (r.what == region::LOCAL ? "." : "->") + member;
	}
	return r.what == region::FOREIGN && !base.empty() ? "*" + base : base;
}

fact fact::number(HOST_WIDE_INT value)
{
	fact f;

	f.low = f.high = value;
	f.nonzero = value != 0;
	return f;
}

unsigned int variable(tree t)
{
	if (!t)
		return 0;
	if (TREE_CODE(t) == SSA_NAME)
		return SSA_NAME_VERSION(t) * 2 + 1;
	if ((VAR_P(t) && !is_global_var(t)) || TREE_CODE(t) == PARM_DECL ||
	    TREE_CODE(t) == RESULT_DECL)
		return DECL_UID(t) * 2;
	return 0;
}

unsigned int number_variable(tree t)
{
	if (t && DECL_P(t) && (TREE_ADDRESSABLE(t) || TREE_THIS_VOLATILE(t)))
		return 0;
	return variable(t);
}

void state::forget_value(unsigned int var)
{
	facts.erase(var);
	for (auto f = facts.begin(); f != facts.end();) {
		if (f->second.of == var)
			f->second.of = 0;
		f = f->second.empty() ? facts.erase(f) : std::next(f);
	}
}

void state::forget_tests(place_id p)
{
	for (auto f = facts.begin(); f != facts.end();) {
		const auto &tested = f->second.tested;

		if (std::find(tested.begin(), tested.end(), p) != tested.end())
			f->second.tested.clear();
		f = f->second.empty() ? facts.erase(f) : std::next(f);
	}
}

/*
 * What holds of a number, whichever of the two it is. A bound that differs falls
 * back to the sign, so that a loop that counts comes to an end.
 */
static fact either(const fact &a, const fact &b)
{
	fact f;
	HOST_WIDE_INT low = std::min(a.low, b.low), high = std::max(a.high, b.high);

	if (a.low == b.low || low >= 0)
		f.low = a.low == b.low ? low : 0;
	if (a.high == b.high || high < 0)
		f.high = a.high == b.high ? high : -1;
	f.nonzero = a.nonzero && b.nonzero;
	if (a.tested == b.tested && a.live_if_true == b.live_if_true) {
		f.tested = a.tested;
		f.live_if_true = a.live_if_true;
	}
	if (a.of == b.of && a.code == b.code && a.bound == b.bound) {
		f.of = a.of;
		f.code = a.code;
		f.bound = a.bound;
	}
	return f;
}

bool state::join_facts(const state &o)
{
	bool changed = untrusted.join(o.untrusted);

	for (auto f = facts.begin(); f != facts.end();) {
		auto other = o.facts.find(f->first);
		fact joined = other == o.facts.end() ? fact() : either(f->second, other->second);

		if (!(joined == f->second)) {
			f->second = joined;
			changed = true;
		}
		f = f->second.empty() ? facts.erase(f) : std::next(f);
	}
	return changed;
}

static void unite(std::vector<place_id> &into, const std::vector<place_id> &from)
{
	into.insert(into.end(), from.begin(), from.end());
	std::sort(into.begin(), into.end());
	into.erase(std::unique(into.begin(), into.end()), into.end());
}

void pointer::borrow_from(const std::vector<place_id> &owners)
{
	unite(loans, owners);
}

void pointer::borrow_like(const pointer &o)
{
	if (!o.empty() && o.home != home)
		home = -1;
	borrow_from(o.loans);
	lent |= o.lent;
	exclusive |= o.exclusive;
	for (const auto &part : o.parts)
		borrow_like(part.second);
	if (!o.dead || dead)
		return;
	dead = true;
	ended = o.ended;
	ended_at = o.ended_at;
	ended_by_scope = o.ended_by_scope;
	ended_by_loan = o.ended_by_loan;
}

pointer pointer::flat() const
{
	pointer all = *this;

	all.parts.clear();
	for (const auto &part : parts)
		all.borrow_like(part.second);
	return all;
}

pointer pointer::part(HOST_WIDE_INT offset, HOST_WIDE_INT size) const
{
	auto exact = parts.find(offset);
	pointer found = *this;

	found.parts.clear();
	found.where = -1;
	found.word_of.clear();
	if (exact != parts.end() && size == exact->second.size) {
		pointer one = exact->second;

		one.borrow_like(found);
		return one;
	}
	for (const auto &one : parts) {
		if (one.first >= offset && one.first < offset + size)
			found.parts[one.first - offset] = one.second;
	}
	return found;
}

void pointer::set_part(HOST_WIDE_INT offset, HOST_WIDE_INT size, const pointer &p)
{
	for (auto old = parts.lower_bound(offset); old != parts.end() &&
	     old->first < offset + size;)
		old = parts.erase(old);
	for (const auto &part : p.parts)
		parts[offset + part.first] = part.second;
	if (!p.parts.empty()) {
		pointer rest = p;

		rest.parts.clear();
		borrow_like(rest);
	} else if (!p.empty()) {
		parts[offset] = p;
		parts[offset].size = size;
	}
}

void pointer::ends(place_id owner, location_t at, bool scope, bool loan)
{
	for (auto &part : parts)
		part.second.ends(owner, at, scope, loan);
	if (dead || std::find(loans.begin(), loans.end(), owner) == loans.end())
		return;
	dead = true;
	ended = owner;
	ended_at = at;
	ended_by_scope = scope;
	ended_by_loan = loan;
}

/*
 * A place that one of the two does not know is unset there, or whatever its
 * region says: the caller has made both know the same places.
 */
void state::widen(const state &o)
{
	if (ends_well != o.ends_well)
		ends_well = -1;
	for (const auto &other : o.handles) {
		auto mine = handles.find(other.first);

		if (mine == handles.end()) {
			handles[other.first] = other.second;
			handles[other.first].may_be |= UNSET;
			continue;
		}
		mine->second.may_be |= other.second.may_be;
		mine->second.fresh |= other.second.fresh;
		if (mine->second.group != other.second.group)
			mine->second.group = 0;
		mine->second.borrowed |= other.second.borrowed;
		mine->second.silent |= other.second.silent;
		unite(mine->second.loans, other.second.loans);
	}
	for (auto &mine : handles) {
		if (!o.handles.count(mine.first))
			mine.second.may_be |= UNSET;
	}
	for (const auto &other : o.pointers) {
		auto mine = pointers.find(other.first);

		if (mine == pointers.end()) {
			pointers[other.first] = other.second;
			continue;
		}

		pointer &p = mine->second;

		if (p.where != other.second.where)
			p.where = -1;
		p.exact = p.exact && other.second.exact && p.offset == other.second.offset;
		p.offset = p.exact ? p.offset : 0;
		p.extent = 0;
		p.borrow_like(other.second);
		if (p.word_of != other.second.word_of)
			p.word_of.clear();
		if (p.parts != other.second.parts)
			p = p.flat();
	}
	untrusted.widen(o.untrusted);
	for (auto i = ready.begin(); i != ready.end();)
		i = o.ready.count(*i) ? std::next(i) : ready.erase(i);
	join_facts(o);
}

/* What a test says of the handles that it tested: false if it cannot be. */
static bool refine(state &s, const std::vector<place_id> &tested, bool live)
{
	int group = 0;

	for (place_id p : tested) {
		auto found = s.handles.find(p);

		if (found == s.handles.end())
			return true;

		handle &h = found->second;
		bool first = p == tested[0];

		/* what others complete is live: a test of it is not needed, nor wrong */
		if (h.silent || (h.borrowed && h.may_be == LIVE))
			return true;
		/* the first part of a composite is tested; others follow if they came with it */
		if (!first && (!h.group || h.group != group))
			continue;
		group = h.group;

		unsigned char can = live ? h.may_be & LIVE : h.may_be & ~LIVE;

		if (can)
			h.may_be = can;
		else if (first)
			return false;
	}
	return true;
}

static tree_code opposite(tree_code code)
{
	switch (code) {
	case EQ_EXPR: return NE_EXPR;
	case NE_EXPR: return EQ_EXPR;
	case LT_EXPR: return GE_EXPR;
	case LE_EXPR: return GT_EXPR;
	case GT_EXPR: return LE_EXPR;
	case GE_EXPR: return LT_EXPR;
	default: return ERROR_MARK;
	}
}

/* Takes (f code bound) into the range of a fact. Returns false if nothing is left. */
static bool narrow(fact &f, tree_code code, HOST_WIDE_INT bound)
{
	switch (code) {
	case EQ_EXPR:
		f.low = std::max(f.low, bound);
		f.high = std::min(f.high, bound);
		break;
	case NE_EXPR:
		if (f.low == bound && f.low < HOST_WIDE_INT_MAX)
			f.low++;
		if (f.high == bound && f.high > HOST_WIDE_INT_MIN)
			f.high--;
		f.nonzero |= !bound;
		break;
	case LT_EXPR:
		if (bound == HOST_WIDE_INT_MIN)
			return false;
		bound--;
		/* fall through */
	case LE_EXPR:
		f.high = std::min(f.high, bound);
		break;
	case GT_EXPR:
		if (bound == HOST_WIDE_INT_MAX)
			return false;
		bound++;
		/* fall through */
	case GE_EXPR:
		f.low = std::max(f.low, bound);
		break;
	default:
		break;
	}
	if (f.nonzero && f.low == 0)
		f.low = 1;
	if (f.nonzero && f.high == 0)
		f.high = -1;
	f.nonzero |= f.low > 0 || f.high < 0;
	return f.low <= f.high;
}

bool assume(state &s, unsigned int var, tree_code code, HOST_WIDE_INT bound, bool holds)
{
	fact before = s.facts[var];
	fact &f = s.facts[var];

	if (!holds)
		code = opposite(code);
	if (!narrow(f, code, bound))
		return false;
	if (!s.untrusted.empty())
		s.untrusted.variable_tested(var, code, bound);

	bool now_zero = f.exact() && !f.low, was_zero = before.exact() && !before.low;

	if (now_zero == was_zero && f.nonzero == before.nonzero)
		return true;
	if (!before.tested.empty() && !refine(s, before.tested, before.live_if_true != now_zero))
		return false;
	return !before.of || assume(s, before.of, before.code, before.bound, !now_zero);
}

int known(const state &s, unsigned int var, tree_code code, HOST_WIDE_INT bound)
{
	auto found = s.facts.find(var);

	if (found == s.facts.end())
		return -1;

	fact yes = found->second, no = found->second;

	if (!narrow(yes, code, bound))
		return 0;
	return narrow(no, opposite(code), bound) ? -1 : 1;
}
