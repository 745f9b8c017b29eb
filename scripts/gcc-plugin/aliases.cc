// SPDX-License-Identifier: GPL-2.0
/*
 * Exclusive borrows: each is alone, over time and among the arguments of a call.
 */
#include "function_flow.h"

#include "origin.h"
#include "rules.h"

static bool is_exclusive(tree type)
{
	return POINTER_TYPE_P(type) && !FUNC_OR_METHOD_TYPE_P(TREE_TYPE(type)) &&
	       !TYPE_READONLY(TREE_TYPE(type));
}

/* Whether what is returned, or is in it, may be written through. */
static bool lends_exclusively(gcall *stmt)
{
	tree type = gimple_call_return_type(stmt);

	return is_exclusive(type) ||
	       (RECORD_OR_UNION_TYPE_P(type) && contains(type, is_exclusive));
}

/*
 * A kind lends what its handle owns, and so does a function of the user's that gets
 * one and returns a pointer. A borrow to be written through is alone: it ends all that
 * were lent before, and any other ends it. Returns whether this is one.
 */
bool function_flow::lent_again(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), type = gimple_call_return_type(stmt);
	bool exclusive = lends_exclusively(stmt), lends = false;

	if (!rule_on(RULE_LOAN_ALONE) || !has_pointers(type))
		return false;
	/* by a number beside the handle, one of several elements is lent */
	if (callee && trusted_function(callee) &&
	    (gimple_call_num_args(stmt) != 1 || !POINTER_TYPE_P(type)))
		return false;
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = TREE_TYPE(gimple_call_arg(stmt, i));

		if (!POINTER_TYPE_P(arg) || !is_handle(TREE_TYPE(arg)))
			continue;
		lends = true;
		for (place_id p : handles_of(s, stmt, i)) {
			for (auto &known : s.pointers) {
				if (exclusive || known.second.flat().exclusive)
					known.second.ends(p, gimple_location(stmt), false, true);
			}
		}
	}
	return exclusive && lends;
}

/* What a function gets by a pointer: an argument, or a member of one. */
struct reached {
	pointer by;
	tree type;	/* of what is there */
	unsigned int argument;
};

static void add_members(tree type, HOST_WIDE_INT at, const pointer &all, unsigned int argument,
			std::vector<reached> &out)
{
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) != FIELD_DECL || DECL_BIT_FIELD(f) || !has_constant_place(f))
			continue;

		tree member = TREE_TYPE(f);
		HOST_WIDE_INT offset = at + int_byte_position(f);

		if (TREE_CODE(member) == RECORD_TYPE)
			add_members(member, offset, all, argument, out);
		else if (POINTER_TYPE_P(member) && all.parts.count(offset))
			out.push_back({ all.parts.at(offset), TREE_TYPE(member), argument });
	}
}

/* All that the arguments of a call lead to, as the callee sees them. */
std::vector<reached> function_flow::reached_by(state &s, gcall *stmt)
{
	std::vector<reached> all;
	tree types = TYPE_ARG_TYPES(gimple_call_fntype(stmt));

	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++) {
		tree arg = gimple_call_arg(stmt, i);
		tree type = types && types != void_list_node ? TREE_VALUE(types) : TREE_TYPE(arg);
		pointer p = points_to(s, arg);

		if (POINTER_TYPE_P(type) && !FUNC_OR_METHOD_TYPE_P(TREE_TYPE(type)))
			all.push_back({ p, TREE_TYPE(type), i });
		else if (TREE_CODE(type) == RECORD_TYPE)
			add_members(type, 0, p, i, all);
		types = types && types != void_list_node ? TREE_CHAIN(types) : NULL_TREE;
	}
	return all;
}

static HOST_WIDE_INT start_of(const reached &r)
{
	return r.by.exact || r.by.extent ? r.by.offset : HOST_WIDE_INT_MIN;
}

static HOST_WIDE_INT end_of(const reached &r)
{
	HOST_WIDE_INT size = VOID_TYPE_P(r.type) ? -1 : int_size_in_bytes(r.type);

	if (!r.by.exact)
		size = r.by.extent ? r.by.extent : -1;
	return size < 0 ? HOST_WIDE_INT_MAX : r.by.offset + size;
}

/* Whether two pointers lead to something that is the same, or may be. */
static bool meet(const reached &a, const reached &b)
{
	if (a.by.where < 0 || a.by.where != b.by.where)
		return false;
	return start_of(a) < end_of(b) && start_of(b) < end_of(a);
}

/* Whether @b was borrowed from a handle to which @a leads, or which is in what it leads to. */
static bool owns(const reached &a, const reached &b, const places &all)
{
	for (place_id owner : b.by.loans) {
		const place &p = all[owner];

		if (is_handle(p.kind) && p.where == a.by.where && p.offset >= start_of(a) &&
		    p.offset < end_of(a))
			return true;
	}
	return false;
}

/*
 * A function of the module's may take it that what it writes to through one argument
 * does not change what it has from another. The kernel's own say what they can do.
 */
void function_flow::check_alias(state &s, gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);
	location_t where = gimple_location(stmt);

	if (!rule_on(RULE_ARGUMENTS_ALONE) ||
	    (callee && !in_module(DECL_SOURCE_LOCATION(callee)) && !trusted_function(callee)))
		return;

	auto all = reached_by(s, stmt);

	for (size_t i = 0; i < all.size(); i++) {
		for (size_t j = i + 1; j < all.size(); j++) {
			const reached &a = all[i], &b = all[j];

			/* a list knows what to do with itself */
			if ((TYPE_READONLY(a.type) && TYPE_READONLY(b.type)) ||
			    (is_container(a.type) && is_container(b.type) && callee &&
			     trusted_function(callee)) ||
			    a.argument == b.argument || reported_at(where) ||
			    !(meet(a, b) || owns(a, b, places_) || owns(b, a, places_)))
				continue;
			report(BORROW_ALIAS, where,
			       "two arguments lead to the same, and the function may write to it"
			       " through one of them")
				.hint("an exclusive borrow is alone: pass it once, or a copy of what"
				      " is only looked at");
		}
	}
}
