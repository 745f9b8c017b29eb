// SPDX-License-Identifier: GPL-2.0
/*
 * An object remembers a member of a list that others may take away.
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
};

DEED_CELL_TYPE(queue_cell, spin, struct queue);

struct engine {
#ifdef MISUSE
	const struct request *current_one;
#else
	DEED_SLOT(request_box) current_one;
#endif
};

static __used void engine_start(struct engine *e, const struct queue_cell *cell)
{
	deed_lock(spin, q, cell);
#ifdef MISUSE
	e->current_one = request_list_first(&q->waiting); /* error: [deed-borrow-escape] */
#else
	deed_own(request_box, next) = request_list_take_first(&q->waiting);
	deed_own(request_box, old) =
		request_box_slot_put(&e->current_one, deed_move(next));
#endif
}

MODULE_DESCRIPTION("misuse: list member kept");
MODULE_LICENSE("GPL");
