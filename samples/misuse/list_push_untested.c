// SPDX-License-Identifier: GPL-2.0
/*
 * What may have failed is pushed.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used int request_add(struct request_list *list)
{
	deed_own(request_box, r) = request_box_alloc();

#ifndef MISUSE
	if (!deed_ok(r))
		return deed_err(r);
#endif
	request_list_push_back(list, deed_move(r)); /* error: [deed-untested] */
	return 0;
}

MODULE_DESCRIPTION("misuse: list push untested");
MODULE_LICENSE("GPL");
