// SPDX-License-Identifier: GPL-2.0
/*
 * What assignments do to handles, pointers and numbers.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"

/* The place of an element, or that it is somewhere in its array. */
static void add_index(memory &m, tree ref)
{
	tree index = TREE_OPERAND(ref, 1);
	HOST_WIDE_INT one = int_size_in_bytes(TREE_TYPE(ref));
	HOST_WIDE_INT all = int_size_in_bytes(TREE_TYPE(TREE_OPERAND(ref, 0)));

	if (TREE_CODE(index) == INTEGER_CST && tree_fits_shwi_p(index) && one > 0) {
		m.offset += tree_to_shwi(index) * one;
		return;
	}
	m.exact = false;
	m.within += m.offset;
	m.offset = 0;
	m.extent = all > 0 ? all : 0;
}

/*
 * The region and the offset that a reference names. An index that is not
 * constant makes the offset unknown; arrays of handles are refused by shape.
 */
memory function_flow::resolve(state &s, tree ref)
{
	memory m;

	m.type = TREE_TYPE(ref);
	for (;;) {
		switch (TREE_CODE(ref)) {
		case COMPONENT_REF:
			if (has_constant_place(TREE_OPERAND(ref, 1)))
				m.offset += int_byte_position(TREE_OPERAND(ref, 1));
			else
				m.exact = false;
			ref = TREE_OPERAND(ref, 0);
			continue;
		case VIEW_CONVERT_EXPR:
		case REALPART_EXPR:
		case IMAGPART_EXPR:
			ref = TREE_OPERAND(ref, 0);
			continue;
		case ARRAY_REF:
			add_index(m, ref);
			ref = TREE_OPERAND(ref, 0);
			continue;
		case BIT_FIELD_REF:
			m.exact = false;
			ref = TREE_OPERAND(ref, 0);
			continue;
		case MEM_REF:
			m.offset += (HOST_WIDE_INT)TREE_INT_CST_LOW(TREE_OPERAND(ref, 1));
			ref = TREE_OPERAND(ref, 0);
			if (TREE_CODE(ref) == ADDR_EXPR) {
				ref = TREE_OPERAND(ref, 0);
				continue;
			}
			break;
		case TARGET_MEM_REF:
			ref = TREE_OPERAND(ref, 0);
			break;
		default:
			if (!DECL_P(ref))
				return m;
			if (is_global_var(ref)) {
				m.where = places_.foreign(ref);
				m.through = ref;
			} else {
				m.where = places_.local(ref);
			}
			return m;
		}
		break;
	}
	m.through = ref;

	auto p = s.pointers.find(variable(ref));

	if (p != s.pointers.end() && p->second.where >= 0) {
		m.where = p->second.where;
		if (p->second.exact) {
			m.offset += p->second.offset;
		} else {
			m.within += m.offset;
			m.offset = p->second.offset;
			m.extent = p->second.extent;
			m.exact = false;
		}
	} else if (variable(ref)) {
		m.where = places_.foreign(ref);
	}
	return m;
}

std::vector<place_id> function_flow::handles_at(region_id where, HOST_WIDE_INT offset,
						tree type)
{
	std::vector<place_id> all;

	if (where < 0 || !type)
		return all;
	for (const leaf &l : leaves_of(type))
		all.push_back(places_.at(where, offset + l.offset, l.kind));
	return all;
}

/* The places of the handles in a piece of memory. */
std::vector<place_id> function_flow::handles_in(const memory &m)
{
	return handles_at(m.where, m.exact ? m.offset : -1, m.type);
}

/* Whether a reference names the first word of a handle, and of which. */
bool function_flow::is_first_word(tree ref, tree &handle)
{
	if (TREE_CODE(ref) != COMPONENT_REF)
		return false;

	tree field = TREE_OPERAND(ref, 1);

	if (!DECL_NAME(field) || !startswith(IDENTIFIER_POINTER(DECL_NAME(field)), "__") ||
	    !has_constant_place(field) || int_byte_position(field))
		return false;
	for (tree t = TREE_OPERAND(ref, 0);; t = TREE_OPERAND(t, 0)) {
		if (is_handle(TREE_TYPE(t))) {
			handle = t;
			return true;
		}
		if (TREE_CODE(t) != COMPONENT_REF)
			return false;
	}
}

