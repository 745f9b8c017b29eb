// SPDX-License-Identifier: GPL-2.0
/*
 * The data of a cell is used after the block whose lock lent it.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct stats {
	u64 bytes;
};

DEED_CELL_TYPE(stats_cell, spin_irq, struct stats);

static __used u64 stats_add(const struct stats_cell *cell, u64 bytes)
{
#ifdef MISUSE
	const struct stats *seen;

	{
		deed_lock(spin_irq, s, cell);
		s->bytes += bytes;
		seen = s;
	}
	return seen->bytes; /* error: [deed-borrow-dead] */
#else
	deed_lock(spin_irq, s, cell);
	s->bytes += bytes;
	return s->bytes;
#endif
}

MODULE_DESCRIPTION("misuse: borrow after block");
MODULE_LICENSE("GPL");
