// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-testdev<N>: QEMU's pci-testdev, the first PCI driver to copy.
 *
 * The device counts the writes to an address that it names itself.
 *
 * Source: docs/specs/pci-testdev.rst of QEMU.
 */
#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/pci.h>

#include "deed_testdev.h"

DEED_MMIO(testdev_regs, 4096);
DEED_REG(testdev_regs, TESTDEV_TEST, 0, wo, u8); /* selects a test */
DEED_REG(testdev_regs, TESTDEV_OFFSET, 4, ro, u32); /* where it wants writes */
DEED_REG(testdev_regs, TESTDEV_DATA, 8, ro, u8); /* of what */
DEED_REG(testdev_regs, TESTDEV_COUNT, 12, ro, u32); /* how many it has seen */

/* What the device gives, until unbind. */
struct testdev_hw {
	struct testdev_regs regs;
};

DEED_DEVICE_TYPE(testdev_device, struct testdev_hw);
DEED_CELL_TYPE(testdev_turn, mutex, unsigned int);

/* The state: shared by all open files, and const for them. */
struct testdev {
	struct testdev_device dev;
	struct deed_misc misc;
	struct testdev_turn runs; /* one at a time; counts them */
};

DEED_DEVICE_REF(testdev_ref, struct testdev, dev, deed_plain);

static int testdev_run(const struct testdev *t, struct deed_testdev_run *run)
{
	deed_lock(mutex, runs, &t->runs);

	deed_own(testdev_device_live, live) = testdev_device_enter(&t->dev);
	if (!deed_ok(live))
		return deed_err(live);

	const struct testdev_regs *regs = &testdev_device_hw(&live)->regs;

	deed_reg_write(regs, TESTDEV_TEST, run->test);

	u32 offset = deed_reg_read(regs, TESTDEV_OFFSET);
	u8 data = deed_reg_read(regs, TESTDEV_DATA);

	for (u32 i = 0; i < run->writes; i++) {
		int err = testdev_regs_write8_at(regs, offset, data);

		if (err)
			return err;
	}
	run->count = deed_reg_read(regs, TESTDEV_COUNT);
	++*runs;
	dev_dbg(deed_dev(&t->dev), "run %u\n", *runs);
	return 0;
}

static int testdev_ioctl(const struct testdev *t, struct deed_ioctl *call)
{
	struct {
		struct deed_untrusted_u32 test, writes, count;
	} user;
	struct deed_testdev_run run = {};
	int err;

	if (call->cmd != DEED_TESTDEV_RUN)
		return -ENOTTY;
	err = deed_ioctl_read(call, &user) ?:
	      deed_check_range(user.test, 0, 2, &run.test) ?:
	      deed_check_range(user.writes, 0, DEED_TESTDEV_WRITES_MAX, &run.writes) ?:
	      testdev_run(t, &run);
	return err ?: deed_ioctl_write(call, run);
}

static struct testdev_ref testdev_open(const struct testdev *t, struct deed_open how)
{
	return testdev_ref_get(t);
}

DEED_BOUND_CHRDEV(testdev_node, testdev_ref, dev, misc, testdev_ref, testdev_open,
		  ioctl, testdev_ioctl);

static int testdev_probe(struct deed_pci *pci, struct testdev *t, struct testdev_hw *hw)
{
	deed_cell_init(&t->runs);
	return testdev_regs_map(&hw->regs, deed_pci_bar(pci, 0));
}

static int testdev_start(const struct testdev *t, const struct testdev_hw *hw,
			 struct testdev_device_scope *scope)
{
	return testdev_node_register_numbered(scope, "deed-testdev");
}

DEED_PCI_IDS(testdev_ids, { PCI_DEVICE(PCI_VENDOR_ID_REDHAT, 0x0005) });

DEED_PCI_DRIVER(testdev_driver, "deed-testdev", testdev_ids, testdev_ref, dev,
		testdev_probe, start, testdev_start);

deed_module(testdev_driver, testdev_driver_register);

MODULE_DESCRIPTION("QEMU's pci-testdev, written with deed");
MODULE_LICENSE("GPL");
