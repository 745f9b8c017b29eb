// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-@name@: what is written is added up, what is read is the sum.
 *
 * It belongs to a platform device, which the module makes itself: one that firmware
 * describes needs no @name@_load(), but DEED_OF_DRIVER(). When the device is unbound, all
 * calls fail with -ENODEV, in files that are open, too.
 */
#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/platform.h>

#include "deed_@name@.h"

DEED_DEVICE_TYPE(@name@_device, struct deed_no_hw);
DEED_CELL_TYPE(@name@_cell, mutex, u32);

/* The state: shared by all open files, and const for them. */
struct @name@ {
	struct @name@_device dev;
	struct deed_misc misc;
	struct @name@_cell sum;
};

DEED_DEVICE_REF(@name@_ref, struct @name@, dev, deed_plain);

static int @name@_plus(u32 *sum, u32 number)
{
	if (number > @NAME@_MAX - *sum)
		return -EOVERFLOW;
	*sum += number;
	return 0;
}

static u32 @name@_sum(const struct @name@ *d)
{
	deed_lock(mutex, sum, &d->sum);
	return *sum;
}

static int @name@_add(const struct @name@ *d, u32 number)
{
	deed_lock(mutex, sum, &d->sum);
	return @name@_plus(sum, number);
}

static struct @name@_ref
@name@_open(const struct @name@ *d, struct deed_open how)
{
	return @name@_ref_get(d);
}

static ssize_t
@name@_read(const struct @name@ *d, struct deed_iter_writer *to)
{
	u32 sum;

	if (deed_gone(&d->dev))
		return -ENODEV;
	sum = @name@_sum(d);
	return deed_iter_put(to, sum) ?: sizeof(sum);
}

static ssize_t
@name@_write(const struct @name@ *d, struct deed_iter_reader *from)
{
	struct {
		struct deed_untrusted_u32 number;
	} user;
	u32 number;

	if (deed_gone(&d->dev))
		return -ENODEV;
	return deed_iter_get(from, &user) ?:
	       deed_check_range(user.number, 0, @NAME@_MAX, &number) ?:
	       @name@_add(d, number) ?: sizeof(number);
}

DEED_BOUND_CHRDEV(@name@_node, @name@_ref, dev, misc,
		  @name@_ref, @name@_open,
		  read, @name@_read,
		  write, @name@_write);

static int @name@_probe(struct deed_platform *dev, struct @name@ *d,
@(@struct deed_no_hw *hw)
{
	deed_cell_init(&d->sum);
	return 0;
}

static int @name@_start(const struct @name@ *d, const struct deed_no_hw *hw,
@(@struct @name@_device_scope *scope)
{
	return @name@_node_register(scope, "deed-@name@");
}

DEED_PLATFORM_DRIVER(@name@_driver, "deed-@name@", @name@_ref, dev,
		     @name@_probe, start, @name@_start);

/* The module: dropped from left to right. */
DEED_COMPOSITE(@name@_module, deed_platform_device, device,
@(@@name@_driver, driver);

static struct @name@_module @name@_load(void)
{
	deed_own(@name@_driver, driver) = @name@_driver_register();
	if (!deed_ok(driver))
		return deed_fail(@name@_module, deed_err(driver));

	deed_own(deed_platform_device, device) =
		deed_platform_device_register("deed-@name@", -1);
	if (!deed_ok(device))
		return deed_fail(@name@_module, deed_err(device));

	return (struct @name@_module){
		.device = deed_move(device),
		.driver = deed_move(driver),
	};
}

deed_module(@name@_module, @name@_load);

MODULE_DESCRIPTION("@name@, written with deed");
MODULE_LICENSE("GPL");
