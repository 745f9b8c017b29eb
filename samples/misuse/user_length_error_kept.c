// SPDX-License-Identifier: GPL-2.0
/*
 * The length was found to be too large, and is used all the same.
 */
#include <linux/module.h>

#include <deed/user.h>

struct header {
	u32 len, kind;
};

struct frame {
	u8 bytes[64];
};

static __used int frame_clear(struct deed_reader *from, struct frame *f)
{
	struct header h;
	int err = deed_read(from, &h);

	if (err)
		return err;
	if (h.len > sizeof(f->bytes))
		err = -EINVAL;
#ifndef MISUSE
	if (err)
		return err;
#endif
	memset(f->bytes, 0, h.len); /* error: [deed-untrusted] */
	return err;
}

MODULE_DESCRIPTION("misuse: user length error kept");
MODULE_LICENSE("GPL");