bool is_part(tree ref)
{
	for (; TREE_CODE(ref) == COMPONENT_REF; ref = TREE_OPERAND(ref, 0)) {
		if (is_composite(TREE_TYPE(TREE_OPERAND(ref, 0))))
			return true;
	}
	return false;
}

/* A handle or a struct with handles is copied: the owner changes. */
void function_flow::copy(state &s, tree to, tree from, location_t at)
{
	auto sources = handles_in(resolve(s, from));
	auto targets = handles_in(resolve(s, to));
	bool forgotten = VAR_P(to) && forgets(to);

	check_parts(s, sources, at);
	if (is_part(to) && rule_on(RULE_PARTS)) {
		for (place_id p : sources) {
			location_t moved = this->at(s, p).changed;

			need_live(s, p, moved != UNKNOWN_LOCATION ? moved : at, "made a part");
		}
	}

	for (size_t i = 0; i < sources.size() && i < targets.size(); i++) {
		handle h = take(s, sources[i], at, "moved");

		if (h.was.empty())
			h.was = name(s, sources[i]);
		if (forgotten)
			h.may_be = EMPTY;
		put(s, targets[i], h, at);
		put_contents(s, sources[i], targets[i]);
	}
}

/* `place = {}`: what deed_move() leaves behind, or an empty handle. */
void function_flow::clear(state &s, const memory &to, location_t where)
{
	for (place_id p : handles_in(to)) {
		handle &h = at(s, p);

		if (h.borrowed && h.silent) {
			/* the move was reported already */
			continue;
		} else if (h.may_be & STALE) {
			if (rule_on(RULE_MOVE_EMPTIES))
				h.may_be = MOVED;
			else
				h.may_be = LIVE;
			h.changed = where;
			h.changed_on = node_;
		} else {
			handle empty;

			empty.may_be = EMPTY;
			put(s, p, empty, where);
		}
	}
}

/* A raw word is stored into a handle: by deed_fail() or deed_from_raw(). */
void function_flow::store_first_word(state &s, const memory &to, tree word, location_t where)
{
	auto parts = handles_in(to);
	auto known = s.facts.find(number_variable(word));
	bool errno_word = known != s.facts.end() && known->second.negative();

	if (parts.empty())
		return;

	handle h;

	h.may_be = LIVE | FAILED | EMPTY;
	h.group = parts[0] + 1;
	if (errno_word)
		h.may_be = FAILED;
	else if (integer_zerop(word))
		h.may_be = EMPTY;
	put(s, parts[0], h, where);
	for (size_t i = 1; i < parts.size(); i++) {
		handle rest;

		if (h.may_be & LIVE)
			rest = h;
		else
			rest.may_be = EMPTY;
		put(s, parts[i], rest, where);
	}
}

/* Whether a number that is known so is the same in another type. */
static bool keeps_value(const fact &f, tree from, tree into)
{
	if (!INTEGRAL_TYPE_P(into) || TREE_CODE(into) == BOOLEAN_TYPE ||
	    (TYPE_PRECISION(into) == TYPE_PRECISION(from) &&
	     TYPE_UNSIGNED(into) == TYPE_UNSIGNED(from)))
		return true;
	/* a boolean fits everywhere, and so does what is within the bounds of the type */
	if (TREE_CODE(from) == BOOLEAN_TYPE)
		return true;
	if (TYPE_PRECISION(into) > TYPE_PRECISION(from) && !TYPE_UNSIGNED(into))
		return true;
	return wi::fits_to_tree_p(wi::shwi(f.low, HOST_BITS_PER_WIDE_INT), into) &&
	       wi::fits_to_tree_p(wi::shwi(f.high, HOST_BITS_PER_WIDE_INT), into);
}

