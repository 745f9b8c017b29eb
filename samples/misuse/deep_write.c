// SPDX-License-Identifier: GPL-2.0
/*
 * What a shared object points to is shared, too.
 */
#include <linux/module.h>

struct buffer {
	u32 used;
};

struct port {
	struct buffer *buffer;
	u32 lost;
};

#ifdef MISUSE
static __used void port_reset(const struct port *p)
{
	p->buffer->used = 0; /* error: [deed-shared] */
}
#else
static __used void port_reset(struct port *p)
{
	p->buffer->used = 0;
}
#endif

MODULE_DESCRIPTION("misuse: deep write");
MODULE_LICENSE("GPL");
