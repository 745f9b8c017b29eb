// SPDX-License-Identifier: GPL-2.0
/*
 * The proof to be in an interrupt is kept, and shown in a task.
 */
#include <linux/module.h>

#include <deed/irq.h>

DEED_CELL_TYPE(count_cell, spin_irq, u32);

struct thing {
	struct count_cell count;
#ifdef MISUSE
	const struct deed_hardirq *in; /* error: [deed-context] */
#endif
};

static __used u32 thing_count(const struct thing *t)
{
#ifdef MISUSE
	deed_lock_hardirq(count, &t->count, t->in);
#else
	deed_lock(spin_irq, count, &t->count);
#endif
	return *count;
}

MODULE_DESCRIPTION("misuse: context kept");
MODULE_LICENSE("GPL");
