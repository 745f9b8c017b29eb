// SPDX-License-Identifier: GPL-2.0
/*
 * A module whose start fails after it registered /dev/deed-failing, and not
 * before somebody has opened it: insmod must wait until the file is closed,
 * whose operations are in this module. The step failing_start of
 * scripts/guest/init opens, waits, and closes.
 */
#include <deed/box.h>
#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/wait.h>

struct failing {
	struct deed_refcount refs;
	struct deed_misc misc;
	struct deed_completion opened;
};

DEED_REF(failing_ref, struct failing, refs, deed_plain);

static struct failing_ref failing_open(const struct failing *f, struct deed_open how)
{
	deed_complete_all(&f->opened);
	return failing_ref_get(f);
}

DEED_CHRDEV(failing_dev, failing_ref, misc, failing_ref, failing_open);

static struct failing_dev failing_start(void)
{
	deed_own(failing_ref_box, box) = failing_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(failing_dev, deed_err(box));
	deed_completion_init(&failing_ref_box_excl(&box)->opened);

	deed_own(failing_dev, dev) = failing_dev_register("deed-failing", deed_move(box));

	if (!deed_ok(dev))
		return deed_move(dev);

	int err = deed_completion_wait_timeout(&failing_dev_borrow(&dev)->opened, 20 * HZ);

	return deed_fail(failing_dev, err ?: -EIO);
}

deed_module(failing_dev, failing_start);

MODULE_DESCRIPTION("Fails to start while its device is open");
MODULE_LICENSE("GPL");
