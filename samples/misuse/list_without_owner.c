// SPDX-License-Identifier: GPL-2.0
/*
 * A list is a local variable, and nobody drops what is still in it at the end.
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
	struct request_list mine = {}; /* error: [deed-no-owner] */
#else
	deed_own(request_list, mine) = {};
#endif

	request_list_splice(&mine, from);
	return request_list_is_empty(&mine);
}

MODULE_DESCRIPTION("misuse: list without owner");
MODULE_LICENSE("GPL");
