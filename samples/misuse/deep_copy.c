// SPDX-License-Identifier: GPL-2.0
/*
 * A copy of a shared object still points to what is shared.
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
	struct port mine = *p; /* error: [deed-shared] */

	mine.buffer->used = 0;
}
#else
static __used void port_reset(struct port *p)
{
	p->buffer->used = 0;
}
#endif

MODULE_DESCRIPTION("misuse: deep copy");
MODULE_LICENSE("GPL");
