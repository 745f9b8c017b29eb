// SPDX-License-Identifier: GPL-2.0
/*
 * A request that leads to the stack is put where an interrupt handler finds it.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct request {
	u32 *result;
	u32 number;
};

DEED_CELL_TYPE(request_cell, spin_irq, struct request);

static __used u32 thing_ask(const struct request_cell *cell)
{
	u32 result = 0;

	deed_lock(spin_irq, request, cell);

#ifdef MISUSE
	*request = (struct request){ .result = &result }; /* error: [deed-borrow-escape] */
#else
	*request = (struct request){ .number = 1 };
#endif
	return result;
}

MODULE_DESCRIPTION("misuse: stack in struct shared");
MODULE_LICENSE("GPL");
