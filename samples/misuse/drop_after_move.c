// SPDX-License-Identifier: GPL-2.0
/*
 * An error path drops by hand what was consumed by the very call that failed.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct panel {
	struct deed_refcount refs;
	struct deed_misc misc;
};

DEED_REF(panel_ref, struct panel, refs, deed_plain);

static struct panel_ref panel_open(const struct panel *p, struct deed_open how)
{
	return panel_ref_get(p);
}

DEED_CHRDEV(panel_dev, panel_ref, misc, panel_ref, panel_open);

static __used struct panel_dev panel_start(void)
{
	deed_own(panel_ref_box, box) = panel_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(panel_dev, deed_err(box));

	deed_own(panel_dev, dev) = panel_dev_register("panel", deed_move(box));
#ifdef MISUSE
	if (!deed_ok(dev))
		panel_ref_box_drop(&box); /* error: [deed-use-after-move] */
#endif
	return deed_move(dev);
}

MODULE_DESCRIPTION("misuse: drop after move");
MODULE_LICENSE("GPL");
