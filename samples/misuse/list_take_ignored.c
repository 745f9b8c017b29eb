// SPDX-License-Identifier: GPL-2.0
/*
 * What comes out of a list is forgotten: nobody frees it.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used void request_skip(struct request_list *list)
{
#ifdef MISUSE
	request_list_take_first(list); /* error: ignoring return value */
#else
	deed_own(request_box, first) = request_list_take_first(list);
#endif
}

MODULE_DESCRIPTION("misuse: list take ignored");
MODULE_LICENSE("GPL");
