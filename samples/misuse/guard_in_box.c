// SPDX-License-Identifier: GPL-2.0
/*
 * A lock that is held is put into a box, so that it can be sent on.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

#ifdef MISUSE
static void guard_release(struct count_cell_guard *g)
{
	count_cell_guard_drop(g);
}

DEED_BOX(held_box, struct count_cell_guard, guard_release); /* error: [deed-context] */
#else
DEED_BOX(held_box, unsigned int, deed_plain);
#endif

static __used int held_try(void)
{
	deed_own(held_box, box) = held_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: guard in box");
MODULE_LICENSE("GPL");
