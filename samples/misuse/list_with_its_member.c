// SPDX-License-Identifier: GPL-2.0
/*
 * A function gets a list and a member of it, which it may be the one to end.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

static u32 queue_drop_until(struct request_list *list, u32 tag)
{
	for (u32 count = 0;; count++) {
		deed_own(request_box, r) = request_list_take_first(list);

		if (!deed_ok(r) || request_box_borrow(&r)->tag == tag)
			return count;
	}
}

#ifdef MISUSE
static u32 queue_drop_before(struct request_list *list, const struct request *last)
{
	return queue_drop_until(list, last->tag) + last->tag;
}
#endif

static __used u32 queue_cut(struct request_list *list)
{
	const struct request *first = request_list_first(list);

	if (!first)
		return 0;
#ifdef MISUSE
	return queue_drop_before(list, first); /* error: [deed-borrow-dead] */
#else
	return queue_drop_until(list, first->tag);
#endif
}

MODULE_DESCRIPTION("misuse: list with its member");
MODULE_LICENSE("GPL");
