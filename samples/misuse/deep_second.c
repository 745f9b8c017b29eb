// SPDX-License-Identifier: GPL-2.0
/*
 * Two steps behind a shared object it is still shared.
 */
#include <linux/module.h>

struct buffer {
	u32 used;
};

struct line {
	struct buffer *buffer;
};

struct port {
	struct line *line;
};

#ifdef MISUSE
static __used void port_reset(const struct port *p)
{
	p->line->buffer->used = 0; /* error: [deed-shared] */
}
#else
static __used void port_reset(struct port *p)
{
	p->line->buffer->used = 0;
}
#endif

MODULE_DESCRIPTION("misuse: deep second");
MODULE_LICENSE("GPL");
