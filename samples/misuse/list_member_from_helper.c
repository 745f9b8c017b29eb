// SPDX-License-Identifier: GPL-2.0
/*
 * A function finds a member of a list that is part of an object; then it is taken out.
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
	u32 first_tag;
};

static struct request *queue_first(struct queue *q)
{
	return request_list_first(&q->waiting);
}

static __used u32 queue_next(struct queue *q)
{
	const struct request *r = queue_first(q);

	if (!r)
		return 0;
#ifndef MISUSE
	return r->tag;
#else
	{
		deed_own(request_box, done) = request_list_take_first(&q->waiting);
	}
	return r->tag; /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: list member from helper");
MODULE_LICENSE("GPL");
