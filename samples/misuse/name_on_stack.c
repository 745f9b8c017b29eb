// SPDX-License-Identifier: GPL-2.0
/*
 * The name of a device node is made on the stack, and shown for as long as it lasts.
 */
#include <linux/module.h>

#include <deed/chrdev.h>
#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	struct deed_misc misc;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

static struct thing_ref thing_open(const struct thing *t, struct deed_open how)
{
	return thing_ref_get(t);
}

DEED_CHRDEV(thing_node, thing_ref, misc, thing_ref, thing_open);

static __used struct thing_node thing_show(struct thing_ref_box box, u32 n)
{
#ifdef MISUSE
	char name[16];

	snprintf(name, sizeof(name), "thing%u", n);
	return thing_node_register(name, deed_move(box)); /* error: [deed-borrow-escape] */
#else
	return thing_node_register(n ? "thing1" : "thing0", deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: name on stack");
MODULE_LICENSE("GPL");
