// SPDX-License-Identifier: GPL-2.0
/* /dev/deed-first: says in the log how often it was opened. */
#include <deed/chrdev.h>
#include <deed/module.h>

DEED_CELL_TYPE(first_cell, mutex, unsigned int);

struct first {
	struct deed_refcount refs;
	struct deed_misc misc;
	struct first_cell opened;
};

DEED_REF(first_ref, struct first, refs, deed_plain);

static struct first_ref first_open(const struct first *f, struct deed_open how)
{
	deed_lock(mutex, times, &f->opened);

	pr_info("deed-first: opened, time %u\n", ++*times);
	return first_ref_get(f);
}

DEED_CHRDEV(first_dev, first_ref, misc, first_ref, first_open);

static struct first_dev first_start(void)
{
	deed_own(first_ref_box, box) = first_ref_box_alloc();
	if (!deed_ok(box))
		return deed_fail(first_dev, deed_err(box));

	deed_cell_init(&first_ref_box_excl(&box)->opened);
	return first_dev_register("deed-first", deed_move(box));
}

deed_module(first_dev, first_start);

MODULE_DESCRIPTION("A first driver, written with deed");
MODULE_LICENSE("GPL");
