// SPDX-License-Identifier: GPL-2.0
/*
 * The first member is taken from a list that may be empty.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used u32 request_next(struct request_list *list)
{
	deed_own(request_box, r) = request_list_take_first(list);

#ifndef MISUSE
	if (!deed_ok(r))
		return 0;
#endif
	return request_box_borrow(&r)->tag; /* error: [deed-untested] */
}

MODULE_DESCRIPTION("misuse: list take untested");
MODULE_LICENSE("GPL");
