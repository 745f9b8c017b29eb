// SPDX-License-Identifier: GPL-2.0
/*
 * The condition by which a member is looked for takes others out.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static u32 request_forget(struct request_list *list)
{
	deed_own(request_box, first) = request_list_take_first(list);

	return deed_ok(first) ? request_box_borrow(&first)->tag : 0;
}

static __used void request_end(struct request_list *list)
{
#ifdef MISUSE
	deed_own(request_box, same) =
		deed_list_take_if(request_list, list, r, /* error: [deed-borrow-dead] */
				  r->tag == request_forget(list));
#else
	u32 tag = request_forget(list);

	deed_own(request_box, same) =
		deed_list_take_if(request_list, list, r, r->tag == tag);
#endif
}

MODULE_DESCRIPTION("misuse: list changed by condition");
MODULE_LICENSE("GPL");
