// SPDX-License-Identifier: GPL-2.0
/*
 * Looks through bodies for what they write, without the paths.
 */
#include "writes.h"

#include "origin.h"
#include "state.h"
#include "untrusted.h"

namespace {

class reader {
public:
	explicit reader(tree parameter) : parameter_(parameter) {}

	writes read(function *fun);

private:
	bool leads(tree pointer, HOST_WIDE_INT &offset) const;
	bool is_place(tree ref, HOST_WIDE_INT &offset) const;
	void statement(gimple *stmt);
	void assignment(gimple *stmt);
	void call(gcall *stmt);
	void argument(gcall *stmt, unsigned int i, tree callee);

	tree parameter_;
	writes found_;
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
	return pointer == parameter_;
}

/* Whether a reference names something behind the parameter. */
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
	if (TREE_CODE(ref) != MEM_REF || !leads(TREE_OPERAND(ref, 0), before))
		return false;
	offset += before + TREE_INT_CST_LOW(TREE_OPERAND(ref, 1));
	return true;
}

void reader::assignment(gimple *stmt)
{
	tree to = gimple_assign_lhs(stmt), a = gimple_assign_rhs1(stmt);
	HOST_WIDE_INT offset;

	/* what is made of its address, and variables that have it, are not followed */
	if (TREE_CODE(to) == SSA_NAME)
		found_.all |= gimple_assign_rhs2(stmt) && leads(a, offset);
	else
		found_.all |= leads(a, offset);
	if (TREE_CODE(to) == SSA_NAME || !is_place(to, offset))
		return;
	found_.at.insert(offset);
	found_.all |= RECORD_OR_UNION_TYPE_P(TREE_TYPE(to));
}

/* What a function that gets the address writes, this one does. */
void reader::argument(gcall *stmt, unsigned int i, tree callee)
{
	tree type = callee ? TYPE_ARG_TYPES(TREE_TYPE(callee)) : NULL_TREE;
	HOST_WIDE_INT offset;

	if (!POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(stmt, i))) ||
	    !leads(gimple_call_arg(stmt, i), offset))
		return;
	if (callee && DECL_STRUCT_FUNCTION(callee) && !trusted_function(callee) &&
	    in_module(DECL_SOURCE_LOCATION(callee))) {
		const writes &theirs = writes_of(callee, i);

		found_.all |= theirs.all;
		for (HOST_WIDE_INT at : theirs.at)
			found_.at.insert(offset + at);
		return;
	}
	for (unsigned int n = 0; type && n < i; n++)
		type = TREE_CHAIN(type);
	found_.all |= !type || !POINTER_TYPE_P(TREE_VALUE(type)) ||
		      !TYPE_READONLY(TREE_TYPE(TREE_VALUE(type)));
}

void reader::call(gcall *stmt)
{
	tree callee = gimple_call_fndecl(stmt), to = gimple_call_lhs(stmt);
	HOST_WIDE_INT offset;

	if (to && is_place(to, offset))
		found_.at.insert(offset);
	if (callee && operation_on_word(callee) != NO_OPERATION) {
		if (leads(gimple_call_arg(stmt, 0), offset))
			found_.at.insert(offset);
		return;
	}
	for (unsigned int i = 0; i < gimple_call_num_args(stmt); i++)
		argument(stmt, i, callee);
}

void reader::statement(gimple *stmt)
{
	HOST_WIDE_INT offset;

	if (is_gimple_assign(stmt))
		return assignment(stmt);
	if (is_gimple_call(stmt))
		return call(as_a<gcall *>(stmt));
	if (gimple_code(stmt) != GIMPLE_ASM)
		return;
	for (unsigned int i = 0; i < gimple_num_ops(stmt); i++) {
		tree op = gimple_op(stmt, i) ? TREE_VALUE(gimple_op(stmt, i)) : NULL_TREE;

		found_.all |= op && (leads(op, offset) || is_place(op, offset));
	}
}

writes reader::read(function *fun)
{
	basic_block bb;

	FOR_EACH_BB_FN(bb, fun) {
		for (auto i = gsi_start_bb(bb); !gsi_end_p(i); gsi_next(&i))
			statement(gsi_stmt(i));
	}
	return found_;
}

} // namespace

const writes &writes_of(tree fndecl, unsigned int parameter)
{
	static std::map<std::pair<tree, unsigned int>, writes> known;
	tree p = DECL_ARGUMENTS(fndecl);
	auto found = known.emplace(std::make_pair(fndecl, parameter), writes());
	writes &w = found.first->second;

	/* for those that call each other, until all of them are known */
	if (found.second)
		w.all = true;
	else
		return w;
	for (unsigned int n = 0; p && n < parameter; n++)
		p = DECL_CHAIN(p);
	if (p)
		w = reader(p).read(DECL_STRUCT_FUNCTION(fndecl));
	return w;
}
