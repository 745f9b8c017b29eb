// SPDX-License-Identifier: GPL-2.0
/*
 * A list is taken apart by a loop that goes through it.
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

static __used void queue_cancel(const struct queue_cell *cell, u32 tag)
{
	deed_lock(spin, q, cell);
#ifdef MISUSE
	for (struct request *r = request_list_first(&q->waiting); r;
	     r = request_list_next(&q->waiting, r)) { /* error: [deed-borrow-dead] */
		if (r->tag != tag)
			continue;

		deed_own(request_box, old) = request_list_take_first(&q->waiting);
	}
#else
	for (;;) {
		deed_own(request_box, old) =
			deed_list_take_if(request_list, &q->waiting, r, r->tag == tag);
		if (!deed_ok(old))
			break;
	}
#endif
}

MODULE_DESCRIPTION("misuse: list changed in loop");
MODULE_LICENSE("GPL");
