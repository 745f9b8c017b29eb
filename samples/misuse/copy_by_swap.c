// SPDX-License-Identifier: GPL-2.0
/*
 * Two handles are exchanged by the kernel's swap(), which copies them.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct pair {
	struct deed_ring front, back;
};

static void pair_release(struct pair *p)
{
	deed_ring_drop(&p->front);
	deed_ring_drop(&p->back);
}

DEED_BOX(pair_box, struct pair, pair_release);

static __used int pair_flip(struct pair *p)
{
#ifdef MISUSE
	swap(p->front, p->back); /* error: [deed-copy] */
	return 0;
#else
	return deed_ring_resize(&p->front, &p->back);
#endif
}

MODULE_DESCRIPTION("misuse: copy by swap");
MODULE_LICENSE("GPL");
