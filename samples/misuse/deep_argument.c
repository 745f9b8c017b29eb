// SPDX-License-Identifier: GPL-2.0
/*
 * What a shared object points to is passed to a function that writes to it.
 */
#include <linux/module.h>

struct buffer {
	u32 used;
};

struct port {
	struct buffer *buffer;
	u32 lost;
};

static void buffer_clear(struct buffer *b)
{
	b->used = 0;
}

#ifdef MISUSE
static __used void port_reset(const struct port *p)
{
	buffer_clear(p->buffer); /* error: [deed-shared] */
}
#else
static __used void port_reset(struct port *p)
{
	buffer_clear(p->buffer);
}
#endif

MODULE_DESCRIPTION("misuse: deep argument");
MODULE_LICENSE("GPL");
