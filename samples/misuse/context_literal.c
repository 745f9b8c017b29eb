// SPDX-License-Identifier: GPL-2.0
/*
 * A task makes itself an interrupt, where one is wanted, and leaves interrupts on.
 */
#include <linux/module.h>

#include <deed/irq.h>

DEED_CELL_TYPE(count_cell, spin_irq, u32);

struct thing {
	struct count_cell count;
};

static __used u32 thing_count(const struct thing *t)
{
#ifdef MISUSE
	const struct deed_hardirq *in =
		&(const struct deed_hardirq){}; /* error: [deed-pun] */

	deed_lock_hardirq(count, &t->count, in);
#else
	deed_lock(spin_irq, count, &t->count);
#endif
	return *count;
}

MODULE_DESCRIPTION("misuse: context literal");
MODULE_LICENSE("GPL");
