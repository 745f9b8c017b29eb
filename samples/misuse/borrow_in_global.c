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
#else
static u32 last_tag;
#endif

static __used void request_end(struct request_box request)
{
	deed_own(request_box, r) = deed_move(request);
#ifdef MISUSE
	last_request = request_box_borrow(&r); /* error: [deed-borrow-escape] */
#else
	last_tag = request_box_borrow(&r)->tag;
#endif
}

static __used u32 request_last(void)
{
#ifdef MISUSE
	return last_request ? last_request->tag : 0;
#else
	return last_tag;
#endif
}

MODULE_DESCRIPTION("misuse: borrow in global");
MODULE_LICENSE("GPL");
