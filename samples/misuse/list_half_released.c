// SPDX-License-Identifier: GPL-2.0
/*
 * The release function takes one member out of the list, and leaves the others.
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
};

#ifdef MISUSE
static void queue_release(struct queue *q)
{
	deed_own(request_box, first) = request_list_take_first(&q->waiting);
} /* error: [deed-release] */
#else
static void queue_release(struct queue *q)
{
	request_list_drop(&q->waiting);
}
#endif

DEED_BOX(queue_box, struct queue, queue_release);

static __used int queue_try(void)
{
	deed_own(queue_box, box) = queue_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: list half released");
MODULE_LICENSE("GPL");
