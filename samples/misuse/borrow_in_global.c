// SPDX-License-Identifier: GPL-2.0
/*
 * The last request is remembered in a global pointer; its box is gone by then.
 */
#include <linux/module.h>

#include <deed/box.h>

struct request {
	u32 tag;
};

DEED_BOX(request_box, struct request, deed_plain);

#ifdef MISUSE
static const struct request *last_request;
#endif

static __used u32 request_end(struct request_box request)
{
	deed_own(request_box, r) = deed_move(request);
#ifdef MISUSE
	last_request = request_box_borrow(&r); /* error: [deed-borrow-escape] */
	return last_request->tag;
#else
	return request_box_borrow(&r)->tag;
#endif
}

MODULE_DESCRIPTION("misuse: borrow in global");
MODULE_LICENSE("GPL");
