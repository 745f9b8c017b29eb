// SPDX-License-Identifier: GPL-2.0
/*
 * The link of an object is of another type.
 */
#include <linux/module.h>

#include <deed/list.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
#ifdef MISUSE
DEED_LIST(request_list, request_box, tag); /* error: tag must be of type struct deed_list_link */
#else
DEED_LIST(request_list, request_box, link);
#endif

MODULE_DESCRIPTION("misuse: list through wrong member");
MODULE_LICENSE("GPL");
