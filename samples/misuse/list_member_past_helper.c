// SPDX-License-Identifier: GPL-2.0
/*
 * A function that gets the lists may change them, and a member is used after it.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

struct queue {
	struct request_list waiting, done;
};

static void queue_advance(struct queue *q)
{
	deed_own(request_box, first) = request_list_take_first(&q->waiting);

	if (deed_ok(first))
		request_list_push_back(&q->done, deed_move(first));
}

static __used u32 queue_step(struct queue *q)
{
	const struct request *first = request_list_peek_first(&q->waiting);
#ifdef MISUSE

	queue_advance(q);
	return first ? first->tag : 0; /* error: [deed-borrow-dead] */
#else
	u32 tag = first ? first->tag : 0;

	queue_advance(q);
	return tag;
#endif
}

MODULE_DESCRIPTION("misuse: list member past helper");
MODULE_LICENSE("GPL");
