// SPDX-License-Identifier: GPL-2.0
/*
 * A list begins with what happened to be on the stack.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used u32 request_serve(struct request_list *from)
{
#ifdef MISUSE
	deed_own(request_list, mine); /* error: [deed-uninit] */
#else
	deed_own(request_list, mine) = {};
#endif

	request_list_splice(&mine, from);
	return request_list_is_empty(&mine);
}

MODULE_DESCRIPTION("misuse: list not initialised");
MODULE_LICENSE("GPL");
