// SPDX-License-Identifier: GPL-2.0
/*
 * The release function forgets the list, with all that is in it.
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
	unsigned int count;
};

#ifdef MISUSE
static void queue_release(struct queue *q)
{
	if (!request_list_is_empty(&q->waiting))
		pr_warn("queue: %u requests are lost\n", q->count);
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

MODULE_DESCRIPTION("misuse: list forgotten");
MODULE_LICENSE("GPL");
