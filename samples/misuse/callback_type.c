// SPDX-License-Identifier: GPL-2.0
/*
 * A read callback has the wrong type.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct thing {
	struct deed_refcount refs;
	struct deed_misc misc;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

static struct thing_ref thing_open(const struct thing *thing, struct deed_open how)
{
	return thing_ref_get(thing);
}

#ifdef MISUSE
static int thing_read(struct thing *thing, struct deed_iter_writer *out)
#else
static ssize_t thing_read(const struct thing *thing, struct deed_iter_writer *out)
#endif
{
	return 0;
}

DEED_CHRDEV(thing_dev, thing_ref, misc, thing_ref, thing_open, /* error: not the type */
	    read, thing_read);

MODULE_DESCRIPTION("misuse: callback type");
MODULE_LICENSE("GPL");
