// SPDX-License-Identifier: GPL-2.0
/*
 * Looks through bodies, without the paths: a comparison anywhere is one.
 */
#include "looks.h"

#include "origin.h"
#include "state.h"
#include "untrusted.h"

namespace {

class reader {
public:
	reader(tree fndecl, tree parameter) : parameter_(parameter)
	{
		found_.says = !VOID_TYPE_P(TREE_TYPE(TREE_TYPE(fndecl)));
	}

	looks read(function *fun);

private:
	bool leads(tree pointer, HOST_WIDE_INT &offset) const;
	bool is_place(tree ref, HOST_WIDE_INT &offset) const;
	bool is_whole(tree ref) const;
	void values(tree value, std::set<HOST_WIDE_INT> &all, int depth = 0) const;
	void of_word(gcall *stmt, std::set<HOST_WIDE_INT> &all) const;
	void test(tree value);
	void compare(tree a, tree_code code, tree b);
	void statement(gimple *stmt);
	void assignment(gimple *stmt);
	void call(gcall *stmt);
	void argument(gcall *stmt, unsigned int i, tree callee);

	tree parameter_;
	looks found_;
	/* variables, and the numbers of the parameter that they were made of */
	std::map<tree, std::set<HOST_WIDE_INT>> copies_;
	/* what was compared with each other */
	std::vector<std::pair<std::set<HOST_WIDE_INT>, std::set<HOST_WIDE_INT>>> pairs_;
};

/* Whether a pointer leads so far behind the parameter. */
bool reader::leads(tree pointer, HOST_WIDE_INT &offset) const
{
	while (TREE_CODE(pointer) == SSA_NAME) {
		gimple *def = SSA_NAME_DEF_STMT(pointer);

		if (!def || !is_gimple_assign(def) || gimple_assign_rhs2(def))
			return false;
		pointer = gimple_assign_rhs1(def);
	}
	if (TREE_CODE(pointer) == ADDR_EXPR)
		return is_place(TREE_OPERAND(pointer, 0), offset);
	offset = 0;
	return pointer == parameter_ && POINTER_TYPE_P(TREE_TYPE(parameter_));
}

/* Whether a reference names something in the parameter, or behind it. */
bool reader::is_place(tree ref, HOST_WIDE_INT &offset) const
{
	HOST_WIDE_INT before = 0;

	offset = 0;
	for (; handled_component_p(ref); ref = TREE_OPERAND(ref, 0)) {
		if (TREE_CODE(ref) == COMPONENT_REF && has_constant_place(TREE_OPERAND(ref, 1)))
			offset += int_byte_position(TREE_OPERAND(ref, 1));
		else if (TREE_CODE(ref) == ARRAY_REF && tree_fits_shwi_p(TREE_OPERAND(ref, 1)))
			offset += tree_to_shwi(TREE_OPERAND(ref, 1)) *
				  int_size_in_bytes(TREE_TYPE(ref));
		else if (TREE_CODE(ref) == ARRAY_REF)
			offset = 0;	/* counts as the first */
	}
	if (TREE_CODE(ref) != MEM_REF)
		return ref == parameter_ && !POINTER_TYPE_P(TREE_TYPE(ref));
	if (!leads(TREE_OPERAND(ref, 0), before))
		return false;
	offset += before + TREE_INT_CST_LOW(TREE_OPERAND(ref, 1));
	return true;
}

bool reader::is_whole(tree ref) const
{
	HOST_WIDE_INT offset;

	if (ref == parameter_)
		return !INTEGRAL_TYPE_P(TREE_TYPE(ref));
	return (TREE_CODE(ref) == ADDR_EXPR && leads(ref, offset)) ||
	       (RECORD_OR_UNION_TYPE_P(TREE_TYPE(ref)) && is_place(ref, offset));
}

/* What a call gets from a word of the parameter. */
void reader::of_word(gcall *stmt, std::set<HOST_WIDE_INT> &all) const
{
	tree callee = gimple_call_fndecl(stmt);
	word_operation does = operation_on_word(callee);
	HOST_WIDE_INT offset;

	if ((does == GETS || does == NUMBER) && is_place(gimple_call_arg(stmt, 0), offset))
		all.insert(does == GETS ? place_of_field(offset, callee) : offset);
}

/* The numbers of the parameter that a value is made of. */
void reader::values(tree value, std::set<HOST_WIDE_INT> &all, int depth) const
{
	HOST_WIDE_INT offset;

	if (TREE_CODE(value) == SSA_NAME) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (def && is_gimple_call(def))
			return of_word(as_a<gcall *>(def), all);
		if (!def || !is_gimple_assign(def) || depth > 8)
			return;
		values(gimple_assign_rhs1(def), all, depth + 1);
		if (gimple_assign_rhs2(def))
			values(gimple_assign_rhs2(def), all, depth + 1);
	} else if (copies_.count(value)) {
		all.insert(copies_.at(value).begin(), copies_.at(value).end());
	} else if (value == parameter_) {
		all.insert(-1);
	} else if (is_place(value, offset)) {
		all.insert(offset);
	}
}

