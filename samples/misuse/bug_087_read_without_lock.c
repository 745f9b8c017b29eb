// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2025-71221, dmaengine: mmp_pdma: Fix race condition in mmp_pdma_residue(). The
 * running descriptor is looked at without the lock under which it is freed.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

struct descriptor {
	u32 len;
};

DEED_BOX(descriptor_box, struct descriptor, deed_plain);
DEED_CELL_TYPE(running_cell, spin_irq, struct descriptor_box);

static __used u32 pdma_residue(const struct running_cell *cell)
{
#ifdef MISUSE
	return descriptor_box_borrow(&cell->__data)->len; /* error: [deed-raw-member] */
#else
	deed_lock(spin_irq, running, cell);
	return descriptor_box_borrow(running)->len;
#endif
}

MODULE_DESCRIPTION("misuse: bug 087 read without lock");
MODULE_LICENSE("GPL");
