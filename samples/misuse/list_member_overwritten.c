// SPDX-License-Identifier: GPL-2.0
/*
 * A member is set as a whole, and with it its link: the rest of the list is lost.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used void request_reset(struct request_list *list)
{
	struct request *first = request_list_first(list);

	if (!first)
		return;
#ifdef MISUSE
	*first = (struct request){ .tag = 1 }; /* error: [deed-overwrite] */
#else
	first->tag = 1;
#endif
}

MODULE_DESCRIPTION("misuse: list member overwritten");
MODULE_LICENSE("GPL");
