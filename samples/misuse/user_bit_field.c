// SPDX-License-Identifier: GPL-2.0
/*
 * A field of six bits counts to 63.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind : 6, count : 26;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.count >= ARRAY_SIZE(speeds))
		return -EINVAL;
#else
	if (r.kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user bit field");
MODULE_LICENSE("GPL");