/* A number that was made from another variable. */
static fact made_from(const state &s, tree a, tree_code code, tree into)
{
	unsigned int v = number_variable(a);
	auto known = s.facts.find(v);
	fact f = known == s.facts.end() ? fact() : known->second;
	bool copy = code == VAR_DECL || code == PARM_DECL || code == SSA_NAME ||
		    CONVERT_EXPR_CODE_P(code);
	bool inverts = code == BIT_NOT_EXPR && TREE_CODE(into) == BOOLEAN_TYPE;

	if (code == NEGATE_EXPR && f.exact())
		return fact::number(-f.low);
	if (!copy && !inverts)
		return fact();
	if (copy && !keeps_value(f, TREE_TYPE(a), into)) {
		fact rest;

		rest.nonzero = f.nonzero && TYPE_PRECISION(into) >= TYPE_PRECISION(TREE_TYPE(a));
		return rest;
	}
	if (inverts) {
		f.live_if_true = !f.live_if_true;
		f.low = HOST_WIDE_INT_MIN;
		f.high = HOST_WIDE_INT_MAX;
		f.nonzero = false;
	}
	/* a temporary is gone soon: keep what it was made of */
	if (TREE_CODE(a) == SSA_NAME && f.of) {
		if (inverts)
			f.code = invert_tree_comparison(f.code, false);
	} else {
		f.of = v;
		f.code = inverts ? EQ_EXPR : NE_EXPR;
		f.bound = 0;
	}
	return f;
}

/* A boolean that was made by a comparison. */
static fact compared(const state &s, tree a, tree_code code, HOST_WIDE_INT bound)
{
	auto known = s.facts.find(number_variable(a));
	bool is_truth = !bound && (code == NE_EXPR || code == EQ_EXPR);
	fact f;

	f.of = number_variable(a);
	f.code = code;
	f.bound = bound;
	if (known == s.facts.end() || !is_truth)
		return f;
	f.tested = known->second.tested;
	f.live_if_true = known->second.live_if_true == (code == NE_EXPR);
	/* a temporary is gone soon: keep what it was made of */
	if (TREE_CODE(a) == SSA_NAME && known->second.of) {
		f.of = known->second.of;
		f.bound = known->second.bound;
		f.code = code == NE_EXPR ? known->second.code :
			invert_tree_comparison(known->second.code, false);
	}
	return f;
}

/* What a boolean or an error code says, carried to another variable. */
void function_flow::number(state &s, unsigned int to, gimple *stmt)
{
	tree_code code = gimple_assign_rhs_code(stmt);
	tree a = gimple_assign_rhs1(stmt), b = gimple_assign_rhs2(stmt);
	fact f;

	if (!b && TREE_CODE(a) == INTEGER_CST) {
		if (tree_fits_shwi_p(a))
			f = fact::number(tree_to_shwi(a));
		f.nonzero = !integer_zerop(a);
	} else if (code == BIT_IOR_EXPR && TREE_CODE(b) == INTEGER_CST) {
		f.nonzero = !integer_zerop(b);
	} else if (b && TREE_CODE_CLASS(code) == tcc_comparison) {
		if (number_variable(a) && TREE_CODE(b) == INTEGER_CST && tree_fits_shwi_p(b) &&
		    INTEGRAL_TYPE_P(TREE_TYPE(a))) {
			f = compared(s, a, code, tree_to_shwi(b));
		}
	} else if (!b && variable(a)) {
		f = made_from(s, a, code, TREE_TYPE(gimple_assign_lhs(stmt)));
	}
	if (f.of == to)
		f.of = 0;
	s.forget_value(to);
	if (!f.empty() && number_variable(gimple_assign_lhs(stmt)))
		s.facts[to] = f;
}

