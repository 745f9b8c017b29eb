// SPDX-License-Identifier: GPL-2.0
/*
 * A place of this CPU is used where the task may have moved to another.
 */
#include <linux/module.h>

#include <linux/percpu.h>

#include <deed/lock.h>

#ifdef MISUSE
static __used DEFINE_PER_CPU(u32, calls); /* error: [deed-context] */
#else
DEED_CELL_TYPE(calls_cell, spin, u32);

static __used u32 thing_call(const struct calls_cell *cell)
{
	deed_lock(spin, calls, cell);
	return ++*calls;
}
#endif

MODULE_DESCRIPTION("misuse: percpu kept");
MODULE_LICENSE("GPL");
