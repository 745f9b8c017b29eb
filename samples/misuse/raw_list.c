// SPDX-License-Identifier: GPL-2.0
/*
 * An object is put on a list of the kernel's, with no word about who owns it then.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
#ifdef MISUSE
	struct list_head link;
#else
	struct deed_list_link link;
#endif
};

DEED_BOX(request_box, struct request, deed_plain);

#ifdef MISUSE
static __used void request_add(struct list_head *list, struct request_box *r)
{
	list_add_tail(&request_box_excl(r)->link, list); /* error: [deed-raw-call] */
}
#else
DEED_LIST(request_list, request_box, link);

static __used void request_add(struct request_list *list, struct request_box r)
{
	request_list_push_back(list, deed_move(r));
}
#endif

MODULE_DESCRIPTION("misuse: raw list");
MODULE_LICENSE("GPL");