/* An assignment to a variable that is neither handle nor memory. */
void function_flow::value(state &s, tree to, gimple *stmt)
{
	unsigned int v = variable(to);
	tree from = gimple_assign_rhs1(stmt), second = gimple_assign_rhs2(stmt);
	pointer p = points_to(s, from);

	if (second && !rule_on(RULE_LOAN_DERIVES))
		p = pointer();
	if (second) {
		/* arithmetic: it still points into the same, and if both do, to the first */
		if (p.empty())
			p = points_to(s, second);
		p.exact = false;
		p.extent = 0;
		p.word_of.clear();
		if (TREE_CODE_CLASS(gimple_assign_rhs_code(stmt)) == tcc_comparison)
			p = pointer();
		else if ((gimple_assign_rhs_code(stmt) == POINTER_PLUS_EXPR ||
			  gimple_assign_rhs_code(stmt) == PLUS_EXPR) &&
			 TREE_CODE(second) == INTEGER_CST && points_to(s, from).exact) {
			p.exact = true;
			p.offset += (HOST_WIDE_INT)TREE_INT_CST_LOW(second);
		}
	}
	number(s, v, stmt);
	p.set_at = gimple_location(stmt);
	if (p.empty() && TREE_CODE(to) == PARM_DECL && POINTER_TYPE_P(TREE_TYPE(to)))
		p.where = places_.unknown();	/* not what the caller passed any more */
	if (p.empty())
		s.pointers.erase(v);
	else
		s.pointers[v] = p;
}

/* A variable's life is over, and may begin anew in the next round of a loop. */
void function_flow::scope_ends(state &s, tree var, location_t where)
{
	if (!VAR_P(var) && TREE_CODE(var) != PARM_DECL)
		return;
	if (!has_handles(TREE_TYPE(var))) {
		s.pointers.erase(variable(var));
		end_loans(s, places_.at(places_.local(var), 0, TREE_TYPE(var)), where, true);
		return;
	}
	for (place_id p : handles_at(places_.local(var), 0, TREE_TYPE(var))) {
		if (rule_on(RULE_SCOPE_ENDS))
			lost(s, p, where);
		end_loans(s, p, where, true);
		forget_contents(s, p);
		s.forget_tests(p);
		s.handles.erase(p);
	}
}

/* Nobody knows what inline assembly does: not to a handle. */
void function_flow::assembly(state &s, gasm *stmt)
{
	location_t where = gimple_location(stmt);

	for (unsigned int i = 0; i < gimple_num_ops(stmt); i++) {
		tree op = gimple_op(stmt, i) ? TREE_VALUE(gimple_op(stmt, i)) : NULL_TREE;

		if (!op)
			continue;
		if (has_handles(TREE_TYPE(op)) ||
		    leads_to_handle(points_to(s, op), places_, TREE_TYPE(op))) {
			if (!reported_at(where))
				report(ESCAPE, where, "a handle is an operand of inline assembly")
					.hint("what is done to it there cannot be followed");
		} else if (variable(op) && i < gimple_asm_noutputs(stmt)) {
			s.forget_value(variable(op));
			s.pointers.erase(variable(op));
		}
	}
}

void function_flow::assignment(state &s, gimple *stmt)
{
	location_t at = gimple_location(stmt);
	tree to = gimple_assign_lhs(stmt), from = gimple_assign_rhs1(stmt), handle;

	note_return(s, to, at);

	if (gimple_clobber_p(stmt)) {
		if (DECL_P(to))
			scope_ends(s, to, at);
		return;
	}
	check_followed(s, to, at);
	check_followed(s, from, at);
	if (gimple_assign_rhs2(stmt))
		check_followed(s, gimple_assign_rhs2(stmt), at);
	if (!variable(to) && has_pointers(TREE_TYPE(from)) && !has_handles(TREE_TYPE(from)) &&
	    !stores_handle(s, to, from, at))
		check_stored(s, to, points_to(s, from), at);

	if (resolve(s, to).through && !slots_of(TREE_TYPE(to)).empty() && !reported_at(at))
		report(OVERWRITE, at, "what may be in a slot is lost: the object is overwritten")
			.hint("assign the members that change, one by one");
	if (!leaves_of(TREE_TYPE(to)).empty()) {
		if (TREE_CODE(from) == CONSTRUCTOR)
			clear(s, resolve(s, to), at);
		else
			copy(s, to, from, at);
		return;
	}
	if (is_first_word(to, handle)) {
		memory m = resolve(s, handle);

		store_first_word(s, m, from, at);
		if (is_part(handle) && rule_on(RULE_PARTS)) {
			for (place_id p : handles_in(m))
				need_live(s, p, at, "made a part");
		}
		return;
	}
	if (variable(to))
		value(s, to, stmt);
}
