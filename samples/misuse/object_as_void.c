// SPDX-License-Identifier: GPL-2.0
/*
 * A helper that saves any object saves one that owns a ring, byte by byte.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct saved {
	u8 bytes[64];
};

struct capture {
	struct deed_ring ring;
	u32 lost;
};

static void save(struct saved *to, const void *from, size_t len)
{
	memcpy(to->bytes, from, min(len, sizeof(to->bytes)));
}

static __used void capture_save(struct saved *to, const struct capture *c)
{
#ifdef MISUSE
	save(to, c, sizeof(*c)); /* error: [deed-escape] */
#else
	save(to, &c->lost, sizeof(c->lost));
#endif
}

MODULE_DESCRIPTION("misuse: object as void");
MODULE_LICENSE("GPL");
