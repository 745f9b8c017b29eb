// SPDX-License-Identifier: GPL-2.0
/*
 * A length from a header is believed.
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
#ifndef MISUSE
	if (h.len > sizeof(f->bytes))
		return -EINVAL;
#endif
	memset(f->bytes, 0, h.len); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user length");
MODULE_LICENSE("GPL");
