// SPDX-License-Identifier: GPL-2.0
/*
 * A slot is looked into where it is, instead of taking out what it holds.
 */
#include <linux/module.h>

#include <deed/box.h>

struct request {
	u32 tag;
};

DEED_BOX(request_box, struct request, deed_plain);

struct queue {
	DEED_SLOT(request_box) next;
};

static __used u32 queue_tag(struct queue *q)
{
#ifdef MISUSE
	return request_box_borrow(&q->next.__held)->tag; /* error: [deed-raw-member] */
#else
	deed_own(request_box, r) = request_box_slot_take(&q->next);
	u32 tag = deed_ok(r) ? request_box_borrow(&r)->tag : 0;

	deed_own(request_box, empty) = request_box_slot_put(&q->next, deed_move(r));

	return tag;
#endif
}

MODULE_DESCRIPTION("misuse: look into slot");
MODULE_LICENSE("GPL");
