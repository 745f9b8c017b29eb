// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2026-89993, dmaengine: dw-edma: Initialize IRQ data before requesting IRQs. What
 * a callback uses is set after the callback can be called.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct edma {
	struct deed_refcount refs;
	struct deed_misc misc;
	u32 channels;
};

DEED_REF(edma_ref, struct edma, refs, deed_plain);

static struct edma_ref edma_open(const struct edma *e, struct deed_open how)
{
	return edma_ref_get(e);
}

DEED_CHRDEV(edma_dev, edma_ref, misc, edma_ref, edma_open);

static __used struct edma_dev edma_start(u32 channels)
{
	deed_own(edma_ref_box, box) = edma_ref_box_alloc();

	if (!deed_ok(box))
		return deed_fail(edma_dev, deed_err(box));

	struct edma *e = edma_ref_box_excl(&box);

#ifdef MISUSE
	deed_own(edma_dev, dev) = edma_dev_register("edma", deed_move(box));

	e->channels = channels; /* error: [deed-borrow-dead] */
	return deed_move(dev);
#else
	e->channels = channels;
	return edma_dev_register("edma", deed_move(box));
#endif
}

MODULE_DESCRIPTION("misuse: bug 084 set after register");
MODULE_LICENSE("GPL");
