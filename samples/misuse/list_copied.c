// SPDX-License-Identifier: GPL-2.0
/*
 * The members of a list are taken over by assigning the list.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static __used void request_all(struct request_list *to, struct request_list *from)
{
#ifdef MISUSE
	*to = *from; /* error: [deed-copy] */
#else
	request_list_splice(to, from);
#endif
}

MODULE_DESCRIPTION("misuse: list copied");
MODULE_LICENSE("GPL");
