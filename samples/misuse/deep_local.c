// SPDX-License-Identifier: GPL-2.0
/*
 * What a shared object points to does not become exclusive in a variable.
 */
#include <linux/module.h>

struct buffer {
	u32 used;
};

struct port {
	struct buffer *buffer;
	u32 lost;
};

static __used u32 port_used(const struct port *p)
{
#ifdef MISUSE
	struct buffer *b = p->buffer; /* error: [deed-shared] */

	b->used++;
#else
	const struct buffer *b = p->buffer;
#endif
	return b->used;
}

MODULE_DESCRIPTION("misuse: deep local");
MODULE_LICENSE("GPL");
