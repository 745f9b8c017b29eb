// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer into what a shared object points to is not exclusive either.
 */
#include <linux/module.h>

struct buffer {
	u32 used;
	u32 bytes[4];
};

struct port {
	struct buffer *buffer;
};

static __used u32 port_first(const struct port *p)
{
#ifdef MISUSE
	u32 *first = &p->buffer->bytes[0]; /* error: [deed-shared] */

	*first = 0;
#else
	const u32 *first = &p->buffer->bytes[0];
#endif
	return *first;
}

MODULE_DESCRIPTION("misuse: deep part");
MODULE_LICENSE("GPL");
