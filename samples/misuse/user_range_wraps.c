// SPDX-License-Identifier: GPL-2.0
/*
 * A range whose end may wrap: to compare the end with the start tells that it does not.
 */
#include <linux/module.h>
#include <linux/string.h>

#include <deed/user.h>

struct request {
	u32 off, len;
};

struct thing {
	u8 buf[64];
};

static __used int thing_ioctl(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.off + r.len > sizeof(t->buf))
#else
	if (r.off + r.len < r.off || r.off + r.len > sizeof(t->buf))
#endif
		return -EINVAL;
	memset(t->buf + r.off, 0, r.len); /* error: [deed-untrusted] */
	return 0;
}

static __used int thing_fill(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	u32 end;

	if (err)
		return err;
	end = r.off + r.len;
	if (end < r.off || end > sizeof(t->buf))
		return -EINVAL;
	memset(t->buf + r.off, 0xff, r.len);
	return 0;
}

/* From the start to the end. */
static __used int thing_clear(struct deed_ioctl *call, struct thing *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (r.off > r.len || r.len > sizeof(t->buf))
		return -EINVAL;
	memset(t->buf + r.off, 0, r.len - r.off);
	return 0;
}

MODULE_DESCRIPTION("misuse: user range wraps");
MODULE_LICENSE("GPL");
