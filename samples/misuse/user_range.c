// SPDX-License-Identifier: GPL-2.0
/*
 * The end of a range is checked, but not that it is behind the start.
 */
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/string.h>

#include <deed/user.h>

struct request {
	u32 off, len;
};

struct thing {
	u8 buf[64];
	u32 size;
};

static __used int thing_ioctl(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	u32 end;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	end = r.off + r.len;
	if (end > sizeof(t->buf))
		return -EINVAL;
#else
	if (check_add_overflow(r.off, r.len, &end) || end > sizeof(t->buf))
		return -EINVAL;
#endif
	memset(t->buf + r.off, 0, r.len); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user range");
MODULE_LICENSE("GPL");
