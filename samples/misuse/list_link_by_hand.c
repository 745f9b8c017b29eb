// SPDX-License-Identifier: GPL-2.0
/*
 * A list is cut off by hand.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used void request_cut(struct request_list *list)
{
#ifdef MISUSE
	struct request *first = request_list_first(list);

	if (first)
		first->link.__next = NULL; /* error: [deed-raw-member] */
#else
	deed_own(request_box, first) = request_list_take_first(list);

	request_list_drop(list);
	if (deed_ok(first))
		request_list_push_back(list, deed_move(first));
#endif
}

MODULE_DESCRIPTION("misuse: list link by hand");
MODULE_LICENSE("GPL");
