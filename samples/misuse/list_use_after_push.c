// SPDX-License-Identifier: GPL-2.0
/*
 * An object is used after a list got it, from which others may take it.
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

static __used int queue_add(const struct queue_cell *cell, u32 tag)
{
	deed_own(request_box, r) = request_box_alloc();
	if (!deed_ok(r))
		return deed_err(r);

#ifndef MISUSE
	request_box_excl(&r)->tag = tag;
#endif
	{
		deed_lock(spin, q, cell);
		request_list_push_back(&q->waiting, deed_move(r));
	}
#ifdef MISUSE
	request_box_excl(&r)->tag = tag; /* error: [deed-use-after-move] */
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: list use after push");
MODULE_LICENSE("GPL");
