// SPDX-License-Identifier: GPL-2.0
/*
 * One list is lent to a function twice, that takes what it sees there for two.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static void request_exchange(struct request_list *a, struct request_list *b)
{
	const struct request *first = request_list_first(a);

	deed_own(request_box, other) = request_list_take_first(b);
	if (deed_ok(other) && (!first || request_box_borrow(&other)->tag < first->tag))
		request_list_push_front(a, deed_move(other));
}

static __used void request_sort(struct request_list *one, struct request_list *two)
{
#ifdef MISUSE
	request_exchange(one, one); /* error: [deed-borrow-dead] */
#else
	request_exchange(one, two);
#endif
}

MODULE_DESCRIPTION("misuse: list twice");
MODULE_LICENSE("GPL");
