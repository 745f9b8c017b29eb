// SPDX-License-Identifier: GPL-2.0
/*
 * The pointers in an array of a shared object lead to what is shared.
 */
#include <linux/module.h>

struct buffer {
	u32 used;
};

struct port {
	struct buffer *buffers[4];
};

#ifdef MISUSE
static __used void port_reset(const struct port *p)
{
	for (int i = 0; i < ARRAY_SIZE(p->buffers); i++)
		p->buffers[i]->used = 0; /* error: [deed-shared] */
}
#else
static __used void port_reset(struct port *p)
{
	for (int i = 0; i < ARRAY_SIZE(p->buffers); i++)
		p->buffers[i]->used = 0;
}
#endif

MODULE_DESCRIPTION("misuse: deep element");
MODULE_LICENSE("GPL");
