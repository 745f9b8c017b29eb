// SPDX-License-Identifier: GPL-2.0
/* /dev/deed-@name@: what is written is added up, what is read is the sum. */
#include <deed/chrdev.h>
#include <deed/module.h>

#include "deed_@name@.h"

DEED_CELL_TYPE(@name@_cell, mutex, u32);

/* The state: shared by all open files, and const for them. */
struct @name@ {
	struct deed_refcount refs;
	struct deed_misc misc;
	struct @name@_cell sum;
};

DEED_REF(@name@_ref, struct @name@, refs, deed_plain);

static u32 @name@_sum(const struct @name@ *d)
{
	deed_lock(mutex, sum, &d->sum);
	return *sum;
}

static int @name@_add(const struct @name@ *d, u32 number)
{
	deed_lock(mutex, sum, &d->sum);

	if (number > @NAME@_MAX - *sum)
		return -EOVERFLOW;
	*sum += number;
	return 0;
}

static struct @name@_ref
@name@_open(const struct @name@ *d, struct deed_open how)
{
	return @name@_ref_get(d);
}

static ssize_t
@name@_read(const struct @name@ *d, struct deed_iter_writer *to)
{
	u32 sum = @name@_sum(d);

	return deed_iter_put(to, sum) ?: sizeof(sum);
}

static ssize_t
@name@_write(const struct @name@ *d, struct deed_iter_reader *from)
{
	struct {
		struct deed_untrusted_u32 number;
	} user;
	u32 number;

	return deed_iter_get(from, &user) ?:
	       deed_check_range(user.number, 0, @NAME@_MAX, &number) ?:
	       @name@_add(d, number) ?: sizeof(number);
}

DEED_CHRDEV(@name@_dev, @name@_ref, misc,
	    @name@_ref, @name@_open,
	    read, @name@_read,
	    write, @name@_write);

static struct @name@_ref_box @name@_make(void)
{
	deed_own(@name@_ref_box, box) = @name@_ref_box_alloc();

	if (deed_ok(box))
		deed_cell_init(&@name@_ref_box_excl(&box)->sum);
	return deed_move(box);
}

static struct @name@_dev @name@_start(void)
{
	deed_own(@name@_ref_box, box) = @name@_make();
	if (!deed_ok(box))
		return deed_fail(@name@_dev, deed_err(box));

	return @name@_dev_register("deed-@name@", deed_move(box));
}

deed_module(@name@_dev, @name@_start);

MODULE_DESCRIPTION("@name@, written with deed");
MODULE_LICENSE("GPL");
