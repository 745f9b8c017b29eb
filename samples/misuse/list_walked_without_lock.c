// SPDX-License-Identifier: GPL-2.0
/*
 * A list is walked without its lock, under which others take out and free.
 */
#include <linux/module.h>

#include <deed/list.h>
#include <deed/lock.h>

struct descriptor {
	u32 len;
	struct deed_list_link link;
};

DEED_BOX(descriptor_box, struct descriptor, deed_plain);
DEED_LIST(descriptor_list, descriptor_box, link);
DEED_CELL_TYPE(running_cell, spin_irq, struct descriptor_list);

static __used u32 channel_residue(const struct running_cell *cell)
{
	u32 residue = 0;
#ifdef MISUSE
	const struct descriptor_list *running = &cell->__data; /* error: [deed-raw-member] */
#else
	deed_lock(spin_irq, running, cell);
#endif

	for (const struct descriptor *d = descriptor_list_peek_first(running); d;
	     d = descriptor_list_peek_next(running, d))
		residue += d->len;
	return residue;
}

MODULE_DESCRIPTION("misuse: list walked without lock");
MODULE_LICENSE("GPL");
