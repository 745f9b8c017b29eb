// SPDX-License-Identifier: GPL-2.0
/* Character devices of a bound device: see deed/chrdev.h. */
#include <linux/export.h>

#include <deed/chrdev.h>

deed_unsafe_file("the abstractions themselves");

/* What the scope has of a node: in the kernel's own list, so one allocation. */
struct node {
	struct deed_misc *misc;
	struct ida *numbers; /* that has number, or NULL */
	int number;
	char name[32]; /* if it has a number */
};

static void node_end(struct device *dev, void *data)
{
	struct node *node = data;

	if (node->misc)
		__deed_misc_deregister(node->misc);
	if (node->numbers)
		/* SAFETY: wants a number that ida_alloc() gave, once: it is. */
		ida_free(node->numbers, node->number);
}

/*
 * SAFETY: ida_alloc() wants
 * 1. an initialised ida: it is static, of DEED_CHRDEV();
 * 2. a context that may sleep: start, in which nodes are registered;
 * 3. ida_free() once: node_end(), if it gave a number.
 */
static int node_number(struct node *node, const char *prefix, struct ida *numbers)
{
	int len;

	node->number = deed_injected("ida_alloc") ? -ENOMEM :
						    ida_alloc(numbers, GFP_KERNEL);
	if (node->number < 0)
		return node->number;
	node->numbers = numbers;
	len = snprintf(node->name, sizeof(node->name), "%s%d", prefix, node->number);
	return len < sizeof(node->name) ? 0 : -ENAMETOOLONG;
}

/*
 * SAFETY: devres_add() wants a device that is being started, and what
 * devres_alloc() gave, zeroed, once.
 */
static struct node *node_new(struct deed_scope *scope, struct deed_misc *misc)
{
	struct node *node;

	if (misc->__misc.parent) /* it is registered */
		return ERR_PTR(-EBUSY);
	node = deed_injected("devres_alloc") ? NULL :
			devres_alloc(node_end, sizeof(*node), GFP_KERNEL);
	if (!node)
		return ERR_PTR(-ENOMEM);
	devres_add(scope->__dev, node);
	return node;
}

/*
 * SAFETY: as for __deed_misc_register(), where the scope is the owner: it has a
 * count on the state, which it gives back after it called node_end(). The name that
 * has a number goes right after that.
 */
static int node_register(struct node *node, struct deed_scope *scope, struct deed_misc *misc,
			 const char *name, const struct file_operations *fops)
{
	int err;

	misc->__misc.parent = scope->__dev;
	err = __deed_misc_register(misc, name, fops);
	if (err)
		misc->__misc.parent = NULL;
	else
		node->misc = misc;
	return err;
}

int __deed_misc_bind(struct deed_scope *scope, struct deed_misc *misc,
		     const char *name, const struct file_operations *fops)
{
	struct node *node = node_new(scope, misc);

	if (IS_ERR(node))
		return PTR_ERR(node);
	return node_register(node, scope, misc, name, fops);
}
EXPORT_SYMBOL_GPL(__deed_misc_bind);

int __deed_misc_bind_numbered(struct deed_scope *scope, struct deed_misc *misc,
			      const char *prefix, const struct file_operations *fops,
			      struct ida *numbers)
{
	struct node *node = node_new(scope, misc);

	if (IS_ERR(node))
		return PTR_ERR(node);
	return node_number(node, prefix, numbers) ?:
	       node_register(node, scope, misc, node->name, fops);
}
EXPORT_SYMBOL_GPL(__deed_misc_bind_numbered);
