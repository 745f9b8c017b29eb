// SPDX-License-Identifier: GPL-2.0
/*
 * A member of a list is returned that goes with the function.
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
static __used const struct request *request_oldest(struct request_list *from)
{
	deed_own(request_list, all) = {};

	request_list_splice(&all, from);
	return request_list_peek_first(&all); /* error: [deed-borrow-escape] */
}
#else
static __used const struct request *request_oldest(const struct request_list *from)
{
	return request_list_peek_first(from);
}
#endif

MODULE_DESCRIPTION("misuse: list member of local");
MODULE_LICENSE("GPL");