/* A number of the parameter itself is found to be 0, or not to be. */
void reader::test(tree value)
{
	HOST_WIDE_INT offset;

	while (TREE_CODE(value) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(value)) &&
	       !gimple_assign_rhs2(SSA_NAME_DEF_STMT(value)))
		value = gimple_assign_rhs1(SSA_NAME_DEF_STMT(value));
	if (value == parameter_)
		found_.tested.insert(-1);
	else if (is_place(value, offset))
		found_.tested.insert(offset);
}

/* That a number is 0, or is not, bounds nothing. */
void reader::compare(tree a, tree_code code, tree b)
{
	std::set<HOST_WIDE_INT> left, right;

	if ((code == EQ_EXPR || code == NE_EXPR) && integer_zerop(b))
		return test(a);
	values(a, left);
	values(b, right);
	if (!left.empty() && !right.empty())
		return pairs_.push_back({ left, right });
	found_.compared.insert(left.begin(), left.end());
	found_.compared.insert(right.begin(), right.end());
}

void reader::assignment(gimple *stmt)
{
	tree to = gimple_assign_lhs(stmt), a = gimple_assign_rhs1(stmt);
	tree b = gimple_assign_rhs2(stmt);
	tree_code code = gimple_assign_rhs_code(stmt);
	HOST_WIDE_INT offset;

	if (TREE_CODE_CLASS(code) == tcc_comparison || code == MIN_EXPR || code == MAX_EXPR ||
	    code == BIT_AND_EXPR || code == TRUNC_MOD_EXPR)
		compare(a, code, b);
	if (TREE_CODE(to) == SSA_NAME) {
		/* what is made of its address is followed no further than to members */
		found_.all |= code == POINTER_PLUS_EXPR && leads(a, offset);
		return;
	}
	if (!DECL_P(to))
		found_.says = true;
	if (is_place(to, offset)) {
		found_.written.insert(offset);
		found_.all |= is_whole(to);
	}

	/* another variable has it, too */
	tree from = TREE_CODE(a) == SSA_NAME && is_gimple_assign(SSA_NAME_DEF_STMT(a)) ?
		gimple_assign_rhs1(SSA_NAME_DEF_STMT(a)) : a;

	found_.all |= is_whole(a) || is_whole(from) || leads(a, offset);
	if (!DECL_P(to) || to == parameter_)
		return;
	values(a, copies_[to]);
	if (b)
		values(b, copies_[to]);
}

/* Whether a function of the kernel tells of a number that it fits. */
static bool tells(gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt);

	if (!callee)
		return true;
	return TREE_CODE(gimple_call_return_type(stmt)) == BOOLEAN_TYPE ||
	       (DECL_NAME(callee) &&
		!strcmp(IDENTIFIER_POINTER(DECL_NAME(callee)), "array_index_mask_nospec"));
}

