// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer into a box is kept, and used after the box went to somebody who may
 * have freed it.
 */
#include <linux/module.h>

#include <deed/box.h>

struct request {
	u32 tag;
	u32 len;
};

DEED_BOX(request_box, struct request, deed_plain);

static void request_send(struct request_box request)
{
	deed_own(request_box, r) = deed_move(request);

	pr_debug("request %u\n", request_box_borrow(&r)->tag);
}

static __used u32 request_make(u32 len)
{
	deed_own(request_box, box) = request_box_alloc();

	if (!deed_ok(box))
		return 0;

	struct request *r = request_box_excl(&box);

	r->len = len;
#ifdef MISUSE
	request_send(deed_move(box));
	return r->len; /* error: [deed-borrow-dead] */
#else
	request_send(deed_move(box));
	return len;
#endif
}

MODULE_DESCRIPTION("misuse: borrow after move");
MODULE_LICENSE("GPL");
