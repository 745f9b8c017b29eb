// SPDX-License-Identifier: GPL-2.0
/*
 * What a shared object points to is returned as if it were exclusive.
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
static __used struct buffer *port_buffer(const struct port *p)
{
	return p->buffer; /* error: [deed-shared] */
}
#else
static __used const struct buffer *port_buffer(const struct port *p)
{
	return p->buffer;
}
#endif

MODULE_DESCRIPTION("misuse: deep result");
MODULE_LICENSE("GPL");
