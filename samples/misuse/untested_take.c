// SPDX-License-Identifier: GPL-2.0
/*
 * What a slot holds is taken as if it always held something.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

struct request {
	u32 tag;
};

DEED_BOX(request_box, struct request, deed_plain);

struct queue {
	DEED_SLOT(request_box) next;
};

DEED_CELL_TYPE(queue_cell, spin_irq, struct queue);

static struct request_box queue_get(const struct queue_cell *cell)
{
	deed_lock(spin_irq, q, cell);
	return request_box_slot_take(&q->next);
}

static __used int queue_tag(const struct queue_cell *cell, u32 *tag)
{
	deed_own(request_box, r) = queue_get(cell);

#ifndef MISUSE
	if (!deed_ok(r))
		return -ENOENT;
#endif
	*tag = request_box_borrow(&r)->tag; /* error: [deed-untested] */
	return 0;
}

MODULE_DESCRIPTION("misuse: untested take");
MODULE_LICENSE("GPL");
