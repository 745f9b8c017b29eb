// SPDX-License-Identifier: GPL-2.0
/*
 * A member is copied over another one, and its place in the list with it.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used void request_repeat(struct request_list *list)
{
	struct request *first = request_list_first(list);
	struct request *second = first ? request_list_next(list, first) : NULL;

	if (!second)
		return;
#ifdef MISUSE
	*second = *first; /* error: [deed-copy] */
#else
	second->tag = first->tag;
#endif
}

MODULE_DESCRIPTION("misuse: list member copied");
MODULE_LICENSE("GPL");
