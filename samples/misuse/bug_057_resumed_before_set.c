// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2026-90280, phy: qcom: qmp-usb: Fix possible NULL-deref on early runtime
 * suspend. A driver is made known before what its callbacks use was created.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct lanes {
	u32 count;
};

DEED_BOX(lanes_box, struct lanes, deed_plain);

struct qmp {
	struct deed_refcount refs;
	struct deed_misc misc;
	struct lanes_box lanes;
};

static void qmp_release(struct qmp *q)
{
	lanes_box_drop(&q->lanes);
}

DEED_REF(qmp_ref, struct qmp, refs, qmp_release);

static struct qmp_ref qmp_open(const struct qmp *q, struct deed_open how)
{
	return qmp_ref_get(q);
}

DEED_CHRDEV(qmp_dev, qmp_ref, misc, qmp_ref, qmp_open);

static __used struct qmp_dev qmp_start(void)
{
	deed_own(qmp_ref_box, box) = qmp_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(qmp_dev, deed_err(box));
#ifndef MISUSE
	deed_own(lanes_box, lanes) = lanes_box_alloc();

	if (!deed_ok(lanes))
		return deed_fail(qmp_dev, deed_err(lanes));
	qmp_ref_box_excl(&box)->lanes = deed_move(lanes);
#endif
	return qmp_dev_register("qmp", deed_move(box)); /* error: [deed-partial] */
}

MODULE_DESCRIPTION("misuse: bug 057 resumed before set");
MODULE_LICENSE("GPL");
