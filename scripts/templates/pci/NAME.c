// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-@name@<N>: a PCI device that counts.
 *
 * The device is QEMU's pci-testdev, to begin with: it counts the writes to an address that
 * it names itself. As many are made as the number says that a program writes; what is read
 * is how many there were in all. Replace registers and ids by those of your device.
 */
#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/pci.h>

#include "deed_@name@.h"

DEED_MMIO(@name@_regs, 4096);
DEED_REG(@name@_regs, @NAME@_TEST, 0, wo, u8); /* selects a test */
DEED_REG(@name@_regs, @NAME@_OFFSET, 4, ro, u32); /* where it wants writes */
DEED_REG(@name@_regs, @NAME@_DATA, 8, ro, u8); /* of what */
DEED_REG(@name@_regs, @NAME@_COUNT, 12, ro, u32); /* how many it has seen */

/* What the device gives, until unbind. */
struct @name@_hw {
	struct @name@_regs regs;
};

DEED_DEVICE_TYPE(@name@_device, struct @name@_hw);
DEED_CELL_TYPE(@name@_cell, mutex, u32);

/* The state: shared by all open files, and const for them. */
struct @name@ {
	struct @name@_device dev;
	struct deed_misc misc;
	struct @name@_cell total; /* one run at a time, too */
};

DEED_DEVICE_REF(@name@_ref, struct @name@, dev, deed_plain);

/* Whether the device has seen what it was sent. */
static int @name@_count(u32 *total, u32 sent, u32 seen)
{
	if (seen != sent)
		return -EIO;
	*total += sent;
	return 0;
}

static int @name@_run(const struct @name@ *d, u32 number)
{
	deed_lock(mutex, total, &d->total);

	deed_own(@name@_device_live, live) = @name@_device_enter(&d->dev);
	if (!deed_ok(live))
		return deed_err(live);

	const struct @name@_regs *regs = &@name@_device_hw(&live)->regs;

	deed_reg_write(regs, @NAME@_TEST, 0);

	u32 offset = deed_reg_read(regs, @NAME@_OFFSET);
	u8 data = deed_reg_read(regs, @NAME@_DATA);

	for (u32 i = 0; i < number; i++) {
		int err = @name@_regs_write8_at(regs, offset, data);

		if (err)
			return err;
	}
	return @name@_count(total, number, deed_reg_read(regs, @NAME@_COUNT));
}

static u32 @name@_total(const struct @name@ *d)
{
	deed_lock(mutex, total, &d->total);
	return *total;
}

static struct @name@_ref
@name@_open(const struct @name@ *d, struct deed_open how)
{
	return @name@_ref_get(d);
}

static ssize_t
@name@_read(const struct @name@ *d, struct deed_iter_writer *to)
{
	u32 total;

	if (deed_gone(&d->dev))
		return -ENODEV;
	total = @name@_total(d);
	return deed_iter_put(to, total) ?: sizeof(total);
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
	       @name@_run(d, number) ?: sizeof(number);
}

DEED_BOUND_CHRDEV(@name@_node, @name@_ref, dev, misc,
		  @name@_ref, @name@_open,
		  read, @name@_read,
		  write, @name@_write);

static int @name@_probe(struct deed_pci *pci, struct @name@ *d,
@(@struct @name@_hw *hw)
{
	deed_cell_init(&d->total);
	return @name@_regs_map(&hw->regs, deed_pci_bar(pci, 0));
}

static int @name@_start(const struct @name@ *d,
@(@const struct @name@_hw *hw,
@(@struct @name@_device_scope *scope)
{
	return @name@_node_register_numbered(scope, "deed-@name@");
}

DEED_PCI_IDS(@name@_ids, { PCI_DEVICE(PCI_VENDOR_ID_REDHAT, 0x0005) });

DEED_PCI_DRIVER(@name@_driver, "deed-@name@", @name@_ids,
		@name@_ref, dev, @name@_probe, start, @name@_start);

deed_module(@name@_driver, @name@_driver_register);

MODULE_DESCRIPTION("@name@, written with deed");
MODULE_LICENSE("GPL");
