// SPDX-License-Identifier: GPL-2.0
/*
 * The length has a bound, which is that of something else.
 */
#include <linux/module.h>
#include <linux/string.h>

#include <deed/user.h>

struct request {
	u32 len, flags;
};

struct thing {
	u8 buf[64];
	u32 size;
};

static __used int thing_ioctl(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.len > PAGE_SIZE)
		return -EINVAL;
#else
	if (r.len > sizeof(t->buf))
		return -EINVAL;
#endif
	memset(t->buf, 0, r.len); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user length too large");
MODULE_LICENSE("GPL");