/* What a function of the file that gets it looks at, this one does. */
void reader::argument(gcall *stmt, unsigned int i, tree callee)
{
	tree arg = gimple_call_arg(stmt, i);
	std::set<HOST_WIDE_INT> made_of;
	HOST_WIDE_INT offset;
	bool ours = callee && DECL_STRUCT_FUNCTION(callee) && !trusted_function(callee) &&
		in_module(DECL_SOURCE_LOCATION(callee));

	if (!leads(arg, offset)) {
		values(arg, made_of);
		if (is_whole(arg))
			found_.all = true;
		else if (gimple_call_lhs(stmt) &&
			 (ours ? looks_of(callee, i).is_checked(-1) : tells(stmt)))
			found_.compared.insert(made_of.begin(), made_of.end());
		return;
	}
	if (!ours) {
		tree type = callee ? TYPE_ARG_TYPES(TREE_TYPE(callee)) : NULL_TREE;

		for (unsigned int n = 0; type && n < i; n++)
			type = TREE_CHAIN(type);
		found_.all |= !type || !POINTER_TYPE_P(TREE_VALUE(type)) ||
			      !TYPE_READONLY(TREE_TYPE(TREE_VALUE(type)));
		return;
	}

	const looks &theirs = looks_of(callee, i);

	found_.all |= theirs.all;
	for (HOST_WIDE_INT at : theirs.written)
		found_.written.insert(offset + at);
	for (HOST_WIDE_INT at : theirs.compared) {
		if (theirs.says)
			found_.compared.insert(offset + at);
	}
	for (HOST_WIDE_INT at : theirs.tested) {
		if (theirs.says)
			found_.tested.insert(offset + at);
	}
}

void reader::call(gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), to = gimple_call_lhs(stmt);
	HOST_WIDE_INT offset;

	if (to && is_place(to, offset))
		found_.written.insert(offset);
	if (callee && operation_on_word(callee) != NO_OPERATION) {
		if (leads(gimple_call_arg(stmt, 0), offset))
			found_.written.insert(offset);
		if (to && DECL_P(to))
			of_word(stmt, copies_[to]);
		return;
	}
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++)
		argument(stmt, i, callee);
}

void reader::statement(gimple *stmt)
{
	HOST_WIDE_INT offset;
	std::set<HOST_WIDE_INT> cases;

	switch (gimple_code(stmt)) {
	case GIMPLE_ASSIGN:
		return assignment(stmt);
	case GIMPLE_CALL:
		return call(as_a<gcall *>(stmt));
	case GIMPLE_COND:
		return compare(gimple_cond_lhs(stmt), gimple_cond_code(stmt),
			       gimple_cond_rhs(stmt));
	case GIMPLE_SWITCH:
		values(gimple_switch_index(as_a<gswitch *>(stmt)), cases);
		found_.compared.insert(cases.begin(), cases.end());
		return;
	case GIMPLE_ASM:
		for (unsigned int i = 0; i < gimple_num_ops(stmt); i++) {
			tree op = gimple_op(stmt, i) ? TREE_VALUE(gimple_op(stmt, i)) : NULL_TREE;

			found_.all |= op && (leads(op, offset) || is_place(op, offset));
		}
		return;
	default:
		return;
	}
}

looks reader::read(function *fun)
{
	basic_block bb;
	bool more = true;

	/* once for the variables, and once with what they are */
	for (int round = 0; round < 2; round++) {
		FOR_EACH_BB_FN(bb, fun) {
			for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i))
				statement(gsi_stmt(i));
		}
	}
	/* with another that came with it, which is a bound if that was compared */
	while (more) {
		size_t before = found_.compared.size();
		auto is_bound = [this](HOST_WIDE_INT at) { return found_.compared.count(at) != 0; };

		for (const auto &p : pairs_) {
			if (std::all_of(p.first.begin(), p.first.end(), is_bound))
				found_.compared.insert(p.second.begin(), p.second.end());
			if (std::all_of(p.second.begin(), p.second.end(), is_bound))
				found_.compared.insert(p.first.begin(), p.first.end());
		}
		more = found_.compared.size() > before;
	}
	return found_;
}

} // namespace

const looks &looks_of(tree fndecl, unsigned int parameter)
{
	static std::map<std::pair<tree, unsigned int>, looks> known;
	tree p = DECL_ARGUMENTS(fndecl);
	auto found = known.emplace(std::make_pair(fndecl, parameter), looks());
	looks &l = found.first->second;

	/* one that calls itself says nothing by that */
	if (!found.second)
		return l;
	for (unsigned int n = 0; p && n < parameter; n++)
		p = DECL_CHAIN(p);
	if (p)
		l = reader(fndecl, p).read(DECL_STRUCT_FUNCTION(fndecl));
	else
		l.all = true;
	return l;
}
