// SPDX-License-Identifier: GPL-2.0
/*
 * A queue is reached by two pointers: through one of them it is emptied.
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
	struct request_list waiting;
	struct deed_list_link link;
};

static void queue_release(struct queue *q)
{
	request_list_drop(&q->waiting);
}

DEED_BOX(queue_box, struct queue, queue_release);
DEED_LIST(queue_list, queue_box, link);

static __used u32 queue_step(struct queue_list *queues)
{
	struct queue *first = queue_list_first(queues), *same = first;

	if (!first)
		return 0;

	const struct request *r = request_list_first(&first->waiting);
#ifndef MISUSE
	u32 tag = r ? r->tag : 0;

	request_list_drop(&same->waiting);
	return tag;
#else
	request_list_drop(&same->waiting);
	return r ? r->tag : 0; /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: list of lists");
MODULE_LICENSE("GPL");
