// SPDX-License-Identifier: GPL-2.0
/*
 * Somebody who may only look at a list changes a member.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

#ifdef MISUSE
static __used void request_renumber(const struct request_list *list)
#else
static __used void request_renumber(struct request_list *list)
#endif
{
#ifdef MISUSE
	const struct request *first = request_list_peek_first(list);
#else
	struct request *first = request_list_first(list);
#endif

	if (first)
		first->tag = 0; /* error: read-only object */
}

MODULE_DESCRIPTION("misuse: list peek written");
MODULE_LICENSE("GPL");
