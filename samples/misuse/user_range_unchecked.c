// SPDX-License-Identifier: GPL-2.0
/*
 * A range that the user gives is not inside of the buffer; that the sum of its start and
 * its length was compared says that both are, if there was room for the sum.
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
};

static __used int thing_clear(struct deed_ioctl *call, struct thing *t, bool on)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	u32 len;

	if (err)
		return err;
	len = r.len;
	if (!on || len > sizeof(t->buf))
		return -EINVAL;
	memset(t->buf, 0, len);
	return 0;
}

static __used int thing_fill(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (size_add(r.off, r.len) > sizeof(t->buf))
		return -EINVAL;
	memset(t->buf + r.off, 0xff, r.len);
	return 0;
}

static __used int thing_ioctl(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.off + r.len > sizeof(t->buf)) /* may wrap */
#else
	if ((u64)r.off + r.len > sizeof(t->buf))
#endif
		return -EINVAL;
	memset(t->buf, 0, r.len); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user range unchecked");
MODULE_LICENSE("GPL");
