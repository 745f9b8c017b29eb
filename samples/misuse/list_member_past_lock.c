// SPDX-License-Identifier: GPL-2.0
/*
 * A search under a lock returns the member itself, and no lock.
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

#ifdef MISUSE
static __used struct request *queue_find(const struct queue_cell *cell, u32 tag)
{
	deed_lock(spin, q, cell);
	struct request *r = request_list_first(&q->waiting);

	while (r && r->tag != tag)
		r = request_list_next(&q->waiting, r);
	return r; /* error: [deed-borrow-escape] */
}
#else
static __used struct request_box queue_find(const struct queue_cell *cell, u32 tag)
{
	deed_lock(spin, q, cell);
	return deed_list_take_if(request_list, &q->waiting, r, r->tag == tag);
}
#endif

MODULE_DESCRIPTION("misuse: list member past lock");
MODULE_LICENSE("GPL");
