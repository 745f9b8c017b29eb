// SPDX-License-Identifier: GPL-2.0
/*
 * A member is looked at after it was taken out of its list, and dropped.
 */
#include <linux/module.h>

#include <deed/list.h>
#include <deed/lock.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

struct queue {
	struct request_list waiting;
	unsigned int done;
};

DEED_CELL_TYPE(queue_cell, spin, struct queue);

static __used u32 queue_serve(const struct queue_cell *cell)
{
	u32 tag = 0;

	deed_lock(spin, q, cell);
	const struct request *first = request_list_first(&q->waiting);
#ifndef MISUSE
	tag = first ? first->tag : 0;
#endif
	{
		deed_own(request_box, done) = request_list_take_first(&q->waiting);
	}
#ifdef MISUSE
	tag = first ? first->tag : 0; /* error: [deed-borrow-dead] */
#endif
	return tag;
}

MODULE_DESCRIPTION("misuse: list member after take");
MODULE_LICENSE("GPL");
