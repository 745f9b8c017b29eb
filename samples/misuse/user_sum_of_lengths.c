// SPDX-License-Identifier: GPL-2.0
/*
 * Offset and length together fit, but their sum went around.
 */
#include <linux/module.h>

#include <deed/num.h>
#include <deed/user.h>

struct request {
	u32 offset, len;
};

struct frame {
	u8 bytes[64];
};

static __used int frame_clear(struct deed_ioctl *call, struct frame *f)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.offset + r.len > sizeof(f->bytes))
		return -EINVAL;
#else
	if (r.offset > sizeof(f->bytes) || r.len > sizeof(f->bytes) - r.offset)
		return -EINVAL;
#endif
	memset(f->bytes + r.offset, 0, r.len); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user sum of lengths");
MODULE_LICENSE("GPL");
