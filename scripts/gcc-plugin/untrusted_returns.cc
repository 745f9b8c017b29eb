// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers from user memory and returns: what a function of the file leaves its caller, by
 * what it returns then.
 */
#include "function_flow.h"

/* What is left to the caller at one return, as far as it is noted. */
struct function_flow::leaving {
	state &s;
	int classes;		/* of what is returned */
	int result;		/* its number, or -1 */
	bool changed;
};

/* What the caller may know of a number. */
static outcome outcome_for_caller(const doubts &all, int number)
{
	outcome left = all.outcome_of(number);

	/* what it is beside others that were passed does not come with it */
	if (!all.is_related(number) || left.what.unchecked())
		return left;
	left.what = doubt();
	left.least = HOST_WIDE_INT_MAX;
	return left;
}

/* A number that the caller gets, or gets back, when what is returned is in a class. */
void function_flow::note_output(leaving &now, int classes, int parameter, const holder &at,
				const outcome &left)
{
	untrusted_outputs &all = untrusted_left[fun_->decl];
	untrusted_output out = { parameter, at.offset, at.bit, at.is_unsigned, {} };

	for (int c = 0; c < CLASSES; c++) {
		if (classes & 1 << c)
			out.left.in[c] = left;
	}
	now.changed |= add_output(all.any, out);
	if (!untrusted_inputs.count(fun_->decl))
		add_output(all.own, out);
}

/* The fields of a word: on a way where nobody got one, nobody looked at it. */
void function_flow::note_fields(leaving &now, int parameter, const holder &word, int number)
{
	untrusted_outputs &all = untrusted_left[fun_->decl];
	const doubts &known = now.s.untrusted;
	const std::map<tree, int> mine = known.fields_of(number);
	int &noted = noted_words_[{ parameter, word.offset }];
	std::set<tree> getters;

	for (const auto &field : mine)
		getters.insert(field.first);
	for (const untrusted_output &out : all.any) {
		if (out.parameter == parameter && field_at(out.offset) &&
		    word_at(out.offset) == word.offset)
			getters.insert(field_at(out.offset));
	}
	for (tree getter : getters) {
		auto got = mine.find(getter);
		holder at = word;
		const outcome unknown = { true, doubt_of_field(getter, known.of(number)), 0 };

		at.offset = place_of_field(word.offset, getter);
		/* nor did who returned before this getter was seen */
		if (!all.find(parameter, at.offset, at.bit))
			note_output(now, noted, parameter, at, unknown);
		if (got == mine.end() || !known.never(now.result, got->second))
			note_output(now, now.classes, parameter, at, got == mine.end() ?
				    unknown : outcome_for_caller(known, got->second));
	}
	noted |= now.classes;
}

/* The numbers behind a parameter, or as they were passed. */
void function_flow::note_outputs(leaving &now, int parameter, tree p)
{
	const doubts &known = now.s.untrusted;

	for (const auto &n : known.in_region(places_.foreign(p), -1, HOST_WIDE_INT_MAX)) {
		holder at = n.first;

		at.offset--;	/* from where it was counted */
		note_fields(now, parameter, at, n.second);
		if (!known.never(now.result, n.second))
			note_output(now, now.classes, parameter, at,
				    outcome_for_caller(known, n.second));
	}
}

/* Takes that what is returned is in a class. Returns false if that cannot be. */
bool function_flow::assume_returned(state &s, tree value, int c)
{
	static const tree_code codes[] = { LT_EXPR, EQ_EXPR, GT_EXPR };
	unsigned int v = number_variable(value);
	tree type = value ? TREE_TYPE(value) : void_type_node;

	if (value && TREE_CODE(value) == INTEGER_CST)
		return tree_int_cst_sgn(value) == c - 1;
	if (v && (INTEGRAL_TYPE_P(type) || POINTER_TYPE_P(type))) {
		bool is_unsigned = POINTER_TYPE_P(type) || TYPE_UNSIGNED(type);

		return is_unsigned ? c && assume(s, v, c == 1 ? EQ_EXPR : NE_EXPR, 0, true) :
				     assume(s, v, codes[c], 0, true);
	}
	if (!value || leaves_of(type).empty())
		return true;
	/* a handle is live, or something failed */
	for (place_id p : handles_in(resolve(s, value))) {
		if (!(at(s, p).may_be & (c == 2 ? LIVE : ~LIVE)))
			return false;
	}
	return true;
}

/* What the function leaves its caller when it returns @value: what that says, it says. */
void function_flow::note_left(state &s, tree value)
{
	bool changed = false;

	for (int c = 0; c < CLASSES; c++) {
		state then = s;
		leaving now = { then, 1 << c, value ? number_at(s, value) : -1, false };
		int n = 0;

		if (!assume_returned(then, value, c))
			continue;
		if (value && !POINTER_TYPE_P(TREE_TYPE(value))) {
			/* what was checked is as good as what others return */
			for (const auto &at : numbers_of(then, value)) {
				holder h = at.first;

				h.offset = std::max<HOST_WIDE_INT>(h.offset, 0);
				if (!(then.untrusted.of(at.second) == doubt()))
					note_output(now, now.classes, RESULT, h,
						    then.untrusted.outcome_of(at.second));
			}
		}
		for (tree p = DECL_ARGUMENTS(fun_->decl); p; p = DECL_CHAIN(p), n++)
			note_outputs(now, n, p);
		changed |= now.changed;
	}
	if (!changed)
		return;
	for (cgraph_edge *e = cgraph_node::get(fun_->decl)->callers; e; e = e->next_caller)
		follow_again.insert(e->caller->decl);
}
