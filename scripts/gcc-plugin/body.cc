// SPDX-License-Identifier: GPL-2.0
/*
 * Walks a body, with what walk_tree() does not keep: where it is.
 */
#include "body.h"

#include "origin.h"

struct walk {
	look_fn look;
	setting where;
	tree parent;	/* of what is visited next */
	std::set<tree> seen;	/* shared expressions that were visited */
};

static void visit(tree node, walk &w);

static tree visit_child(tree *node, int *deeper, void *data)
{
	walk &w = *(walk *)data;

	if (*node == w.parent)
		return NULL_TREE;
	*deeper = 0;
	visit(*node, w);
	return NULL_TREE;
}

static void visit_children(tree node, walk &w)
{
	tree before = w.parent;

	w.parent = node;
	walk_tree(&node, visit_child, &w, NULL);
	w.parent = before;
}

/* deed_unsafe() declares a variable with its reason in the block that it opens. */
static bool opens_unsafe(tree bind)
{
	tree block = BIND_EXPR_BLOCK(bind);
	tree var = block ? BLOCK_VARS(block) : BIND_EXPR_VARS(bind);

	for (; var; var = DECL_CHAIN(var)) {
		if (VAR_P(var) && DECL_EXTERNAL(var) &&
		    lookup_attribute("deed_unsafe", DECL_ATTRIBUTES(var)) &&
		    trusted_location(DECL_SOURCE_LOCATION(var)))
			return true;
	}
	return false;
}

/* The variables of a block are looked at where they are declared in it. */
static void visit_block(tree bind, walk &w)
{
	bool before = w.where.in_unsafe;

	w.where.in_unsafe |= opens_unsafe(bind);
	visit(BIND_EXPR_BODY(bind), w);
	w.where.in_unsafe = before;
}

static void visit_declaration(tree statement, walk &w)
{
	tree decl = DECL_EXPR_DECL(statement);

	w.look(statement, w.where);
	if (VAR_P(decl) && DECL_INITIAL(decl))
		visit(DECL_INITIAL(decl), w);
}

static void visit(tree node, walk &w)
{
	if (!node || node == error_mark_node || TYPE_P(node))
		return;
	if (TREE_CODE(node) == SAVE_EXPR && !w.seen.insert(node).second)
		return;

	location_t before = w.where.at;

	if (EXPR_HAS_LOCATION(node))
		w.where.at = EXPR_LOCATION(node);
	switch (TREE_CODE(node)) {
	case BIND_EXPR:
		visit_block(node, w);
		break;
	case DECL_EXPR:
		visit_declaration(node, w);
		break;
	case COMPOUND_LITERAL_EXPR: /* has no place of its own */
		w.where.at = DECL_SOURCE_LOCATION(COMPOUND_LITERAL_EXPR_DECL(node));
		w.look(node, w.where);
		visit(DECL_INITIAL(COMPOUND_LITERAL_EXPR_DECL(node)), w);
		break;
	case TARGET_EXPR:	/* what a ({ }) gives; its variable is GCC's own */
		visit(TARGET_EXPR_INITIAL(node), w);
		break;
	default:
		w.look(node, w.where);
		if (!DECL_P(node))
			visit_children(node, w);
	}
	w.where.at = before;
}

void each_expression(tree fndecl, look_fn look)
{
	walk w = { look, { DECL_SOURCE_LOCATION(fndecl), false }, NULL_TREE, {} };

	visit(DECL_SAVED_TREE(fndecl), w);
}

void each_in_initialiser(tree vardecl, look_fn look)
{
	walk w = { look, { DECL_SOURCE_LOCATION(vardecl), false }, NULL_TREE, {} };

	visit(DECL_INITIAL(vardecl), w);
}
