// SPDX-License-Identifier: GPL-2.0
/*
 * What is read in one object goes into another.
 */
#include <linux/module.h>

#include <deed/own.h>

struct buffers {
	u32 *front, *back;
};

static __used void buffers_exchange(struct buffers *a, struct buffers *b)
{
#ifdef MISUSE
	u32 *front = a->front;

	b->front = front; /* error: [deed-borrow-escape] */
#else
	u32 *front = a->front;

	a->front = a->back;
	a->back = front;
	swap(b->front, b->back);
#endif
}

MODULE_DESCRIPTION("misuse: borrow swapped away");
MODULE_LICENSE("GPL");
